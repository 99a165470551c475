import type { ContactId, PatientId } from '../database/ids';
import type { Database } from '../database/statements';

export interface Consent {
  contactId: ContactId;
  channel: string;
  scope: string;
  given: boolean;
  wording: string;
  at: Date;
}

/** What was agreed to and what was taken back, by the addresses that speak for a patient; the newest first. */
export const consentsOf = (db: Database, patientId: PatientId, only: number | null = null): Promise<Consent[]> =>
  db.query<Consent[]>(
    `select k.id as "contactId", k.channel, n.scope, n.given, n.wording, n.at
       from contact_patient cp join contact k on k.id = cp.contact_id join consent n on n.contact_id = k.id
      where cp.patient_id = $1 and ($2::bigint is null or k.id = $2) order by n.id desc limit 500`,
    [patientId, only],
  );

/** From this commit on nothing that was not asked for leaves for this address, or again everything does. */
export async function setMessages(db: Database, contactId: number, wanted: boolean, wording: string): Promise<void> {
  await db.query(
    'update contact set stopped_at = case when $2 then null else coalesce(stopped_at, clock_now()) end where id = $1',
    [...[contactId, wanted]],
  );
  await db.query(`insert into consent (contact_id, scope, given, wording) values ($1, 'all', $2, $3)`, [
    ...[contactId, wanted, wording],
  ]);
  if (wanted) return;
  await db.query(
    `update outbox set status = 'suppressed', why = 'stopped', settled_at = clock_now()
      where contact_id = $1 and status = 'pending' and kind <> 'reply'`,
    [contactId],
  );
}
