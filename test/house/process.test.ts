import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, checkout, isGone, isRunning } from '../database/processes';

let dataDir: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi process '));
  fs.chmodSync(dataDir, 0o755);
});

afterEach(() => {
  const left = running.splice(0).filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of left) process.kill(-(child.pid ?? 0), 'SIGKILL');
  fs.rmSync(dataDir, { recursive: true, force: true });
});

interface Started {
  readonly npm: ChildProcess;
  readonly output: () => string;
}

/** Production has no demo network, which takes longer to make than everything else here. */
const quick = {
  NODE_ENV: 'production',
  EMBEDDED_DATABASE: 'yes',
  SECRET_KEY: 'k'.repeat(32),
  PUBLIC_URL: 'https://clinic.example',
  LOG_LEVEL: 'warn',
};

/** `npm start` as a terminal would start it: the leader of a process group of its own. */
function npmStart(environment: Record<string, string> = {}, args: string[] = []): Started {
  const machine = { PATH: process.env.PATH, HOME: process.env.HOME };
  const surroundings = { ...machine, DATA_DIR: dataDir, PORT: '0', ...quick, ...environment };
  const npm = spawn('npm', ['start', ...args], { cwd: checkout, env: surroundings, detached: true });
  running.push(npm);
  let output = '';
  npm.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  npm.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { npm, output: () => output };
}

async function addressOf({ npm, output }: Started): Promise<string> {
  for (;;) {
    const address = /listens +(http\S+)/.exec(output())?.[1] ?? /open +(http\S+)/.exec(output())?.[1];
    if (address && output().includes('Ctrl-C')) return address;
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}:\n${output()}`);
    await sleep(50);
  }
}

async function exitCode({ npm }: Started): Promise<number | null> {
  if (npm.exitCode === null && npm.signalCode === null) await once(npm, 'exit');
  return npm.exitCode;
}

const status = async (url: string) => (await fetch(url)).status;

/** A machine with its hands full may call us late for a moment, and it is right to. */
async function untilReady(address: string): Promise<void> {
  while ((await status(`${address}/ready`)) !== 200) await sleep(100);
}

const postmaster = () =>
  Number(fs.readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
const databaseUrl = () => `postgresql://postgres@localhost/miadi?host=${encodeURIComponent(`${dataDir}/postgres/s`)}`;

test('npm start answers with a demo network, and SIGTERM to npm alone leaves no process behind', async () => {
  const started = npmStart({ NODE_ENV: 'development', EMBEDDED_DATABASE: '', SECRET_KEY: '', PUBLIC_URL: '' });
  const address = await addressOf(started);
  expect(started.output()).toContain('demo network');
  expect(await status(`${address}/health`)).toBe(200);
  await untilReady(address);
  expect(await (await fetch(address)).text()).toContain('Miadi: the first minute');

  const server = postmaster();
  started.npm.kill('SIGTERM');
  await exitCode(started);
  expect(await isGone(server)).toBe(true);
  await expect(fetch(address)).rejects.toThrow();
});

test('Ctrl-C, which reaches npm and us alike, stops without haste and leaves no process behind', async () => {
  const started = npmStart();
  await addressOf(started);
  const server = postmaster();
  process.kill(-(started.npm.pid ?? 0), 'SIGINT');
  await exitCode(started);
  expect(await isGone(server)).toBe(true);
  expect(started.output()).not.toContain('Stopping failed');
});

test('Ctrl-C while the database is being made leaves nothing half made behind, and says nothing ugly', async () => {
  const started = npmStart();
  const home = path.join(dataDir, 'postgres');
  const unfinished = (): string[] => fs.readdirSync(home).filter((name) => name.startsWith('data.'));
  while (!fs.existsSync(home) || unfinished().length === 0) await sleep(5);
  process.kill(-(started.npm.pid ?? 0), 'SIGINT');
  await exitCode(started);
  expect(started.output()).not.toContain('could not be created');
  expect(unfinished()).toEqual([]);

  const again = npmStart();
  await untilReady(await addressOf(again));
  again.npm.kill('SIGTERM');
  await exitCode(again);
});

test('after kill -9 of everything but the database, the next start goes on with it', async () => {
  const killed = npmStart();
  await addressOf(killed);
  const server = postmaster();
  await ask(databaseUrl(), 'create table kept (id int)');
  process.kill(-(killed.npm.pid ?? 0), 'SIGKILL');
  await exitCode(killed);
  expect(isRunning(server)).toBe(true);

  const next = npmStart();
  await untilReady(await addressOf(next));
  expect(postmaster()).toBe(server);
  expect(await ask(databaseUrl(), `select to_regclass('kept')::text`)).toBe('kept');
  next.npm.kill('SIGTERM');
  await exitCode(next);
  expect(await isGone(server)).toBe(true);
});

test('two on one data directory share it until the last one stops', async () => {
  const [one, other] = [npmStart(), npmStart({}, ['--', '--role', 'worker'])];
  const [, worker] = [await addressOf(one), await addressOf(other)];
  const server = postmaster();
  one.npm.kill('SIGTERM');
  await exitCode(one);
  await untilReady(worker);
  expect(await status(worker)).toBe(404);
  other.npm.kill('SIGTERM');
  await exitCode(other);
  expect(await isGone(server)).toBe(true);
});

test('a half-filled group stops the start with its name, and starts nothing', async () => {
  const started = npmStart({ SLACK_BOT_TOKEN: 'xoxb-canary' });
  expect(await exitCode(started)).not.toBe(0);
  expect(started.output()).toMatch(/Slack.*half-filled: SLACK_SIGNING_SECRET, SLACK_CHANNEL are missing/);
  expect(started.output()).not.toContain('xoxb-canary');
  expect(fs.existsSync(path.join(dataDir, 'postgres'))).toBe(false);
});

test('production without a database is refused, and embedded when it is meant, without a demo network', async () => {
  const refused = npmStart({ EMBEDDED_DATABASE: 'no' });
  expect(await exitCode(refused)).not.toBe(0);
  expect(refused.output()).toContain('DATABASE_URL is missing');

  const meant = npmStart();
  await addressOf(meant);
  expect(meant.output()).toContain('https://clinic.example');
  expect(await ask(databaseUrl(), 'select count(*)::int from clinic')).toBe(0);
  meant.npm.kill('SIGTERM');
  await exitCode(meant);
});

test('a data directory of a newer Miadi is refused in words, and left alone', async () => {
  const first = npmStart();
  await addressOf(first);
  await ask(
    databaseUrl(),
    `insert into migrations (timestamp, name) values (9000000000000, 'from_the_future_9000000000000')`,
  );
  first.npm.kill('SIGTERM');
  await exitCode(first);

  const refused = npmStart();
  expect(await exitCode(refused)).not.toBe(0);
  expect(refused.output()).toMatch(/newer Miadi.*from_the_future/);
  expect(fs.existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
});

test('a taken port is told as such, and leaves no process behind', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const started = npmStart({ PORT: String(port) });
  expect(await exitCode(started)).not.toBe(0);
  expect(started.output()).toContain(`Port ${port} on 127.0.0.1 is taken`);
  expect(fs.existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  other.close();
});

test('a database that cannot be reached is told without its password', async () => {
  const started = npmStart({
    EMBEDDED_DATABASE: 'no',
    DATABASE_URL: 'postgres://clinic:canary-password@127.0.0.1:1/miadi',
  });
  expect(await exitCode(started)).not.toBe(0);
  expect(started.output()).toContain('cannot be reached');
  expect(started.output()).not.toContain('canary-password');
});
