import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { indexEverything } from '../../src/directory/index-terms';
import { SPECIALTIES } from '../../src/directory/specialties';

const SHELF = readFileSync(path.join(__dirname, 'shelf.sql'), 'utf8');

/** A directory with the names that are hard to look up. */
export async function fillShelf(dataSource: DataSource): Promise<void> {
  await dataSource.query(`insert into specialty select * from jsonb_populate_recordset(null::specialty, $1)`, [
    JSON.stringify(SPECIALTIES),
  ]);
  await dataSource.query(SHELF);
  await indexEverything(dataSource.manager);
}
