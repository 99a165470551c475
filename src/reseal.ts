import { readConfig, readEnvironment } from './config';
import { migrate } from './database/migrations';
import { openDatabase } from './database/open';
import { resealDatabase } from './database/prepare';
import { explain } from './explain';
import { useKeys } from './sealing/sealed';

/** After SECRET_KEY was changed, with the old one in SECRET_KEY_BEFORE and nothing else running. */
async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  const database = await openDatabase(config);
  try {
    await migrate(database.url);
    useKeys(config.secretKey, ...(config.secretKeyBefore ? [config.secretKeyBefore] : []));
    const written = await resealDatabase(database.url);
    process.stdout.write(
      `${written} values are sealed with the present SECRET_KEY. SECRET_KEY_BEFORE is not needed any more.\n`,
    );
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
