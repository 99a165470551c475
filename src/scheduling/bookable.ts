/**
 * What can be booked. This is the one place that knows: search reads it to offer times, and booking reads it again to take
 * one, so what is offered can be booked. The constraints of migrations/003-visits.sql stand behind it and settle races.
 */

/**
 * The moment of the question, by the database's clock. Every other part reads `now`.
 * Spelt out rather than asked of clock_now(): each call of an SQL function costs more than reading the row.
 */
export const now = `
  select coalesce(clock.frozen_at, clock_timestamp() + clock.shift) as at, exists (
    select from visit v where v.overbooked_by is not null and v.status in ('held', 'requested', 'booked', 'arrived')
  ) as any_overbooked from clock`;

/** Who offers what, with every rule of the service turned into intervals once. Expects `asked` to narrow it down. */
export const offering = (asked: string, staff = false): string => `
  select ps.provider_id, sv.id as service_id, sv.clinic_id, sv.room_kind, sv.seats, sv.needs_approval, sv.modes, c.time_zone as zone,
         sv.minutes * interval '1 minute' as lasts,
         sv.buffer_before_minutes * interval '1 minute' as before,
         sv.buffer_after_minutes * interval '1 minute' as after,
         sv.start_grid_minutes * interval '1 minute' as grid,
         now.at + ${staff ? `interval '0'` : `sv.minimum_notice_minutes * interval '1 minute'`} as soonest,
         today.day as today, today.day + ${staff ? '366' : 'sv.horizon_days'} as last_day,
         p.daily_cap, sv.daily_cap as service_cap
    from now, service sv
    join clinic c on c.id = sv.clinic_id and c.closed_at is null
    join provider_service ps on ps.service_id = sv.id
    join provider p on p.id = ps.provider_id and p.left_at is null
   cross join lateral (select (now.at at time zone c.time_zone)::date as day) today
   where sv.ended_at is null and (${asked})`;

/** The states in which a visit keeps others out. Must read as in the constraints, or their indexes are of no use. */
export const BLOCKING = `status in ('held', 'requested', 'booked', 'arrived')`;

/** A hold that ran out keeps nobody out, although its row is still there until somebody collides with it. */
const LIVE = `(v.held_until is null or v.held_until > now.at)`;

/** What narrows a search inside one day. Each is an SQL expression; what does not matter is left out of the statement. */
export interface Narrowing {
  earliest?: string | undefined;
  latest?: string | undefined;
  fromMinute?: string | undefined; // of the clinic's day, by the wall clock
  toMinute?: string | undefined;
  patient?: string | undefined; // somebody who cannot be in two places
  sitting?: string | undefined; // being moved, so its own time is free for it
  shownTo?: string | undefined; // a contact: what others are looking at this moment counts as taken
  staff?: boolean | undefined; // notice and horizon bind patients, not the desk
  plain?: boolean | undefined; // the statement has made sure that nobody is overbooked and no day is capped
  claiming?: boolean | undefined; // an insert follows, and the constraints know better than a look what is taken
}

/** Most visits need no room of a kind; those that do are looked at for each room, and the rest are spared the trouble. */
export type Room = 'needed' | 'none';

/** An offering `o` is of that sort. */
export const wantsRoom = (room: Room): string => `o.room_kind is ${room === 'none' ? '' : 'not '}null`;

/**
 * For an offering `o` and a shift `s` of the same provider: the first start that fits, and its room.
 * Free time is the shift less everything that is taken; in each free piece the first start on the grid fits or none does.
 */
export const firstFit = (by: Narrowing, room: Room): string =>
  room === 'none'
    ? `select null::bigint as room_id, min(start_at) as start_at from (
         select first.start_at ${fromFreePieces(by, room)} where ${firstFits} and ${startsInside('first', by)}) fit`
    : `select room.room_id, first.start_at ${fromFreePieces(by, room)} where ${firstFits} and ${startsInside('first', by)}
        order by first.start_at, room.room_id limit 1`;

/** The same, but every start that fits. */
export const everyFit = (by: Narrowing, room: Room): string => `
  select distinct on (each.start_at) ${room === 'none' ? 'null::bigint as room_id' : 'room.room_id'}, each.start_at ${fromFreePieces(by, room)}
   cross join lateral generate_series(first.start_at, upper(piece) - o.lasts - o.after, o.grid) each(start_at)
   where ${startsInside('each', by)}
   order by each.start_at, ${room === 'none' ? '1' : 'room.room_id'}`;

const firstFits = `first.start_at + o.lasts + o.after <= upper(piece)`;

const startsInside = (fit: string, by: Narrowing): string =>
  [
    `${fit}.start_at < upper(s.starts)`,
    by.latest && `${fit}.start_at < ${by.latest}`,
    by.toMinute && `${fit}.start_at < s.midnight + ${by.toMinute} * interval '1 minute'`,
  ]
    .filter(Boolean)
    .join(' and ');

const fromFreePieces = (by: Narrowing, room: Room): string => `
    from ${room === 'none' ? '' : '(select r.id as room_id from room r where r.clinic_id = o.clinic_id and r.kind = o.room_kind) room cross join lateral'}
         unnest(tstzmultirange(s.during)${by.claiming ? '' : ` - (${everythingTaken(by, room)})`}) piece
   cross join lateral (
     select date_bin(o.grid, greatest(${notBefore(by).join(', ')}) + o.grid - interval '1 microsecond', s.midnight) as start_at
   ) first`;

const notBefore = (by: Narrowing): string[] => [
  'lower(piece) + o.before',
  'lower(s.starts)',
  'o.soonest',
  ...(by.earliest ? [by.earliest] : []),
  ...(by.fromMinute ? [`s.midnight + ${by.fromMinute} * interval '1 minute'`] : []),
];

const everythingTaken = (by: Narrowing, room: Room): string => `
  select coalesce(range_agg(during), '{}') from (${takers(by, room).join(' union all ')}) taken`;

const takers = (by: Narrowing, room: Room): string[] => [
  taken('v.during', 'v.provider_id = s.provider_id and v.during && s.during', by),
  ...(by.plain ? [] : [overbooked(by)]),
  ...(room === 'none'
    ? []
    : [taken('v.during', 'v.room_id = room.room_id and v.during && s.during', by), roomInSession]),
  ...(by.patient ? [patientElsewhere(by.patient, by)] : []),
  ...(by.shownTo ? [shownToOthers(by.shownTo)] : []),
];

const taken = (during: string, where: string, by: Narrowing): string => `
  select ${during} from visit v
   where ${where} and v.${BLOCKING} and v.overbooked_by is null and ${LIVE}
   ${by.sitting ? `and v.sitting <> ${by.sitting}` : ''}`;

// Nearly always there is none; `now` has looked.
const overbooked = (by: Narrowing): string => `
  select v.during from visit v
   where now.any_overbooked and v.provider_id = s.provider_id and v.during && s.during
     and v.${BLOCKING} and v.overbooked_by is not null
     ${by.sitting ? `and v.sitting <> ${by.sitting}` : ''}`;

const roomInSession = `
  select g.during from group_session g
   where g.room_id = room.room_id and g.during && s.during and g.cancelled_at is null`;

const patientElsewhere = (patient: string, by: Narrowing): string =>
  taken(
    keepsPatientAway('o.before', 'o.after'),
    `v.patient_id = ${patient} and tstzrange(v.starts, v.ends) && s.during`,
    by,
  );

/**
 * What another visit of the patient takes from a visit with these buffers. Buffers are the provider's: a patient may come
 * straight from elsewhere. That is no stretch of time when the buffers outlast the other visit; then it counts whole.
 */
export const keepsPatientAway = (before: string, after: string): string => `
  case when v.ends - v.starts > ${before} + ${after}
       then tstzrange(v.starts + ${after}, v.ends - ${before}) else tstzrange(v.starts, v.ends) end`;

const shownToOthers = (contact: string): string => `
  select h.during from shown h
   where h.provider_id = s.provider_id and h.until > now.at and h.contact_id <> ${contact}`;

/** A shift `s` may serve an offering `o` at all. */
export const shiftServes = `
  s.provider_id = o.provider_id and s.clinic_id = o.clinic_id and o.seats = 1 and s.modes && o.modes
  and (s.only_service_id is null or s.only_service_id = o.service_id)
  and s.day <= o.last_day and upper(s.during) > o.soonest`;

/** The day is not full yet, for the provider and for the service. */
export const belowCaps = (day: string, by: Narrowing): string => `
  (o.daily_cap is null or o.daily_cap > (${countOnDay(day, by)}))
  and (o.service_cap is null or o.service_cap > (${countOnDay(day, by)} and v.service_id = o.service_id))`;

// A visit that is moved within its day makes the day no fuller.
const countOnDay = (day: string, by: Narrowing): string => `
  select count(*) from visit v
   where v.provider_id = o.provider_id and v.day = ${day} and v.${BLOCKING} and ${LIVE}
   ${by.sitting ? `and (v.sitting <> ${by.sitting} or v.session_id is not null)` : ''}`;

/** A group session `g` has a seat for this patient. */
export const sessionHasSeat = (by: Narrowing): string => `
  g.provider_id = o.provider_id and g.service_id = o.service_id and g.cancelled_at is null and not g.away and o.seats > 1
  and g.starts >= o.soonest and g.day <= o.last_day
  and g.seats > (select count(*) from visit v where v.session_id = g.id and v.${BLOCKING} and ${LIVE})
  and not exists (select from visit v where ${inTheWayOfSession('g.id', 'g.provider_id', 'g.room_id', 'g.during')} and ${LIVE})
  ${by.patient ? `and not exists (${patientInSession(by.patient, by)})` : ''}`;

/** A visit from before the session was planned, not moved yet. Until it is, the constraints let nobody into the session. */
export const inTheWayOfSession = (id: string, provider: string, room: string, during: string): string => `
  (v.provider_id = ${provider} or v.room_id = ${room}) and v.during && ${during} and v.sitting <> -${id} and v.${BLOCKING}`;

const patientInSession = (patient: string, by: Narrowing): string =>
  taken('', `v.patient_id = ${patient} and tstzrange(v.starts, v.ends) && tstzrange(g.starts, g.ends)`, by);
