/**
 * What can be booked. This is the one place that knows: search reads it to offer times, and booking reads it again to take
 * one, so what is offered can be booked. The constraints of migrations/003-visits.sql stand behind it and settle races.
 */

/** Who offers what, with every rule of the service turned into intervals once. Expects `asked` to narrow it down. */
export const offering = (asked: string): string => `
  select ps.provider_id, sv.id as service_id, sv.clinic_id, sv.room_kind, sv.seats, sv.modes,
         sv.minutes * interval '1 minute' as lasts,
         sv.buffer_before_minutes * interval '1 minute' as before,
         sv.buffer_after_minutes * interval '1 minute' as after,
         sv.start_grid_minutes * interval '1 minute' as grid,
         now.at + sv.minimum_notice_minutes * interval '1 minute' as soonest,
         (now.at at time zone c.time_zone)::date + sv.horizon_days as last_day,
         p.daily_cap, sv.daily_cap as service_cap
    from now, service sv
    join clinic c on c.id = sv.clinic_id and c.closed_at is null
    join provider_service ps on ps.service_id = sv.id
    join provider p on p.id = ps.provider_id and p.left_at is null
   where sv.ended_at is null and (${asked})`;

/** The states in which a visit keeps others out. Must read as in the constraints, or their indexes are of no use. */
export const BLOCKING = `status in ('held', 'requested', 'booked', 'arrived')`;

/** A hold that ran out keeps nobody out, although its row is still there until somebody collides with it. */
const LIVE = `(v.held_until is null or v.held_until > now.at)`;

/** What narrows a search inside one day; each is an SQL expression, 'null' where it does not matter. */
export interface Narrowing {
  earliest: string;
  latest: string;
  fromMinute: string; // of the clinic's day, by the wall clock
  toMinute: string;
  patient: string; // somebody who cannot be in two places
  sitting: string; // being moved, so its own time is free for it
  shownTo: string; // leave out what other people are looking at this moment; 'null' to count it in
}

const minutes = (expression: string): string => `(${expression})::integer * interval '1 minute'`;

/**
 * For an offering `o` and a shift `s` of the same provider: the first start that fits, and its room.
 * Free time is the shift less everything that is taken; in each free piece the first start on the grid fits or none does.
 */
export const firstFit = (by: Narrowing): string => `
  select room.room_id, fit.start_at
    from (select null::bigint as room_id where o.room_kind is null
          union all
          select r.id from room r where r.clinic_id = o.clinic_id and r.kind = o.room_kind) room
   cross join lateral (
     select coalesce(range_agg(taken.during), '{}') as during from (
       select v.during from visit v
        where v.provider_id = s.provider_id and v.during && s.during and v.${BLOCKING} and v.overbooked_by is null
          and ${LIVE} and v.sitting is distinct from ${by.sitting}
       union all
       select v.during from visit v
        where v.provider_id = s.provider_id and v.during && s.during and v.${BLOCKING} and v.overbooked_by is not null
          and v.sitting is distinct from ${by.sitting}
       union all
       select v.during from visit v
        where room.room_id is not null and v.room_id = room.room_id and v.during && s.during and v.${BLOCKING}
          and v.overbooked_by is null and ${LIVE} and v.sitting is distinct from ${by.sitting}
       union all
       select g.during from group_session g
        where room.room_id is not null and g.room_id = room.room_id and g.during && s.during and g.cancelled_at is null
       union all
       select tstzrange(v.starts, v.ends) from visit v
        where ${by.patient} is not null and v.patient_id = ${by.patient} and tstzrange(v.starts, v.ends) && s.during
          and v.${BLOCKING} and v.overbooked_by is null and ${LIVE} and v.sitting is distinct from ${by.sitting}
       union all
       select h.during from shown h
        where ${by.shownTo} is not null and h.provider_id = s.provider_id and h.until > now.at and h.contact_id <> ${by.shownTo}
     ) taken
   ) taken
   cross join lateral unnest(tstzmultirange(s.during) - taken.during) piece
   cross join lateral (
     select date_bin(o.grid,
       greatest(lower(piece) + o.before, lower(s.starts), o.soonest, s.midnight + ${minutes(by.fromMinute)}, ${by.earliest})
         + o.grid - interval '1 microsecond', s.midnight) as start_at
   ) fit
   where fit.start_at + o.lasts + o.after <= upper(piece)
     and fit.start_at < upper(s.starts)
     and (${by.latest} is null or fit.start_at < ${by.latest})
     and (${by.toMinute} is null or fit.start_at < s.midnight + ${minutes(by.toMinute)})
   order by fit.start_at, room.room_id
   limit 1`;

/** A shift `s` may serve an offering `o` at all. */
export const shiftServes = `
  s.provider_id = o.provider_id and s.clinic_id = o.clinic_id and o.seats = 1 and s.modes && o.modes
  and (s.only_service_id is null or s.only_service_id = o.service_id)
  and s.day <= o.last_day and upper(s.during) > o.soonest`;

/** The day is not full yet, for the provider and for the service. */
export const belowCaps = (day: string): string => `
  (o.daily_cap is null or o.daily_cap > (
     select count(*) from visit v where v.provider_id = o.provider_id and v.day = ${day} and v.${BLOCKING} and ${LIVE}))
  and (o.service_cap is null or o.service_cap > (
     select count(*) from visit v
      where v.provider_id = o.provider_id and v.day = ${day} and v.service_id = o.service_id and v.${BLOCKING} and ${LIVE}))`;

/** A group session `g` has a seat for this patient. */
export const sessionHasSeat = (by: Pick<Narrowing, 'patient'>): string => `
  g.provider_id = o.provider_id and g.service_id = o.service_id and g.cancelled_at is null and o.seats > 1
  and g.starts >= o.soonest and g.day <= o.last_day
  and g.seats > (select count(*) from visit v where v.session_id = g.id and v.${BLOCKING} and ${LIVE})
  and (${by.patient} is null or not exists (
    select from visit v where v.patient_id = ${by.patient} and v.${BLOCKING} and v.overbooked_by is null and ${LIVE}
      and tstzrange(v.starts, v.ends) && tstzrange(g.starts, g.ends)))`;
