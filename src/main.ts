import { parseArgs } from 'node:util';
import { firstAdministrator } from './accounts/people';
import { type App, buildApp, type Role, roles } from './app';
import { systemClock } from './clock';
import { type Config, readConfig, readEnvironment } from './config';
import { refuseMovedClock } from './database/moved-clock';
import { openDatabase } from './database/open';
import { prepareDatabase } from './database/prepare';
import { seedWhenEmpty } from './demo/seed-when-empty';
import { explain } from './explain';
import { mayPretend, openFirstMinute } from './first-minute';
import type { ReadinessCheck } from './hub/health';
import { stopAndExit, stopOnSignals } from './stop-on-signals';

const stops: (() => Promise<void>)[] = [];
let stopping = false;

async function main(): Promise<void> {
  const role = roleFrom(process.argv.slice(2));
  const environment = readEnvironment();
  const plain = readConfig(environment);
  stopOnSignals(stopAll);

  const database = await openDatabase(plain);
  stops.unshift(database.stop);
  await prepareDatabase(database.url, plain);

  const pretend = role === 'all' && mayPretend(plain) ? await openFirstMinute() : undefined;
  if (pretend) stops.unshift(pretend.close);
  else await refuseMovedClock(database.url);
  const config = pretend ? readConfig({ ...environment, ...pretend.environment }) : plain;
  let filled = config.production;
  const seeding: ReadinessCheck = {
    name: 'demo network',
    async check() {
      if (!filled) throw new Error('the demo network is being made');
    },
  };
  const app = buildApp(config, systemClock, database.url, role, {
    checks: config.production ? [] : [seeding],
    ...(pretend && { frontPage: pretend.show }),
  });
  stops.unshift(app.stop);
  stopOnMistakes(app);
  const address = await listen(app, config);
  const seeded = !config.production && (await seedWhenEmpty(app.dataSource, app.clock.now()));
  filled = true;
  const firstSignIn = role === 'worker' ? undefined : await firstAdministrator(app.dataSource.manager);
  const pretends = pretend !== undefined;
  welcome({ config, role, address, where: database.where, seeded, pretends, firstSignIn });
}

function roleFrom(args: string[]): Role {
  const { values } = parseArgs({ args, options: { role: { type: 'string', default: 'all' } } });
  const role = roles.find((known) => known === values.role);
  if (!role) throw new Error(`There is no role "${values.role}". Choose one of: ${roles.join(', ')}.`);
  return role;
}

async function listen(app: App, { host, port }: Config): Promise<string> {
  try {
    return await app.start();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    throw new Error(`Port ${port} on ${host} is taken, perhaps by another Miadi. Stop that one, or set PORT.`);
  }
}

/** The newest first: the hub stops taking messages before the database under it goes. */
async function stopAll(): Promise<void> {
  stopping = true;
  for (const stop of stops.splice(0)) await stop();
}

function stopOnMistakes(app: App): void {
  process.once('uncaughtException', (error) => {
    app.hub.log.fatal(error, 'a mistake that nobody caught');
    void stopAndExit(stopAll, 1);
  });
}

interface Welcome {
  config: Config;
  role: Role;
  address: string;
  where: string;
  seeded: boolean;
  pretends: boolean;
  firstSignIn: string | undefined;
}

function welcome({ config, role, address, where, seeded, pretends, firstSignIn }: Welcome): void {
  const open = config.production ? config.publicUrl : address;
  const lines = [
    `Miadi is running (${role === 'all' ? 'hub and worker' : role}).`,
    '',
    `  open      ${open}`,
    ...(pretends ? ['            a phone, the desk and the calendar on one page; every provider is a stand-in'] : []),
    ...(config.production ? [`  listens   ${address}`] : []),
    `  database  ${where}`,
    ...(seeded ? ['            filled with a demo network of clinics'] : []),
    // Behind the #, where no server and no proxy on the way writes it down.
    ...(firstSignIn
      ? [
          '  sign in   once, as the first administrator, within a day (a link from an earlier start no longer works):',
          `            ${open}/console/first#${firstSignIn}`,
        ]
      : []),
    '  what is on and what is off: npm run doctor',
    '  stop with Ctrl-C',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  if (stopping) return; // what was cut short by the stop is no failure
  process.stderr.write(`${explain(error)}\n`);
  void stopAndExit(stopAll, 1);
});
