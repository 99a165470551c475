import type { EntityManager } from 'typeorm';

type Row = Record<string, unknown>;

/**
 * Puts rows into a table in one statement and gives their ids in the same order. ON CONFLICT DO NOTHING: in visits the
 * exclusion constraints quietly leave out what does not fit, which is just what we want of an invented calendar.
 */
export async function insertRows<Id>(db: EntityManager, table: string, rows: readonly Row[]): Promise<Id[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first).join(', '); // our own words, never anybody's input
  const inserted = await db.query<{ id: Id }[]>(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)
     on conflict do nothing returning *`,
    [JSON.stringify(rows)],
  );
  return inserted.map((row) => row.id);
}

export async function insertRow<Id>(db: EntityManager, table: string, row: Row): Promise<Id> {
  const [id] = await insertRows<Id>(db, table, [row]);
  if (id === undefined) throw new Error(`A row of ${table} is there already: ${JSON.stringify(row)}`);
  return id;
}
