import type { ApiKeyId, ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { hashOf, newToken } from './keys';
import { noteSecurity } from './note';
import { type Action, scopes, type Who } from './policy';

const PREFIX = 'miadi_';
export const LONGEST_DAYS = 366;

export const looksLikeKey = (text: string): boolean => text.startsWith(PREFIX);

export interface NewKey {
  name: string;
  clinicId: ClinicId;
  scopes: Action[];
  days: number;
}

/** The key is shown once, here; we keep its hash. */
export async function makeKey(db: Database, key: NewKey, by: string): Promise<{ id: ApiKeyId; key: string }> {
  if (key.scopes.length === 0 || key.scopes.some((scope) => !scopes.includes(scope)))
    throw new RangeError('A key needs scopes, out of the list');
  const token = `${PREFIX}${newToken()}`;
  const [row] = await db.query<{ id: ApiKeyId }[]>(
    `insert into api_key (key_hash, name, clinic_id, scopes, made_by, ends_at)
     values ($1, $2, $3, $4, $5, clock_now() + $6::integer * interval '1 day') returning id`,
    [hashOf(token), key.name, key.clinicId, key.scopes, by, Math.min(key.days, LONGEST_DAYS)],
  );
  if (!row) throw new Error('No key was made');
  await noteSecurity(db, by, 'key_made', `key:${row.id}`, { clinicId: key.clinicId, details: { scopes: key.scopes } });
  return { id: row.id, key: token };
}

export interface KnownKey {
  id: ApiKeyId;
  name: string;
  clinicId: ClinicId;
  scopes: string[];
  madeAt: Date;
  usedAt: Date | null;
  endsAt: Date;
}

export const keysOf = (db: Database, clinics: readonly number[] | null): Promise<KnownKey[]> =>
  db.query<KnownKey[]>(
    `select id, name, clinic_id as "clinicId", scopes, made_at as "madeAt", used_at as "usedAt", ends_at as "endsAt" from api_key
      where ended_at is null and ($1::bigint[] is null or clinic_id = any($1)) order by id`,
    [clinics],
  );

export async function endKey(
  db: Database,
  keyId: number,
  clinics: readonly number[] | null,
  by: string,
): Promise<boolean> {
  const [rows] = await db.query<[{ clinic: number }[], number]>(
    `update api_key set ended_at = clock_now() where id = $1 and ended_at is null and ($2::bigint[] is null or clinic_id = any($2))
     returning clinic_id as clinic`,
    [keyId, clinics],
  );
  if (!rows[0]) return false;
  await noteSecurity(db, by, 'key_ended', `key:${keyId}`, { clinicId: rows[0].clinic });
  return true;
}

/** Who uses this key. */
export async function whoHolds(db: Database, key: string): Promise<{ who: Who; now: Date } | undefined> {
  const [row] = await db.query<{ id: number; clinicId: ClinicId; scopes: string[]; now: Date }[]>(
    `select id, clinic_id as "clinicId", scopes, clock_now() as now from api_key
      where key_hash = $1 and ended_at is null and ends_at > clock_now()`,
    [hashOf(key)],
  );
  if (!row) return undefined;
  await db.query(
    `update api_key set used_at = clock_now() where id = $1 and coalesce(used_at < clock_now() - interval '1 minute', true)`,
    [row.id],
  );
  const { now, ...key_ } = row;
  return { now, who: { kind: 'key', grants: [], patients: [], ...key_ } };
}
