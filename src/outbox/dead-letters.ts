import type { ClinicId, OutboxId } from '../database/ids';
import type { Database } from '../database/statements';

export interface DeadLetter {
  id: OutboxId;
  clinicId: ClinicId | null;
  kind: string;
  channel: string;
  status: 'failed' | 'undelivered' | 'dead';
  why: string | null;
  at: Date;
}

/** What did not get through, newest first; whom it was for and what it said are read with the conversation. */
export const deadLetters = (db: Database, clinicId?: ClinicId, most = 100): Promise<DeadLetter[]> =>
  db.query<DeadLetter[]>(
    `select o.id, o.clinic_id as "clinicId", o.kind, k.channel, o.status, o.why, o.settled_at as at
       from outbox o join contact k on k.id = o.contact_id
      where o.status in ('failed', 'undelivered', 'dead') and ($1::bigint is null or o.clinic_id = $1)
      order by o.settled_at desc limit $2`,
    [clinicId ?? null, most],
  );

/** Sends again what somebody has looked into. Asked twice, it is sent once; a stop, or a visit that has changed, still counts. */
export async function redrive(db: Database, ids: readonly OutboxId[], by: string): Promise<OutboxId[]> {
  const rows = await db.query<{ id: OutboxId }[]>(
    `with driven as (
       update outbox set status = 'pending', due_at = clock_now(), tries = 0, resends = 0, settled_at = null, why = null
        where id = any($1) and status in ('failed', 'undelivered', 'dead') returning id, clinic_id),
     audited as (insert into audit (clinic_id, actor, action, subject) select clinic_id, $2, 'redriven', 'outbox:' || id from driven)
     select id from driven`,
    [ids, by],
  );
  return rows.map(({ id }) => id);
}
