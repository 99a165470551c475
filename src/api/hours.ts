import { z } from 'zod';
import type { ClinicId, LeaveId, ProviderId, ServiceId } from '../database/ids';
import { Problem } from '../hub/errors';
import type { Interval } from '../scheduling/intervals';
import { blockTime, closeClinic, setWorkingHours, unblockTime, visitsDuring } from '../scheduling/work-time';
import type { Visit } from '../scheduling/types';
import { note } from './directory';
import { type Ask, day, id, instant, line, ofId, type Resource } from './route';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const hours = z.object({
  weekday: z.int().min(1).max(7).describe('Monday is 1'),
  starts: time,
  ends: time.describe('Not after `starts`: the next morning'),
  everyWeeks: z.int().min(1).max(52).default(1),
  fromDay: day,
  toDay: day.nullable().default(null),
  modes: z
    .array(z.enum(['in_person', 'video']))
    .min(1)
    .max(2)
    .default(['in_person']),
  onlyServiceId: id.nullable().default(null),
  breaks: z
    .array(z.object({ starts: time, ends: time }))
    .max(10)
    .default([]),
});
const span = z.object({ from: instant, to: instant, preview: z.boolean().default(false).describe('Only say who would be affected') }); // prettier-ignore

const asInterval = ({ from, to }: { from: string; to: string }): Interval => ({
  from: +new Date(from),
  to: +new Date(to),
});

export const workTime: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/providers/:id/hours', policy: 'hours.read' },
    summary: 'Working hours, breaks and leave of a provider',
    params: ofId,
    async handle({ params }, ask) {
      const { reach } = ask;
      const own = reach.everywhere || reach.providers.includes(params.id as ProviderId);
      if (!own && reach.clinics.length === 0) throw new Problem('not_found');
      const items = await ask.db.query<object[]>(
        `select h.clinic_id as "clinicId", h.weekday, to_char(h.starts, 'HH24:MI') as starts, to_char(h.ends, 'HH24:MI') as ends,
                h.every_weeks as "everyWeeks", h.from_day::text as "fromDay", h.to_day::text as "toDay", h.modes,
                h.only_service_id as "onlyServiceId",
                coalesce((select jsonb_agg(jsonb_build_object('starts', to_char(b.starts, 'HH24:MI'), 'ends', to_char(b.ends, 'HH24:MI')) order by b.starts)
                            from working_break b where b.working_hours_id = h.id), '[]') as breaks
           from working_hours h where h.provider_id = $1 and ($2 or h.clinic_id = any($3)) order by h.clinic_id, h.weekday, h.starts`,
        [params.id, own, reach.clinics],
      );
      const leave = await ask.db.query<object[]>(
        `select l.id, l.kind, lower(l.during) as "from", upper(l.during) as "to", l.note from leave l
          where l.provider_id = $1 and l.ended_at is null and upper(l.during) > clock_now()
            and ($2 or exists (select from shifts_made m where m.provider_id = $1 and m.clinic_id = any($3))) order by l.during`,
        [params.id, own, reach.clinics],
      );
      return { items, leave };
    },
  });

  add({
    ...{ method: 'PUT', url: '/providers/:id/clinics/:clinicId/hours', policy: 'hours.write' },
    summary: 'Set the weekly hours of a provider in a clinic; visits already made stay',
    params: z.object({ id, clinicId: id }),
    body: z.object({ items: z.array(hours).max(60) }),
    async handle({ params, body }, ask) {
      await mayOfProvider(ask, params.id, params.clinicId);
      const plan = body.items.map((each) => ({ ...each, onlyServiceId: each.onlyServiceId as ServiceId | null }));
      await setWorkingHours(ask.db, params.id as ProviderId, params.clinicId as ClinicId, plan);
      await note(ask, 'hours_set', `provider:${params.id}`, params.clinicId);
      return { id: params.id };
    },
  });

  add({
    ...{ method: 'POST', url: '/providers/:id/leave', policy: 'hours.write' },
    summary: 'Leave, illness or a blocked hour; or, as a preview, who would be affected',
    params: ofId,
    body: span.extend({
      kind: z.enum(['leave', 'illness', 'blocked']).default('blocked'),
      note: z.string().max(200).default(''),
    }),
    async handle({ params, body }, ask) {
      const providerId = params.id as ProviderId;
      await mayOfProvider(ask, params.id, null);
      const during = asInterval(body);
      if (body.preview) return { affected: affected(ask, await visitsDuring(ask.db, { providerId }, during)) };
      const blocked = await blockTime(ask.db, { providerId, during, kind: body.kind, note: body.note, by: ask.by });
      return { leaveId: blocked.leaveId, affected: affected(ask, blocked.affected) };
    },
  });

  add({
    ...{ method: 'DELETE', url: '/leave/:id', policy: 'hours.write' },
    summary: 'Give blocked time back',
    params: ofId,
    async handle({ params }, ask) {
      const [leave] = await ask.db.query<{ providerId: number }[]>('select provider_id as "providerId" from leave where id = $1 and ended_at is null', [params.id]); // prettier-ignore
      if (!leave) throw new Problem('not_found');
      await mayOfProvider(ask, leave.providerId, null);
      return { ended: await unblockTime(ask.db, params.id as LeaveId, ask.by) };
    },
  });

  add({
    ...{ method: 'POST', url: '/clinics/:id/closures', policy: 'closures.write' },
    summary: 'Shut a clinic for a while; or, as a preview, who would be affected',
    params: ofId,
    body: span.extend({ name: line(100) }),
    async handle({ params, body }, ask) {
      ask.may({ clinicId: params.id });
      const clinicId = params.id as ClinicId;
      const during = asInterval(body);
      if (body.preview) return { affected: affected(ask, await visitsDuring(ask.db, { clinicId }, during)) };
      const closed = await closeClinic(ask.db, { clinicId, during, name: body.name, by: ask.by });
      return { affected: affected(ask, closed.affected) };
    },
  });

  add({
    ...{ method: 'GET', url: '/clinics/:id/closures', policy: 'hours.read' },
    summary: 'When a clinic will be shut',
    params: ofId,
    async handle({ params }, ask) {
      ask.may({ clinicId: params.id });
      return {
        items: await ask.db.query<object[]>(
          `select id, name, lower(during) as "from", upper(during) as "to" from closure
            where clinic_id = $1 and ended_at is null and upper(during) > clock_now() order by during`,
          [params.id],
        ),
      };
    },
  });
};

/** A provider's time is changed by themselves, or by the desk of a clinic in which they work. */
export async function mayOfProvider(ask: Ask, providerId: number, clinicId: number | null): Promise<void> {
  const { reach } = ask;
  if (reach.everywhere || reach.providers.includes(providerId as ProviderId)) return;
  const works = await ask.db.query<{ clinicId: number }[]>(
    `select clinic_id as "clinicId" from shifts_made where provider_id = $1 union select clinic_id from working_hours where provider_id = $1`,
    [providerId],
  );
  // Leave is leave everywhere, so one clinic alone cannot enter it for somebody who also works elsewhere.
  const asked = clinicId === null ? works : [{ clinicId }];
  if (asked.length === 0) throw new Problem('not_found');
  for (const each of asked) ask.may(each);
  if (clinicId !== null && !works.some((one) => one.clinicId === clinicId)) throw new Problem('not_found');
}

export function affected(ask: Ask, visits: Visit[]): object[] {
  ask.saw(visits.map(({ patientId }) => patientId));
  return visits.map(({ id: visitId, reference, starts, ends, day: on, patientId, status, version, providerId }) => ({
    ...{ id: visitId, reference, starts, ends, day: on, patientId, status, version, providerId },
  }));
}
