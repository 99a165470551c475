import type { EntityManager } from 'typeorm';
import { checkAudit } from '../../src/audit/check';
import { sealNewRows } from '../../src/audit/seal';
import { Secret } from '../../src/secret';
import { freshDatabase, type FreshDatabase } from '../database';
import { seeded } from '../prove/random';

const SECRET = new Secret('k'.repeat(32));
let fresh: FreshDatabase;
let db: EntityManager;
beforeEach(async () => {
  fresh = await freshDatabase();
  db = fresh.dataSource.manager;
  await db.query(`update clock set frozen_at = '2026-06-01T08:00:00Z'`);
});
afterEach(() => fresh.drop());

const write = (count: number, name = 'read', on = db) =>
  on.query(
    `insert into audit (actor, action, subject, details) select 'staff:' || n % 7, $2, 'patient:' || n, jsonb_build_object('n', n) from generate_series(1, $1::integer) n`,
    [count, name],
  );

async function log(seals: number, rows: number): Promise<void> {
  for (let i = 0; i < seals; i++) {
    await write(rows);
    await db.query(`update clock set frozen_at = frozen_at + interval '15 minutes'`);
    expect(await sealNewRows(db, SECRET)).toBe(rows);
  }
}

test('what was written is sealed once, and holds', async () => {
  await log(5, 20);
  expect(await sealNewRows(db, SECRET)).toBe(0);
  expect(await checkAudit(db, SECRET)).toMatchObject({ seals: 5, rows: 100, wrong: [] });
});

test('a row with an earlier number that is committed later gets into the next seal', async () => {
  const runner = fresh.dataSource.createQueryRunner();
  await runner.startTransaction();
  await write(1, 'slow', runner.manager);
  await log(2, 3);
  await runner.commitTransaction();
  await runner.release();
  expect(await sealNewRows(db, SECRET)).toBe(1);
  expect(await checkAudit(db, SECRET)).toMatchObject({ seals: 3, rows: 7 });
});

test('several processes seal each row once', async () => {
  await write(50);
  await Promise.all(Array.from({ length: 6 }, () => sealNewRows(db, SECRET)));
  expect(await checkAudit(db, SECRET)).toMatchObject({ rows: 50, wrong: [] });
});

test('with another key the chain is not ours', async () => {
  await log(2, 2);
  expect((await checkAudit(db, new Secret('x'.repeat(32)))).wrong).toHaveLength(2);
});

test('an end that was cut off is missed by whoever kept a seal', async () => {
  await log(4, 5);
  const { newest } = await checkAudit(db, SECRET);
  await asOwner(async (tx) => {
    await tx.query('delete from audit where id > 10');
    await tx.query('delete from audit_seal where id > 2');
    expect((await checkAudit(tx, SECRET)).wrong).toEqual([]);
    expect((await checkAudit(tx, SECRET, newest!)).wrong).toHaveLength(1);
  });
});

/** Somebody with every right in the database; what they do is undone afterwards. */
async function asOwner(work: (tx: EntityManager) => Promise<void>): Promise<void> {
  const undone = new Error('undone');
  await db
    .transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await work(tx);
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
}

test('a hundred random tamperings, a hundred found', async () => {
  await log(12, 25);
  const { next: random } = seeded(7);
  const anyRow = () => 1 + Math.floor(random() * 300);
  const anySeal = () => 1 + Math.floor(random() * 12);
  const tamper: ((tx: EntityManager) => Promise<unknown>)[] = [
    (tx) => tx.query(`update audit set actor = 'staff:99' where id = $1`, [anyRow()]),
    (tx) => tx.query(`update audit set at = at + interval '1 microsecond' where id = $1`, [anyRow()]),
    (tx) => tx.query(`update audit set details = details || '{"n": -1}' where id = $1`, [anyRow()]),
    (tx) => tx.query('update audit set request_id = $2 where id = $1', [anyRow(), 'x']),
    (tx) => tx.query('delete from audit where id = $1', [anyRow()]),
    (tx) => tx.query('delete from audit where id between $1 and $1 + 3', [Math.min(anyRow(), 290)]),
    (tx) => swap(tx, anyRow(), anyRow()),
    (tx) => tx.query(`insert into audit (id, at, actor, action, subject) overriding system value values ($1, '2026-06-01T08:00:01Z', 'x', 'x', 'x')`, [10_000 + anyRow()]), // prettier-ignore
    (tx) => tx.query('delete from audit_seal where id = $1', [anySeal()]),
    (tx) => tx.query(`update audit_seal set root = reverse(root) where id = $1`, [anySeal()]),
    (tx) => tx.query('update audit_seal set count = count + 1 where id = $1', [anySeal()]),
    (tx) => tx.query(`update audit_seal set sealed_at = sealed_at - interval '1 second' where id = $1`, [anySeal()]),
    (tx) => rewrite(tx, anySeal()),
  ];
  // Cutting off the newest seal is seen only by who has kept it, so somebody has.
  const kept = (await checkAudit(db, SECRET)).newest!;
  let found = 0;
  for (let i = 0; i < 100; i++)
    await asOwner(async (tx) => {
      await tamper[i % tamper.length]!(tx);
      if ((await checkAudit(tx, SECRET, kept)).wrong.length > 0) found++;
    });
  expect(found).toBe(100);
  expect((await checkAudit(db, SECRET)).wrong).toEqual([]);
});

/** Two rows exchange what they say; their numbers stay. */
async function swap(tx: EntityManager, one: number, other: number): Promise<void> {
  const second = one === other ? (other % 300) + 1 : other;
  await tx.query(
    `update audit a set subject = b.subject, details = b.details, actor = b.actor from audit b
      where (a.id, b.id) in (($1::bigint, $2::bigint), ($2::bigint, $1::bigint))`,
    [one, second],
  );
  // Two rows that said the same would be no tampering; one word makes sure.
  await tx.query(`update audit set action = 'swapped' where id = $1`, [one]);
}

/** A row is changed, and the root with it, as well as somebody without the key can. */
async function rewrite(tx: EntityManager, seal: number): Promise<void> {
  await tx.query(
    `update audit set subject = 'patient:0' where id = (select lower(ids) from audit_seal where id = $1)`,
    [seal],
  );
  await tx.query(
    `update audit_seal s set root = (select encode(sha256(string_agg(sha256(convert_to(jsonb_build_array(a.id, a.at, a.clinic_id, a.actor,
       a.action, a.subject, a.request_id, a.details)::text, 'utf8')), ''::bytea order by a.id)), 'hex') from audit a where s.ids @> a.id) where id = $1`,
    [seal],
  );
}

test('nobody changes a row or a seal by our own connection', async () => {
  await log(1, 2);
  for (const statement of ['update audit set actor = $1', 'delete from audit_seal where seal <> $1'])
    await expect(db.query(statement, ['x'])).rejects.toThrow('only grows');
  await expect(db.query('truncate audit_seal')).rejects.toThrow('only grows');
});
