import { z } from 'zod';
import { Problem } from '../hub/errors';
import { day, id, type Resource } from './route';
import type { VisitRow } from './visit-rows';
import { reachValues, within } from './within';

const LONGEST_DAYS = 42;

/** Everything that a page with a calendar shows, in one answer: who works when, and who comes. */
export const calendar: Resource = (add) =>
  add({
    ...{ method: 'GET', url: '/calendar', policy: 'visits.read' },
    summary: 'A clinic by days: providers, their working time, and visits',
    query: z.object({ clinicId: id, from: day, to: day }),
    async handle({ query: q }, ask) {
      const span = (+new Date(q.to) - +new Date(q.from)) / 86_400_000;
      if (span < 0 || span > LONGEST_DAYS)
        throw new Problem('not_acceptable', { about: { detail: 'Ask for up to six weeks.' } });
      const reach = reachValues(ask.reach);
      const [clinic] = await ask.db.query<{ timeZone: string; today: string }[]>(
        `select time_zone as "timeZone", (clock_now() at time zone time_zone)::date::text as today from clinic c where id = $5
            and ($1::boolean or id = any($2::bigint[])
                 or exists (select from shifts_made m where m.clinic_id = c.id and m.provider_id = any($3::bigint[]))
                 or exists (select from visit v where v.clinic_id = c.id and v.patient_id = any($4::bigint[])))`,
        [...reach, q.clinicId],
      );
      if (!clinic) throw new Problem('not_found');
      const visits = await ask.db.query<(VisitRow & { patient: string | null })[]>(
        `select v.id, v.reference, v.status, v.version, v.provider_id as "providerId", v.service_id as "serviceId", v.mode,
                v.starts, v.ends, v.patient_id as "patientId", n.name as patient
           from visit v left join patient n on n.id = v.patient_id
          where ${within(1)} and v.clinic_id = $5 and v.day between $6 and $7
            and v.status in ('held', 'requested', 'booked', 'arrived', 'done', 'missed')
            and (v.held_until is null or v.held_until > clock_now())
          order by v.starts, v.id limit 5000`,
        [...reach, q.clinicId, q.from, q.to],
      );
      ask.saw(visits.map(({ patientId }) => patientId));
      const working = await ask.db.query<object[]>(
        `select s.provider_id as "providerId", lower(s.during) as "from", upper(s.during) as "to" from shift s
          where s.clinic_id = $5 and s.day between $6 and $7
            and ($1::boolean or s.clinic_id = any($2::bigint[]) or s.provider_id = any($3::bigint[]) or $4::bigint[] is null)
          order by s.provider_id, s.during`,
        [...reach, q.clinicId, q.from, q.to],
      );
      const providers = await ask.db.query<object[]>(
        `select p.id, p.name from provider p where p.left_at is null
            and exists (select from shifts_made m where m.provider_id = p.id and m.clinic_id = $5)
            and ($1::boolean or $5 = any($2::bigint[]) or p.id = any($3::bigint[]) or $4::bigint[] is null)
          order by p.name, p.id`,
        [...reach, q.clinicId],
      );
      return { ...clinic, providers, working, visits };
    },
  });
