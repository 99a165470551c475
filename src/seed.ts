import { systemClock } from './clock';
import { readConfig, readEnvironment } from './config';
import { createDataSource } from './database/data-source';
import { openDatabase } from './database/open';
import { prepareDatabase } from './database/prepare';
import { seedWhenEmpty } from './demo/seed-when-empty';
import { explain } from './explain';

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  const database = await openDatabase(config);
  try {
    await prepareDatabase(database.url, config);
    const dataSource = await createDataSource(database.url).initialize();
    const seeded = await seedWhenEmpty(dataSource, systemClock.now());
    await dataSource.destroy();
    process.stdout.write(seeded ? 'The demo network is in.\n' : 'There are clinics already: nothing was changed.\n');
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
