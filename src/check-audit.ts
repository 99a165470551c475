import { parseArgs } from 'node:util';
import { checkAudit } from './audit/check';
import { readConfig, readEnvironment } from './config';
import { createDataSource } from './database/data-source';
import { openDatabase } from './database/open';
import { explain } from './explain';

/** `npm run audit [-- --kept SEAL]`: whether the log of who read and changed what is as it was written. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { kept: { type: 'string' } } });
  const config = readConfig(readEnvironment());
  const database = await openDatabase(config);
  const dataSource = createDataSource(database.url);
  try {
    await dataSource.initialize();
    const { seals, rows, newest, wrong } = await dataSource.transaction(async (tx) => {
      await tx.query('set local statement_timeout = 0');
      return checkAudit(tx, config.secretKey, values.kept, config.secretKeyBefore);
    });
    const verdict = wrong.length === 0 ? 'Nothing was changed.' : wrong.join('\n');
    process.stdout.write(`${rows} rows under ${seals} seals. ${verdict}\n`);
    if (newest) process.stdout.write(`Keep this outside, for the next time: --kept ${newest}\n`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
