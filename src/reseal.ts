import { relockSecondFactors } from './accounts/relock';
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
    const { secretKey, secretKeyBefore: before } = config;
    useKeys(secretKey, ...(before ? [before] : []));
    const written = await resealDatabase(database.url, async (tx) => {
      if (before) await relockSecondFactors(tx, before, secretKey);
    });
    process.stdout.write(
      `${written} values are sealed anew with the present SECRET_KEY.\n` +
        'Only `npm run audit` still needs SECRET_KEY_BEFORE, for the seals of the log that were made with it.\n',
    );
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
