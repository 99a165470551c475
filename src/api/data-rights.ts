import { z } from 'zod';
import type { ClinicId, ContactId, PatientId } from '../database/ids';
import { openCase } from '../desk/open-case';
import { Problem } from '../hub/errors';
import { setMessages } from '../patients/consents';
import { erase } from '../patients/erase';
import { everythingOf } from '../patients/everything';
import { type Kept, keepFor, retentionNow, retentionRules } from '../patients/retention';
import { note } from './directory';
import { notSo } from './family';
import { mayPatient } from './patient-rows';
import { type Ask, line, ofId, type Resource } from './route';
import { VISIT_FROM, VISIT_ROW } from './visit-rows';

const KEPT = Object.keys(retentionRules) as [Kept, ...Kept[]];

/** What somebody may ask of us about what we know of them. */
export const dataRights: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/patients/:id/export', policy: 'patients.export' },
    summary: 'Everything that is kept of a patient, to take away',
    params: ofId,
    async handle({ params }, ask) {
      const { reach } = ask;
      const patient = await mayPatient(ask, params.id);
      const isOwner = ask.who.kind === 'patient';
      // What happened in another clinic is for the patient and for that clinic.
      const theirs = isOwner || reach.everywhere ? null : reach.clinics;
      const of = (sql: string): Promise<object[]> => ask.db.query<object[]>(sql, [params.id, theirs]);
      return {
        patient,
        visits: await of(
          `select ${VISIT_ROW} from ${VISIT_FROM} where v.patient_id = $1 and ($2::bigint[] is null or v.clinic_id = any($2)) order by v.starts`,
        ),
        waiting: await of(
          `select specialty, from_day::text as "fromDay", to_day::text as "toDay", status, joined_at as "joinedAt" from waiting
            where patient_id = $1 and ($2::bigint[] is null or clinic_id = any($2)) order by id`,
        ),
        ...(isOwner && (await everythingOf(ask.db, patient.id as PatientId, ask.who.id))),
      };
    },
  });

  add({
    ...{ method: 'POST', url: '/patients/:id/erasure', policy: 'patients.erase' },
    summary:
      'Asked by a patient: messages end at once and the clinic is told. By an administrator: it is done, for good',
    params: ofId,
    body: z.object({ reason: line(200).optional() }),
    answer: z.object({
      ...{ done: z.boolean(), visitsCancelled: z.int().optional(), messages: z.int().optional() },
      ...{ contacts: z.int().optional(), entries: z.int().optional() },
    }),
    async handle({ params, body }, ask) {
      await mayPatient(ask, params.id);
      if (ask.who.kind === 'patient') return askForErasure(ask, params.id);
      if (!body.reason) throw notSo('Say why: that the patient asked for it, and when.');
      await mayInEveryClinic(ask, params.id);
      const about = { by: ask.by, reason: body.reason, requestId: ask.requestId };
      const erased = await erase(ask.db, params.id as PatientId, about);
      if (!erased) throw new Problem('gone');
      return { done: true, ...erased };
    },
  });

  add({
    ...{ method: 'GET', url: '/retention', policy: 'retention.write' },
    summary: 'For how many days what is kept',
    async handle(_given, ask) {
      void ask.reach;
      return { items: await retentionNow(ask.db) };
    },
  });

  add({
    ...{ method: 'PUT', url: '/retention/:what', policy: 'retention.write' },
    summary: 'Keep something longer or shorter; only for administrators of the whole house',
    params: z.object({ what: z.enum(KEPT) }),
    body: z.object({ days: z.int().min(1).max(36_500) }),
    async handle({ params, body }, ask) {
      if (!ask.reach.everywhere) throw new Problem('forbidden');
      await keepFor(ask.db, params.what, body.days, ask.by);
      return { items: await retentionNow(ask.db) };
    },
  });
};

/** As in the conversation: nobody is erased by a program while a duty to keep records may stand against it. */
async function askForErasure(ask: Ask, patientId: number): Promise<{ done: boolean }> {
  const contactId = ask.who.id as ContactId;
  const [contact] = await ask.db.query<{ clinicId: ClinicId | null }[]>(
    `select coalesce(k.clinic_id, p.clinic_id, (select v.clinic_id from visit v where v.patient_id = p.id order by v.id desc limit 1)) as "clinicId"
       from contact k, patient p where k.id = $1 and p.id = $2`,
    [contactId, patientId],
  );
  await ask.db.query(`update waiting set status = 'left' where patient_id = $1 and status = 'waiting'`, [patientId]);
  await setMessages(ask.db, contactId, false, 'page');
  const whose = { tx: ask.db, contactId, clinicId: contact?.clinicId ?? null };
  await openCase(whose, 'data_erasure', { details: { patients: [patientId] }, by: ask.by });
  await note(ask, 'erasure_asked', `patient:${patientId}`, contact?.clinicId ?? null);
  return { done: false };
}

/** Erased is erased everywhere, so it is for whoever answers for every clinic in which the patient was. */
async function mayInEveryClinic(ask: Ask, patientId: number): Promise<void> {
  const clinics = await ask.db.query<{ clinicId: number }[]>(
    `select clinic_id as "clinicId" from visit where patient_id = $1 union select clinic_id from patient where id = $1 and clinic_id is not null`,
    [patientId],
  );
  if (!ask.reach.everywhere && clinics.some(({ clinicId }) => !ask.reach.clinics.includes(clinicId as ClinicId)))
    throw new Problem('forbidden', { about: { detail: 'This patient was in other clinics too: only an administrator of the whole house may do this.' } }); // prettier-ignore
}
