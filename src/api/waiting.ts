import { z } from 'zod';
import type { ClinicId, ContactId, PatientId, ProviderId, ServiceId, SpecialtyCode, WaitingId } from '../database/ids';
import { Problem } from '../hub/errors';
import { joinWaitingList, leaveWaitingList } from '../scheduling/waiting-list';
import { note } from './directory';
import { mayPatient } from './patient-rows';
import { asPage, day, id, ofId, page, paging, type Resource } from './route';

const waiting = z.object({
  id, clinicId: id, patientId: id, patient: z.string(), specialty: z.string(), serviceId: id.nullable(), providerId: id.nullable(),
  fromDay: z.string(), toDay: z.string(), joinedAt: z.string(), offers: z.int(),
}); // prettier-ignore
type Row = z.output<typeof waiting>;

const offer = z.object({
  id, openingId: id, clinicId: id, patientId: id, patient: z.string(), provider: z.string(), service: z.string(), starts: z.string(),
  timeZone: z.string(), wave: z.int(), status: z.string(), opening: z.string(), at: z.string(), expiresAt: z.string(), answeredAt: z.string().nullable(),
  reason: z.record(z.string(), z.unknown()).describe('The place in the line and what it came from'),
}); // prettier-ignore

const OFFERS = `
  select f.id, f.opening_id as "openingId", o.clinic_id as "clinicId", w.patient_id as "patientId", p.name as patient, d.name as provider,
         s.name as service, v.starts, c.time_zone as "timeZone", f.wave, f.status, o.status as opening, f.created_at as at,
         f.expires_at as "expiresAt", f.answered_at as "answeredAt", f.reason
    from waiting_offer f join opening o on o.id = f.opening_id join waiting w on w.id = f.waiting_id join patient p on p.id = w.patient_id
    join visit v on v.id = o.freed_visit_id join provider d on d.id = v.provider_id join service s on s.id = v.service_id
    join clinic c on c.id = o.clinic_id
   where ($1 or o.clinic_id = any($2::bigint[])) and ($3::bigint is null or o.clinic_id = $3)
   order by f.opening_id desc, f.wave, f.id limit $4`;

export const waitingList: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/waiting', policy: 'waiting.read' },
    summary: 'Who would come earlier, in the order in which they joined',
    query: z.object({ ...paging, clinicId: id.optional(), specialty: z.string().max(40).optional() }),
    answer: page(waiting),
    async handle({ query: q }, ask) {
      const { everywhere, clinics, patients } = ask.reach;
      const rows = await ask.db.query<Row[]>(
        `select w.id, w.clinic_id as "clinicId", w.patient_id as "patientId", p.name as patient, w.specialty, w.service_id as "serviceId",
                w.provider_id as "providerId", w.from_day::text as "fromDay", w.to_day::text as "toDay", w.joined_at as "joinedAt", w.offers
           from waiting w join patient p on p.id = w.patient_id
          where w.status = 'waiting' and w.id > $4 and ($1::boolean or w.clinic_id = any($2::bigint[]) or w.patient_id = any($3::bigint[]))
            and ($5::bigint is null or w.clinic_id = $5) and ($6::text is null or w.specialty = $6)
          order by w.id limit $7`,
        [everywhere, clinics, patients, q.after ?? 0, q.clinicId, q.specialty, q.limit + 1],
      );
      const answer = asPage(rows, q.limit);
      ask.saw(answer.items.map(({ patientId }) => patientId));
      return answer;
    },
  });

  add({
    ...{ method: 'POST', url: '/waiting', policy: 'waiting.write' },
    summary: 'Put somebody on the waiting list; who waits already gets the new wishes and keeps the place',
    body: z.object({ clinicId: id, patientId: id, specialty: z.string().max(40), fromDay: day, toDay: day, serviceId: id.optional(), providerId: id.optional() }), // prettier-ignore
    async handle({ body }, ask) {
      const who = await mayPatient(ask, body.patientId);
      ask.may(ask.who.kind === 'patient' ? { patientId: body.patientId } : { clinicId: body.clinicId });
      const contact = who.contacts.find(({ stopped }) => !stopped);
      if (!contact) throw new Problem('not_acceptable', { about: { detail: NO_PHONE } });
      if (body.toDay < body.fromDay) throw new Problem('not_acceptable', { about: { detail: BACKWARDS } });
      const known = await ask.db.query<unknown[]>('select from specialty where code = $1', [body.specialty]);
      const clinic = await ask.db.query<unknown[]>('select from clinic where id = $1 and closed_at is null', [
        body.clinicId,
      ]);
      if (known.length + clinic.length < 2) throw new Problem('not_found');
      const waitingId = await joinWaitingList(ask.db, {
        ...{ clinicId: body.clinicId as ClinicId, patientId: who.id as PatientId, contactId: contact.id as ContactId },
        ...{ specialty: body.specialty as SpecialtyCode, fromDay: body.fromDay, toDay: body.toDay },
        ...(body.serviceId && { serviceId: body.serviceId as ServiceId }),
        ...(body.providerId && { providerId: body.providerId as ProviderId }),
      });
      await note(ask, 'waiting_joined', `waiting:${waitingId}`, body.clinicId);
      return { id: waitingId };
    },
  });

  add({
    ...{ method: 'GET', url: '/offers', policy: 'offers.read' },
    summary: 'Freed times and to whom they were offered, newest first, with why it was them',
    query: z.object({ clinicId: id.optional(), limit: paging.limit }),
    answer: z.object({ items: z.array(offer) }),
    async handle({ query: q }, ask) {
      const { everywhere, clinics } = ask.reach;
      const items = await ask.db.query<{ patientId: number }[]>(OFFERS, [everywhere, clinics, q.clinicId, q.limit]);
      ask.saw(items.map(({ patientId }) => patientId));
      return { items };
    },
  });

  add({
    ...{ method: 'DELETE', url: '/waiting/:id', policy: 'waiting.write' },
    summary: 'Leave the waiting list',
    params: ofId,
    async handle({ params }, ask) {
      const [row] = await ask.db.query<{ clinicId: number; patientId: number }[]>(
        'select clinic_id as "clinicId", patient_id as "patientId" from waiting where id = $1',
        [params.id],
      );
      if (!row) throw new Problem('not_found');
      ask.may(row);
      const left = await leaveWaitingList(ask.db, params.id as WaitingId);
      if (left) await note(ask, 'waiting_left', `waiting:${params.id}`, row.clinicId);
      return { left };
    },
  });
};

const NO_PHONE = 'Nobody could be told of a free time: there is no phone that we may write to.';
const BACKWARDS = 'The last day is before the first.';
