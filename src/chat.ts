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

/** Talk to the clinic in a terminal. With piped input each line is a message, and each line of a reply begins `clinic  `. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      channel: { type: 'string', default: 'sms' },
      lang: { type: 'string' },
      from: { type: 'string', default: '+15550100001' },
      at: { type: 'string' },
      'fast-forward': { type: 'boolean', default: false },
      record: { type: 'string' },
    },
  });
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
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
