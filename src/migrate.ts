import { readConfig, readEnvironment } from './config';
import { openDatabase } from './database/open';
import { prepareDatabase } from './database/prepare';
import { explain } from './explain';

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  const database = await openDatabase(config);
  try {
    await prepareDatabase(database.url, config);
    process.stdout.write(`The database is up to date: ${database.where}\n`);
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
