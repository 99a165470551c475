import type { PatientId, VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import { cancel } from '../scheduling/cancel';
import type { Actor } from '../scheduling/types';
import { forgetCopies, forgetMessages, knownOf } from './forget-words';

export interface Erased {
  visitsCancelled: number;
  messages: number;
  contacts: number;
  entries: number;
}

/** Stands where a name was: the visits that a clinic must be able to account for stay, and are nobody's. */
export const NOBODY = '—';

/**
 * Everything that says who somebody is, and every word they said or that was written of them, is removed. Their visits stay
 * as times without a person. What cannot be undone is done in one transaction, with a line in the log that names nobody.
 */
export async function erase(
  db: Database,
  patientId: PatientId,
  { by, reason, requestId }: { by: Actor; reason: string; requestId?: string },
): Promise<Erased | undefined> {
  const [patient] = await db.query<{ erased: boolean; clinicId: number | null }[]>(
    'select erased_at is not null as erased, clinic_id as "clinicId" from patient where id = $1 for update',
    [patientId],
  );
  if (!patient || patient.erased) return undefined;
  const known = await knownOf(db, patientId);
  const visitsCancelled = await cancelWhatIsComing(db, patientId, by);
  // A calendar that was told of a visit is told no more: there is no address left to tell it at.
  await db.query('delete from invitation where visit_id in (select id from visit where patient_id = $1)', [patientId]);
  await db.query(`update waiting set status = 'left' where patient_id = $1 and status = 'waiting'`, [patientId]);
  const messages = await forgetMessages(db, patientId, known);
  await forgetCopies(db, patientId, known);
  const entries = await forgetRecord(db, patientId);
  await db.query('update feedback set words = null where visit_id in (select id from visit where patient_id = $1)', [
    patientId,
  ]);
  const contacts = await forgetContacts(db, patientId, known.contacts.filter(({ alone }) => alone).map(({ id }) => id)); // prettier-ignore
  await db.query(
    `update patient set name = $2, name_words = '{}', birth_date = null, sex = null, email = null, language = 'en', erased_at = clock_now()
      where id = $1`,
    [patientId, NOBODY],
  );
  const erased = { visitsCancelled, messages, contacts, entries };
  await db.query(
    `insert into audit (clinic_id, actor, action, subject, request_id, details) values ($1, $2, 'erased', 'patient:' || $3::bigint, $4, $5)`,
    [patient.clinicId, by, patientId, requestId ?? null, JSON.stringify({ reason, ...erased })],
  );
  return erased;
}

/** As the system does it: the limits of the clinic on late cancelling bind somebody who comes, not somebody who leaves for good. */
async function cancelWhatIsComing(db: Database, patientId: PatientId, by: Actor): Promise<number> {
  const coming = await db.query<{ id: VisitId; version: number; status: string }[]>(
    `select id, version, status from visit where patient_id = $1 and status in ('held', 'requested', 'booked') order by id`,
    [patientId],
  );
  let cancelled = 0;
  for (const visit of coming) {
    const outcome = await cancel(db, visit, { by });
    if (outcome.kind === 'settled') cancelled++;
  }
  await db.query(
    `update timer set settled_at = clock_now() where settled_at is null and visit_id in (select id from visit where patient_id = $1)`,
    [patientId],
  );
  return cancelled;
}

async function forgetRecord(db: Database, patientId: PatientId): Promise<number> {
  await db.query('delete from record_permission where patient_id = $1', [patientId]);
  const [, entries] = await db.query<[unknown, number]>('delete from record_entry where patient_id = $1', [patientId]);
  return entries;
}

/** An address that spoke for nobody else is forgotten; that it wants no messages stays known as long as the row does. */
async function forgetContacts(db: Database, patientId: PatientId, alone: number[]): Promise<number> {
  await db.query('delete from sign_in where contact_id = any($1::bigint[])', [alone]);
  await db.query('delete from phone_code where contact_id = any($1::bigint[])', [alone]);
  await db.query('delete from model_use where contact_id = any($1::bigint[])', [alone]);
  await db.query('update feedback set words = null where contact_id = any($1::bigint[])', [alone]);
  await db.query('delete from contact_patient where patient_id = $1', [patientId]);
  const [, forgotten] = await db.query<[unknown, number]>(
    `update contact set address = 'erased:' || id, language = null, time_zone = null, verified_at = null,
            stopped_at = coalesce(stopped_at, clock_now()), unreachable_at = coalesce(unreachable_at, clock_now())
      where id = any($1::bigint[])`,
    [alone],
  );
  return forgotten;
}
