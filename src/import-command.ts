// npm run import -- providers|hours|patients|visits FILE --clinic 1 [--for-real] [--skip-refused]
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import type { ClinicId } from './database/ids';
import type { Database } from './database/statements';
import { type Imported, type ImportKind, importKinds, importTable } from './import/import';
import { inTheHouse } from './in-the-house';

const HOW = `Say: npm run import -- ${Object.keys(importKinds).join('|')} FILE --clinic 1 [--for-real] [--skip-refused]`;

async function work(db: Database): Promise<string[]> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { clinic: { type: 'string' }, 'for-real': { type: 'boolean' }, 'skip-refused': { type: 'boolean' } },
  });
  const [kind, file] = positionals;
  const clinicId = Number(values.clinic);
  if (!kind || !Object.hasOwn(importKinds, kind) || !file || !Number.isSafeInteger(clinicId)) throw new Error(HOW);
  const done = await importTable(db, {
    ...{ clinicId: clinicId as ClinicId, kind: kind as ImportKind, csv: fs.readFileSync(file, 'utf8'), by: 'staff:0' },
    ...{ dryRun: values['for-real'] !== true, skipRefused: values['skip-refused'] === true },
  });
  process.exitCode = done.refused.length === 0 ? 0 : 1;
  return told(done, values['for-real'] === true);
}

function told({ rows, made, known, refused, kept }: Imported, forReal: boolean): string[] {
  const lines = refused.map(({ line, column, problem }) => `line ${line}${column && `, ${column}`}: ${problem}`);
  const verdict = kept ? 'Kept.' : forReal ? 'Nothing was kept: mend these lines, or add --skip-refused.' : 'Nothing was kept: this was a try. Add --for-real.'; // prettier-ignore
  return [...lines, `${rows} lines: ${made} new, ${known} known already, ${refused.length} faults. ${verdict}`];
}

inTheHouse(work);
