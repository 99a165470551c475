import { parseArgs } from 'node:util';
import { recorder } from './chat/record';
import { talk } from './chat/talk';
import { systemClock } from './clock';
import { readConfig, readEnvironment } from './config';
import { createDataSource } from './database/data-source';
import { openDatabase } from './database/open';
import { prepareDatabase } from './database/prepare';
import { seedWhenEmpty } from './demo/seed-when-empty';
import { explain } from './explain';
import { languageModel } from './language-model';

const HELP = `Talk to the clinic in a terminal, as a patient would by text.

  npm run chat -- [--channel sms] [--lang en] [--from +15550100001]

  --channel NAME   as which channel you write: sms, whatsapp, web (sms)
  --lang CODE      the language you are spoken to in, until you write in another
  --from ADDRESS   your number; each has a conversation of its own, which goes on where it stood (+15550100001)
  --at INSTANT     sets the clock first, like 2026-12-01T08:00:00Z
  --fast-forward   lets time pass to the next thing that is due for you, like a reminder
  --record FILE    writes the talk down as a dialogue test
  --help           this

On a terminal an empty line lets time pass too, and Ctrl-D ends. When the input is piped each line is a message: it is shown after
"patient ", and every line of an answer after "clinic  ".
`;

function asked(): ReturnType<typeof parsed> {
  try {
    return parsed();
  } catch (error) {
    // An option that does not exist is answered with those that do, and not with where in the program it was noticed.
    throw new Mistaken(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`, { cause: error });
  }
}

class Mistaken extends Error {}

const parsed = () =>
  parseArgs({
    options: {
      channel: { type: 'string', default: 'sms' },
      lang: { type: 'string' },
      from: { type: 'string', default: '+15550100001' },
      at: { type: 'string' },
      'fast-forward': { type: 'boolean', default: false },
      record: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;

/** Talk to the clinic in a terminal. With piped input each line is a message, and each line of a reply begins `clinic  `. */
async function main(): Promise<void> {
  const values = asked();
  if (values.help) return void process.stdout.write(HELP);
  if (values.at && Number.isNaN(Date.parse(values.at)))
    throw new Mistaken(`--at "${values.at}" is no point in time. Write it like 2026-12-01T08:00:00Z.`);
  const config = readConfig(readEnvironment());
  const database = await openDatabase(config);
  try {
    await prepareDatabase(database.url, config);
    const dataSource = await createDataSource(database.url, { poolSize: 2 }).initialize();
    await seedWhenEmpty(dataSource, systemClock.now());
    if (values.at) await dataSource.query('update clock set shift = $1::timestamptz - clock_timestamp()', [values.at]);
    const model = languageModel(config, systemClock, (error) => process.stderr.write(`${explain(error)}\n`));
    const world = { dataSource, name: `chat ${process.pid}`, deliverSoon: () => undefined, ...(model && { model }) };
    await talk(world, { ...values, fastForward: values['fast-forward'], record: recorder(values.record) });
    await Promise.all(model?.comparing ?? []);
    await dataSource.destroy();
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Mistaken ? error.message : explain(error)}\n`);
  process.exitCode = 1;
});
