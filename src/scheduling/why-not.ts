import type { PatientId, SittingId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { BLOCKING, inTheWayOfSession, keepsPatientAway } from './bookable';
import { isStaff } from './claim';
import { ruleAgainstWords } from './possible';
import type { Actor, Rule, Slot } from './types';

/**
 * Every rule that stands against a time, most telling first; none means it can be booked. For the desk, who want to know,
 * and for the reply, which must not say "taken" when the doctor is on leave.
 */
export async function whyNot(db: Database, slot: Slot, asked: Asked): Promise<Rule[]> {
  const impossible = ruleAgainstWords(slot);
  if (impossible) return [impossible];
  const [found] = await run<Facts>(db, facts, [
    slot.providerId,
    slot.serviceId,
    slot.starts,
    slot.mode,
    asked.patientId ?? null,
    asked.moving ?? null,
    asked.freely ?? isStaff(asked.by),
  ]);
  if (!found?.provider) return ['no_such_provider'];
  if (!found.service) return ['no_such_service'];
  if (!found.gives_it) return ['not_offered_here'];
  return ORDER.filter((rule) => found[rule]);
}

export interface Asked {
  patientId?: PatientId | null;
  moving?: SittingId | undefined;
  by: Actor;
  /** Notice and horizon do not bind it, as they do not bind the desk. */
  freely?: boolean;
}

type Facts = { provider: boolean; service: boolean; gives_it: boolean } & Record<Exclude<Rule, Unknown>, boolean>;
type Unknown = 'impossible_time' | 'no_such_provider' | 'no_such_service' | 'not_offered_here';

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

const OTHERS = `v.${BLOCKING} and (v.held_until is null or v.held_until > w.now)
  and (v.sitting is distinct from $6::bigint or v.session_id is not null)`;

const ON_THAT_DAY = `select count(*) from visit v where v.provider_id = w.provider_id and v.day = w.day and ${OTHERS}`;

// The same rules as bookable.ts, each on its own. test/scheduling/offered-is-bookable.test.ts holds the two together.
const facts: Statement = {
  name: 'why_not',
  text: `
    with w as (
      select clock_now() as now, $3::timestamptz as starts, p.id as provider_id, sv.*, c.time_zone, c.closed_at,
             p.daily_cap as provider_cap, made.until_day,
             sv.buffer_before_minutes * interval '1 minute' as before, sv.buffer_after_minutes * interval '1 minute' as after,
             coalesce(g.ends, $3::timestamptz + sv.minutes * interval '1 minute') as ends,
             coalesce(g.during, tstzrange($3::timestamptz - sv.buffer_before_minutes * interval '1 minute',
                                          $3::timestamptz + (sv.minutes + sv.buffer_after_minutes) * interval '1 minute')) as during,
             ($3::timestamptz at time zone c.time_zone)::date as day,
             g.id as session_id, g.room_id as session_room, g.seats as session_seats
        from (select $1::bigint as id, daily_cap from (select 1) one left join provider on provider.id = $1 and left_at is null) p
        left join service sv on sv.id = $2 and sv.ended_at is null
        left join clinic c on c.id = sv.clinic_id
        left join shifts_made made on made.provider_id = p.id and made.clinic_id = c.id
        left join group_session g on sv.seats > 1 and g.provider_id = p.id and g.service_id = sv.id
             and g.starts = $3 and g.cancelled_at is null),
    s as (
      select s.modes @> array[$4::text] as right_mode, s.during @> w.during as fits,
             s.starts @> w.starts and mod(extract(epoch from w.starts - s.midnight), w.start_grid_minutes * 60) = 0 as begins
        from w join shift s on s.provider_id = w.provider_id and s.clinic_id = w.clinic_id and s.during @> w.starts and w.seats = 1
             and (s.only_service_id is null or s.only_service_id = w.id)),
    -- One shift must meet all the rules: each is asked of those that met the ones before.
    in_mode as (select * from s where right_mode or not exists (select from s where right_mode)),
    begun as (select * from in_mode where begins or not exists (select from in_mode where begins))
    select exists (select from provider where id = $1 and left_at is null) as provider,
           w.id is not null as service,
           exists (select from provider_service ps where ps.provider_id = $1 and ps.service_id = $2) as gives_it,
           w.closed_at is not null as clinic_closed_down,
           w.starts < w.now as in_the_past,
           not $7::boolean and w.starts < w.now + w.minimum_notice_minutes * interval '1 minute' as too_soon,
           w.day > (w.now at time zone w.time_zone)::date + case when $7 then 366 else w.horizon_days end
             or (w.seats = 1 and coalesce(w.day > w.until_day, false)) as too_far_ahead,
           exists (select from closure x where x.clinic_id = w.clinic_id and x.ended_at is null and x.during && w.during) as clinic_closed,
           exists (select from leave x where x.provider_id = w.provider_id and x.ended_at is null and x.during && w.during) as on_leave,
           case when w.seats > 1 then w.session_id is null else not exists (select from s) end as not_working,
           not w.modes @> array[$4::text] or exists (select from in_mode where not right_mode) as wrong_mode,
           exists (select from begun where not begins) as off_the_grid,
           exists (select from begun) and not exists (select from begun where fits) as does_not_fit,
           case when w.seats = 1
                then exists (select from visit v where v.provider_id = w.provider_id and v.during && w.during and ${OTHERS})
                else exists (select from visit v where ${inTheWayOfSession('w.session_id', 'w.provider_id', 'w.session_room', 'w.during')}
                                and ${OTHERS}) end as taken,
           w.room_kind is not null and w.seats = 1 and not exists (
             select from room r where r.clinic_id = w.clinic_id and r.kind = w.room_kind
                and not exists (select from visit v where v.room_id = r.id and v.during && w.during and v.overbooked_by is null and ${OTHERS})
                and not exists (select from group_session x where x.room_id = r.id and x.during && w.during and x.cancelled_at is null)) as no_room,
           w.seats = 1 and (coalesce(w.provider_cap <= (${ON_THAT_DAY}), false)
             or coalesce(w.daily_cap <= (${ON_THAT_DAY} and v.service_id = w.id), false)) as day_full,
           w.session_seats <= (select count(*) from visit v where v.session_id = w.session_id and ${OTHERS}) as session_full,
           exists (select from visit v where v.patient_id = $5::bigint and v.overbooked_by is null and ${OTHERS} and case when w.seats = 1
                     then tstzrange(v.starts, v.ends) && w.during and ${keepsPatientAway('w.before', 'w.after')} && w.during
                     else tstzrange(v.starts, v.ends) && tstzrange(w.starts, w.ends) end) as patient_elsewhere
      from w`,
};
