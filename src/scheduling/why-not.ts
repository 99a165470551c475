import type { PatientId, SittingId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { BLOCKING } from './bookable';
import { isStaff } from './claim';
import type { Actor, Rule, Slot } from './types';

/**
 * Every rule that stands against a time, most telling first; none means it can be booked. For the desk, who want to know,
 * and for the reply, which must not say "taken" when the doctor is on leave.
 */
export async function whyNot(
  db: Database,
  slot: Slot,
  asked: { patientId?: PatientId | null; moving?: SittingId | undefined; by: Actor },
): Promise<Rule[]> {
  const [found] = await run<Facts>(db, facts, [
    slot.providerId,
    slot.serviceId,
    slot.starts,
    slot.mode,
    asked.patientId ?? null,
    asked.moving ?? null,
  ]);
  if (!found?.provider) return ['no_such_provider'];
  if (!found.service) return ['no_such_service'];
  if (!found.gives_it) return ['not_offered_here'];
  return against(found, isStaff(asked.by));
}

type Facts = { provider: boolean; service: boolean; gives_it: boolean } & Record<Exclude<Rule, Unknown>, boolean>;
type Unknown = 'no_such_provider' | 'no_such_service' | 'not_offered_here';

/** In the order of the telling: what nobody can change, then what the clinic decided, then what others did. */
const ORDER: Exclude<Rule, Unknown>[] = [
  'clinic_closed_down',
  'in_the_past',
  'too_soon',
  'too_far_ahead',
  'clinic_closed',
  'on_leave',
  'not_working',
  'wrong_mode',
  'off_the_grid',
  'does_not_fit',
  'taken',
  'no_room',
  'day_full',
  'session_full',
  'patient_elsewhere',
];

function against(found: Facts, byStaff: boolean): Rule[] {
  const waived: Rule[] = byStaff ? ['too_soon', 'too_far_ahead'] : [];
  return ORDER.filter((rule) => found[rule] && !waived.includes(rule));
}

const OTHERS = `v.${BLOCKING} and (v.held_until is null or v.held_until > w.now) and v.sitting is distinct from $6::bigint`;

// The same rules as bookable.ts, each on its own. test/scheduling/offered-is-bookable.test.ts holds the two together.
const facts: Statement = {
  name: 'why_not',
  text: `
    with w as (
      select clock_now() as now, $3::timestamptz as starts, p.id as provider_id, sv.*, c.time_zone, c.closed_at,
             p.daily_cap as provider_cap,
             $3::timestamptz + sv.minutes * interval '1 minute' as ends,
             tstzrange($3::timestamptz - sv.buffer_before_minutes * interval '1 minute',
                       $3::timestamptz + (sv.minutes + sv.buffer_after_minutes) * interval '1 minute') as during,
             ($3::timestamptz at time zone c.time_zone)::date as day
        from (select $1::bigint as id, daily_cap from (select 1) one left join provider on provider.id = $1 and left_at is null) p
        left join service sv on sv.id = $2 and sv.ended_at is null
        left join clinic c on c.id = sv.clinic_id),
    s as (
      select s.*, s.starts @> w.starts as begins, mod(extract(epoch from w.starts - s.midnight), w.start_grid_minutes * 60) = 0 as on_grid,
             s.during @> w.during as fits
        from w join shift s on s.provider_id = w.provider_id and s.clinic_id = w.clinic_id and s.during @> w.starts
             and (s.only_service_id is null or s.only_service_id = w.id)),
    g as (select g.* from w join group_session g on g.provider_id = w.provider_id and g.service_id = w.id
           and g.starts = w.starts and g.cancelled_at is null)
    select exists (select from provider where id = $1 and left_at is null) as provider,
           w.id is not null as service,
           exists (select from provider_service ps where ps.provider_id = $1 and ps.service_id = $2) as gives_it,
           w.closed_at is not null as clinic_closed_down,
           w.starts < w.now as in_the_past,
           w.starts < w.now + w.minimum_notice_minutes * interval '1 minute' as too_soon,
           w.day > (w.now at time zone w.time_zone)::date + w.horizon_days as too_far_ahead,
           exists (select from closure x where x.clinic_id = w.clinic_id and x.ended_at is null and x.during && w.during) as clinic_closed,
           exists (select from leave x where x.provider_id = w.provider_id and x.ended_at is null and x.during && w.during) as on_leave,
           case when w.seats > 1 then not exists (select from g) else not exists (select from s) end as not_working,
           not w.modes @> array[$4::text] or (w.seats = 1 and exists (select from s) and not exists (select from s where s.modes @> array[$4::text])) as wrong_mode,
           w.seats = 1 and exists (select from s) and not exists (select from s where s.begins and s.on_grid) as off_the_grid,
           w.seats = 1 and exists (select from s) and not exists (select from s where s.fits) as does_not_fit,
           w.seats = 1 and exists (select from visit v where v.provider_id = w.provider_id and v.during && w.during and ${OTHERS}) as taken,
           w.room_kind is not null and w.seats = 1 and not exists (
             select from room r where r.clinic_id = w.clinic_id and r.kind = w.room_kind
                and not exists (select from visit v where v.room_id = r.id and v.during && w.during and v.overbooked_by is null and ${OTHERS})
                and not exists (select from group_session x where x.room_id = r.id and x.during && w.during and x.cancelled_at is null)) as no_room,
           coalesce(w.provider_cap <= (select count(*) from visit v where v.provider_id = w.provider_id and v.day = w.day and ${OTHERS}), false)
             or coalesce(w.daily_cap <= (select count(*) from visit v where v.provider_id = w.provider_id and v.day = w.day
                                            and v.service_id = w.id and ${OTHERS}), false) as day_full,
           exists (select from g where g.seats <= (select count(*) from visit v where v.session_id = g.id and ${OTHERS})) as session_full,
           exists (select from visit v where v.patient_id = $5::bigint and v.overbooked_by is null
                      and tstzrange(v.starts, v.ends) && tstzrange(w.starts, w.ends) and ${OTHERS}) as patient_elsewhere
      from w`,
};
