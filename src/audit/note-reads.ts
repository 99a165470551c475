import type { Database } from '../database/statements';

/** One line for each person whose record was looked at. It is written before the answer leaves, or there is no answer. */
export async function noteReads(
  db: Database,
  read: { patients: readonly number[]; actor: string; requestId: string; route: string },
): Promise<void> {
  const patients = [...new Set(read.patients)];
  if (patients.length === 0) return;
  await db.query(
    `insert into audit (actor, action, subject, request_id, details)
     select $1, 'read', 'patient:' || id, $3, jsonb_build_object('route', $4::text) from unnest($2::bigint[]) as id`,
    [read.actor, patients, read.requestId, read.route],
  );
}
