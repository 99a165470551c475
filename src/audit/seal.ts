import { createHmac, hkdfSync } from 'node:crypto';
import type { Database } from '../database/statements';
import type { Secret } from '../secret';

/** The times of a row as text, and its fields in one order: what a root is made over. */
const ROW = `jsonb_build_array(a.id, a.at, a.clinic_id, a.actor, a.action, a.subject, a.request_id, a.details)::text`;
export const ROOT = `encode(sha256(string_agg(sha256(convert_to(${ROW}, 'utf8')), ''::bytea order by a.id)), 'hex')`;

/** A transaction lasts seconds. A row that was begun longer ago than this many seals, and only now appears, was put there by other means. */
const LOOK_BACK = 600;
const AT_ONCE = 20_000;

export interface Seal {
  id: number;
  ids: string;
  count: number;
  root: string;
  previous: string;
  seal: string;
  sealedAt: Date;
}

export const sealKey = (secret: Secret): Buffer =>
  Buffer.from(hkdfSync('sha256', secret.reveal(), '', 'miadi audit seals', 32));

/** Over what the seal says and over the one before it. Without the key nobody can make another chain that fits. */
export const sealOver = (key: Buffer, { ids, count, root, previous, sealedAt }: Omit<Seal, 'seal' | 'id'>): string =>
  createHmac('sha256', key).update([previous, ids, count, root, sealedAt.toISOString()].join('\n')).digest('base64url');

/** Seals what was committed since the last time, and says how many rows. One process does it at a time. */
export async function sealNewRows(db: Database, secret: Secret): Promise<number> {
  return db.transaction(async (tx) => {
    const [turn] = await tx.query<{ ours: boolean }[]>(
      `select pg_try_advisory_xact_lock(hashtext('audit seals')) as ours`,
    );
    if (!turn?.ours) return 0;
    const [last] = await tx.query<{ seal: string }[]>('select seal from audit_seal order by id desc limit 1');
    const [fresh] = await tx.query<(Omit<Seal, 'seal' | 'previous'> & { ids: string | null })[]>(UNSEALED, [
      LOOK_BACK,
      AT_ONCE,
    ]);
    if (!fresh || fresh.ids === null) return 0;
    const made = { ...fresh, previous: last?.seal ?? '' };
    await tx.query(
      'insert into audit_seal (ids, count, root, previous, seal, sealed_at) values ($1, $2, $3, $4, $5, $6)',
      [...[made.ids, made.count, made.root, made.previous], ...[sealOver(sealKey(secret), made), made.sealedAt]],
    );
    return fresh.count;
  });
}

// Whole milliseconds, because that is what a Date keeps, and the seal is made over it.
const UNSEALED = `
  with recent as (select ids from audit_seal order by id desc limit $1),
  fresh as (
    select a.* from audit a
     where a.id >= (select case when count(*) < $1 then 0 else min(lower(ids)) end from recent) and not exists (select from recent r where r.ids @> a.id)
     order by a.id limit $2)
  select range_agg(int8range(a.id, a.id, '[]'))::text as ids, count(*)::integer as count, ${ROOT} as root,
         date_trunc('milliseconds', clock_now()) as "sealedAt"
    from fresh a`;
