import type { EntityManager } from 'typeorm';
import { nameWords, sealed, sealedAddress, sealedDocument, theVault } from '../sealing/sealed';

interface SealedColumn {
  table: string;
  column: string;
  key: readonly string[];
  /** How a value is written again; it comes opened. */
  write: (value: unknown) => Record<string, unknown>;
}

const text = (column: string) => (value: unknown) => ({ [column]: sealed(String(value)) });
const document = (column: string, inTheOpen: readonly string[] = []) => {
  return (value: unknown) => ({ [column]: sealedDocument(value as object, inTheOpen) });
};

/** Everything that is sealed, in one place: a new column of this kind belongs here too. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    ...{ table: 'patient', column: 'name', key: ['id'] },
    write: (name) => ({ name: sealed(String(name)), name_words: nameWords(String(name)) }),
  },
  { table: 'patient', column: 'email', key: ['id'], write: text('email') },
  {
    ...{ table: 'contact', column: 'address', key: ['id'] },
    write: (address) => ({ address: sealedAddress(String(address)) }),
  },
  { table: 'inbox', column: 'body', key: ['id'], write: document('body') },
  { table: 'outbox', column: 'body', key: ['id'], write: document('body', ['onlyAsks']) },
  { table: 'conversation', column: 'envelope', key: ['id'], write: document('envelope') },
  { table: 'channel_memory', column: 'value', key: ['channel', 'key'], write: document('value') },
  { table: 'idempotency', column: 'answer', key: ['scope', 'key'], write: document('answer') },
  { table: 'webhook', column: 'secret', key: ['id'], write: text('secret') },
  { table: 'record_entry', column: 'body', key: ['id'], write: document('body') },
  { table: 'feedback', column: 'words', key: ['id'], write: text('words') },
];

const BATCH = 500;

/** Seals with today's key what is open, or sealed with another. Nobody else may be writing. */
export async function sealAll(db: EntityManager): Promise<number> {
  let written = 0;
  for (const column of sealedColumns)
    for (;;) {
      const now = await sealSome(db, column);
      written += now;
      if (now < BATCH) break;
    }
  return written;
}

// Nothing is left of a row that was done, so the next batch is simply asked for again.
async function sealSome(db: EntityManager, { table, column, key, write }: SealedColumn): Promise<number> {
  const rows = await db.query<Record<string, unknown>[]>(
    `select ${key.map((name) => `"${name}"`).join(', ')}, ${column} as value from ${table}
      where ${column} is not null and position($1 in ${column}::text) = 0 limit ${BATCH}`,
    [theVault().mark],
  );
  for (const row of rows) {
    const { value, ...where } = row;
    const set = Object.entries(write(value));
    const wheres = Object.entries(where);
    await db.query(
      `update ${table} set ${set.map(([name], i) => `${name} = $${i + 1}`).join(', ')}
        where ${wheres.map(([name], i) => `"${name}" = $${set.length + i + 1}`).join(' and ')}`,
      [...set, ...wheres].map(([, given]) => given),
    );
  }
  return rows.length;
}
