import { z } from 'zod';
import { sayAboutVisit } from '../conversation/desk';
import type { ClinicId, PatientId, ProviderId, ServiceId, VisitId } from '../database/ids';
import { contactOf } from '../desk/day';
import { Problem } from '../hub/errors';
import { book } from '../scheduling/book';
import { cancel, undoCancel } from '../scheduling/cancel';
import { type By, markArrived, markDone, markMissed, type Seen } from '../scheduling/change-status';
import { move } from '../scheduling/move';
import { accept, decline } from '../scheduling/requests';
import type { Outcome } from '../scheduling/types';
import { clinicOfService } from './nearest-times';
import { mayPatient } from './patient-rows';
import { type Add, type Ask, asPage, day, id, instant, ofId, page, paging, type Resource } from './route';
import { told, visit, VISIT_FROM, VISIT_ROW, visitFor, type VisitRow } from './visit-rows';
import { reachValues, within } from './within';

const STATUSES = [
  'held',
  'requested',
  'booked',
  'arrived',
  'done',
  'missed',
  'cancelled',
  'declined',
  'moved',
] as const;
const mode = z.enum(['in_person', 'video']);
const seen = z.object({ version: z.int().min(1).describe('As it was read') });
export const slot = z.object({ providerId: id, serviceId: id, starts: instant, mode: mode.default('in_person') });

const how = (ask: Ask): By => ({ by: ask.by, requestId: ask.requestId });

export const visits: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/visits', policy: 'visits.read' },
    summary: 'Visits, soonest first',
    query: z.object({
      ...{
        after: id.optional(),
        limit: paging.limit,
        clinicId: id.optional(),
        providerId: id.optional(),
        patientId: id.optional(),
      },
      ...{ from: day.optional(), to: day.optional(), status: z.array(z.enum(STATUSES)).optional() },
    }),
    answer: page(visit),
    async handle({ query: q }, ask) {
      const rows = await ask.db.query<VisitRow[]>(
        `select ${VISIT_ROW} from ${VISIT_FROM}
          where ${within(1)} and ($5::bigint is null or v.clinic_id = $5) and ($6::bigint is null or v.provider_id = $6)
            and ($7::bigint is null or v.patient_id = $7) and ($8::date is null or v.day >= $8) and ($9::date is null or v.day <= $9)
            and v.status = any($10::text[])
            and ($11::bigint is null or (v.starts, v.id) > (select a.starts, a.id from visit a where a.id = $11))
          order by v.starts, v.id limit $12`,
        [
          ...reachValues(ask.reach),
          q.clinicId,
          q.providerId,
          q.patientId,
          q.from,
          q.to,
          q.status ?? STATUSES,
          q.after,
          q.limit + 1,
        ],
      );
      const answer = asPage(rows, q.limit);
      ask.saw(answer.items.map(({ patientId }) => patientId));
      return answer;
    },
  });

  add({
    ...{ method: 'GET', url: '/visits/:id', policy: 'visits.read' },
    summary: 'One visit',
    params: ofId,
    answer: visit,
    handle: ({ params }, ask) => visitFor(ask, params.id),
  });

  add({
    ...{ method: 'POST', url: '/visits', policy: 'visits.change' },
    summary: 'Book a free time for a patient',
    body: slot.extend({ patientId: id }),
    answer: visit,
    async handle({ body }, ask) {
      const clinicId = await clinicOf(ask, body.serviceId);
      await mayPatient(ask, body.patientId);
      // A patient may book anywhere for whom they speak for; others, only where they may act.
      ask.may(ask.who.kind === 'patient' ? { patientId: body.patientId } : { clinicId, providerId: body.providerId });
      const booking = {
        slot: asSlot(body, clinicId),
        patientId: body.patientId as PatientId,
        by: ask.by,
        requestId: ask.requestId,
      };
      return tellingPatient(ask, 'accepted', await book(ask.db, booking));
    },
  });

  add({
    ...{ method: 'POST', url: '/visits/:id/move', policy: 'visits.change' },
    summary: 'Move a visit; if the new time cannot be had, the old one stays',
    params: ofId,
    body: slot.extend(seen.shape),
    answer: visit,
    async handle({ params, body }, ask) {
      const old = await visitFor(ask, params.id);
      const clinicId = await clinicOf(ask, body.serviceId);
      if (ask.who.kind !== 'patient') ask.may({ clinicId, providerId: body.providerId });
      const to = asSlot(body, clinicId);
      return tellingPatient(ask, 'moved', await move(ask.db, { id: old.id, version: body.version }, to, how(ask)));
    },
  });

  change(add, 'cancel', 'visits.change', 'Cancel a visit; its time is offered to those who wait', cancel, 'cancelled');
  change(add, 'undo-cancel', 'visits.change', 'Take a cancel back, within five minutes', undoCancel, 'accepted');
  change(add, 'arrived', 'visits.attend', 'The patient is here', markArrived);
  change(add, 'done', 'visits.attend', 'The visit has taken place', markDone);
  change(add, 'missed', 'visits.attend', 'The patient did not come', markMissed);
  change(add, 'accept', 'visits.decide', 'Accept a request', accept, 'accepted');
  const refuse: Change = (db, v, by) => decline(db, v, by);
  change(
    add,
    'decline',
    'visits.decide',
    'Decline a request; its time is offered to those who wait',
    refuse,
    'declined',
  );
};

/** Whoever did not do it themselves is told in writing, if we know where, in the same commit. */
export async function tellingPatient(ask: Ask, what: News, outcome: Outcome): Promise<VisitRow> {
  const row = await told(ask, outcome);
  const contactId =
    ask.who.kind === 'patient' || row.patientId === null
      ? undefined
      : await contactOf(ask.db, row.patientId as PatientId);
  if (contactId) await sayAboutVisit(ask.db, contactId, row.id, what);
  return row;
}

type News = Parameters<typeof sayAboutVisit>[3];

type Change = (db: Ask['db'], seen: Seen, how: By) => Promise<Outcome>;

function change(
  add: Add,
  verb: string,
  policy: 'visits.change' | 'visits.attend' | 'visits.decide',
  summary: string,
  does: Change,
  news?: News,
): void {
  add({
    ...{ method: 'POST', url: `/visits/:id/${verb}`, policy, summary },
    params: ofId,
    body: seen,
    answer: visit,
    async handle({ params, body }, ask) {
      await visitFor(ask, params.id);
      const outcome = await does(ask.db, { id: params.id as VisitId, version: body.version }, how(ask));
      return news ? tellingPatient(ask, news, outcome) : told(ask, outcome);
    },
  });
}

export async function clinicOf(ask: Ask, serviceId: number): Promise<ClinicId> {
  const clinicId = await clinicOfService(ask.db, serviceId);
  if (clinicId === undefined) throw new Problem('not_found');
  return clinicId;
}

export const asSlot = (given: z.output<typeof slot>, clinicId: ClinicId) => ({
  clinicId,
  providerId: given.providerId as ProviderId,
  serviceId: given.serviceId as ServiceId,
  starts: new Date(given.starts),
  mode: given.mode,
});
