import { checkAudit } from '../../../src/audit/check';
import { sealNewRows } from '../../../src/audit/seal';
import type { Database } from '../../../src/database/statements';
import { Secret } from '../../../src/secret';
import type { Random } from '../random';
import type { Play } from './in-world';

const SECRET = new Secret('k'.repeat(32));

/** Somebody who may do everything to the database, and has no key. Each change is looked at and undone. */
export const tampering: Play = async (w, { random, quick }) => {
  for (let seal = 0; seal < 12; seal++) {
    await w.db.query(
      `insert into audit (clinic_id, actor, action, subject, request_id, details)
       select $1, 'staff:' || n % 7, (array['read', 'corrected', 'cancelled'])[1 + n % 3], 'patient:' || n, 'r' || n, jsonb_build_object('n', n)
         from generate_series(1, 40) n`,
      [w.clinic],
    );
    await w.db.query(`update clock set frozen_at = frozen_at + interval '15 minutes'`);
    await sealNewRows(w.dataSource.manager, SECRET);
  }
  const { newest, wrong } = await checkAudit(w.db, SECRET);
  const count = quick ? 40 : 100;
  const kinds: Record<string, number> = {};
  const unseen: string[] = [];
  for (let i = 0; i < count; i++) {
    const name = random.pick(Object.keys(TAMPER));
    kinds[name] = (kinds[name] ?? 0) + 1;
    if (!(await isSeen(w.dataSource.manager, TAMPER[name]!, random, newest ?? undefined))) unseen.push(name);
  }
  return {
    counts: { changes: count, ...kinds },
    invariants: { 'every change of the log is found': unseen.length, 'an unchanged log holds': wrong.length },
  };
};

class Undone extends Error {}

async function isSeen(db: Database, tamper: Tamper, random: Random, kept: string | undefined): Promise<boolean> {
  let seen = false;
  await db
    .transaction(async (tx) => {
      await tx.query(`set local session_replication_role = replica`); // whoever owns the database can do this: no trigger stands in the way
      await tamper(tx, random);
      seen = (await checkAudit(tx, SECRET, kept)).wrong.length > 0;
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return seen;
}

type Tamper = (tx: Database, random: Random) => Promise<unknown>;

const some = (table: string): string => `(select id from ${table} order by id offset $1::int limit 1)`;
const nth = (random: Random, most: number): number => random.pick(Array.from({ length: most }, (_, i) => i));
const edit = (set: string): Tamper => (tx, random) => tx.query(`update audit set ${set} where id = ${some('audit')}`, [nth(random, 400)]); // prettier-ignore
const editSeal = (set: string): Tamper => (tx, random) => tx.query(`update audit_seal set ${set} where id = ${some('audit_seal')}`, [nth(random, 12)]); // prettier-ignore

const TAMPER: Record<string, Tamper> = {
  actor: edit(`actor = 'staff:99'`),
  action: edit(`action = action || 'x'`),
  subject: edit(`subject = 'patient:99999'`),
  time: edit(`at = at + interval '1 second'`),
  clinic: edit(`clinic_id = null`),
  request: edit(`request_id = null`),
  details: edit(`details = details || '{"n": -1}'`),
  gone: (tx, random) => tx.query(`delete from audit where id = ${some('audit')}`, [nth(random, 400)]),
  swapped: (tx, random) =>
    tx.query(
      `update audit a set subject = b.subject, actor = b.actor, details = b.details from audit b
        where a.id = ${some('audit')} and b.id = (select max(id) from audit where subject <> a.subject)`,
      [nth(random, 400)],
    ),
  slippedIn: (tx) =>
    tx.query(`insert into audit (at, actor, action, subject) select min(at), 'staff:1', 'read', 'patient:1' from audit`), // prettier-ignore
  sealGone: (tx, random) => tx.query(`delete from audit_seal where id = ${some('audit_seal')}`, [nth(random, 12)]),
  endCutOff: (tx) =>
    tx.query(
      `with cut as (delete from audit_seal where id = (select max(id) from audit_seal) returning ids) delete from audit a using cut where cut.ids @> a.id`,
    ),
  allGone: async (tx) => {
    await tx.query('delete from audit_seal');
    await tx.query('delete from audit');
  },
  root: editSeal(`root = repeat('0', 64)`),
  count: editSeal(`count = count + 1`),
  chain: editSeal(`previous = 'x'`),
  seal: editSeal(`seal = reverse(seal)`),
  sealTime: editSeal(`sealed_at = sealed_at + interval '1 second'`),
  forged: (tx, random) =>
    tx.query(
      `with changed as (update audit set actor = 'staff:99' where id = ${some('audit')} returning id)
       update audit_seal s set root = encode(sha256(convert_to(s.root, 'utf8')), 'hex') from changed where s.ids @> changed.id`,
      [nth(random, 400)],
    ),
};
