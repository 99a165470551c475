import { systemClock } from './clock';
import { readConfig, readEnvironment } from './config';
import { createDataSource } from './database/data-source';
import { migrate } from './database/migrations';
import { openDatabase } from './database/open';
import { seedWhenEmpty } from './demo/seed-when-empty';
import { explain } from './explain';

async function main(): Promise<void> {
  const database = await openDatabase(readConfig(readEnvironment()));
  try {
    await migrate(database.url);
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
