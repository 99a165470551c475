// npm run import -- providers|hours|patients|visits FILE --clinic 1 [--for-real] [--skip-refused]
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig, readEnvironment } from './config';
import { createDataSource } from './database/data-source';
import type { ClinicId } from './database/ids';
import { openDatabase } from './database/open';
import { explain } from './explain';
import { type Imported, type ImportKind, importKinds, importTable } from './import/import';

const HOW = `Say: npm run import -- ${Object.keys(importKinds).join('|')} FILE --clinic 1 [--for-real] [--skip-refused]`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { clinic: { type: 'string' }, 'for-real': { type: 'boolean' }, 'skip-refused': { type: 'boolean' } },
  });
  const [kind, file] = positionals;
  const clinicId = Number(values.clinic);
  if (!kind || !Object.hasOwn(importKinds, kind) || !file || !Number.isSafeInteger(clinicId)) throw new Error(HOW);
  const database = await openDatabase(readConfig(readEnvironment()));
  const dataSource = await createDataSource(database.url, { poolSize: 2 }).initialize();
  try {
    const done = await importTable(dataSource.manager, {
      ...{
        clinicId: clinicId as ClinicId,
        kind: kind as ImportKind,
        csv: fs.readFileSync(file, 'utf8'),
        by: 'staff:0',
      },
      ...{ dryRun: values['for-real'] !== true, skipRefused: values['skip-refused'] === true },
    });
    for (const line of told(done, values['for-real'] === true)) process.stdout.write(`${line}\n`);
    process.exitCode = done.refused.length === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
    await database.stop();
  }
}

function told({ rows, made, known, refused, kept }: Imported, forReal: boolean): string[] {
  const lines = refused.map(({ line, column, problem }) => `line ${line}${column && `, ${column}`}: ${problem}`);
  const verdict = kept ? 'Kept.' : forReal ? 'Nothing was kept: mend these lines, or add --skip-refused.' : 'Nothing was kept: this was a try. Add --for-real.'; // prettier-ignore
  return [...lines, `${rows} lines: ${made} new, ${known} known already, ${refused.length} faults. ${verdict}`];
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
