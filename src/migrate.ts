import { readConfig, readEnvironment } from './config';
import { migrate } from './database/migrations';
import { openDatabase } from './database/open';
import { explain } from './explain';

async function main(): Promise<void> {
  const database = await openDatabase(readConfig(readEnvironment()));
  try {
    await migrate(database.url);
    process.stdout.write(`The database is up to date: ${database.where}\n`);
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
