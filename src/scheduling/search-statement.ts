import { createHash } from 'node:crypto';
import type { Statement } from '../database/statements';
import type { ClinicId, ProviderId, ServiceId, SessionId } from '../database/ids';
import {
  belowCaps,
  everyFit,
  firstFit,
  type Narrowing,
  now,
  offering,
  type Room,
  sessionHasSeat,
  shiftServes,
  wantsRoom,
} from './bookable';
import { type Given, givenIn, type Places, placesOf } from './search-given';
import type { Mode, Wanted } from './types';
import type { Day } from './wall-clock';

/** The first start of each free stretch; or some of its starts, in every part of the day; or every one. */
export type Fits = 'first' | 'some' | 'every';

export interface FoundRow {
  provider_id: ProviderId;
  service_id: ServiceId;
  clinic_id: ClinicId;
  session_id?: SessionId | null; // the plain statement finds no sessions
  start_at: Date;
  end_at: Date;
  day: Day;
  midnight: Date;
  zone: string;
  mode: Mode;
}

/** Nothing was looked for, because the plain statement cannot answer. */
export type NotPlain = { [Column in keyof FoundRow]: null };

/**
 * Most questions meet services without rooms, sessions or daily caps, at a time when nobody is overbooked. The plain statement
 * answers those, and says so when it is not such a question; the full one answers all. Only starting the full plan up costs
 * as much as a whole search for one provider, even where most of it is never run.
 */
export type Reach = 'plain' | 'full';

/**
 * The statement for one shape of question. Only what was asked stands in it, so that Postgres can plan each shape once and
 * well; the shapes are few, and each keeps its name.
 */
export function search(
  wanted: Wanted,
  fits: Fits,
  reach: Reach,
  limit: number,
): { statement: Statement; values: unknown[] } {
  const given = givenIn(wanted, limit);
  return {
    statement: statementFor({ given, fits, reach, staff: wanted.staff ?? false }),
    values: given.values,
  };
}

interface Shape {
  given: Given;
  fits: Fits;
  reach: Reach;
  staff: boolean;
}

const statements = new Map<string, Statement>();

function statementFor(shape: Shape): Statement {
  const key = `${shape.fits} ${shape.reach} ${shape.staff} ${shape.given.names.join()}`;
  const known = statements.get(key) ?? written(shape);
  statements.set(key, known);
  return known;
}

function written(shape: Shape): Statement {
  const text = searchText(shape, placesOf(shape.given));
  return { name: `find_${createHash('sha1').update(text).digest('hex').slice(0, 16)}`, text };
}

function searchText({ fits, reach, staff }: Shape, at: Places): string {
  const by: Narrowing = {
    earliest: at.earliest,
    latest: at.latest,
    fromMinute: at.fromMinute,
    toMinute: at.toMinute,
    patient: at.patientId,
    sitting: at.moving,
    shownTo: at.contactId,
    plain: reach === 'plain',
  };
  return `
    with now as materialized (${now}),
    o as materialized (${offering(asked(at), staff)}),
    span as (select greatest(min(today), ${at.fromDay ?? 'null'}) as first, least(max(last_day), ${at.toDay ?? 'null'}) as last,
                    ${reach === 'plain' ? NOT_PLAIN : 'bool_or(seats > 1) as any_group, bool_or(room_kind is not null) as any_room'} from o)
    ${reach === 'plain' ? plainly(foundOn(fits, [inShifts(by, fits, 'none', at)], at), at) : fully(by, fits, at)}`;
}

// The days come in order and the limit stops them, so that a full month is only looked at when the clinic is full.
const plainly = (found: string, at: Places): string => `
    select found.*
      from (select first, last, not_plain or now.any_overbooked as not_plain from span, now) span
      left join lateral (
        select found.*
          from (select span.first + generate_series(0, case when not span.not_plain then span.last - span.first end) as day) d
         cross join lateral (${found}) found
         limit ${at.limit}) found on true
     where found.provider_id is not null or span.not_plain`;

const NOT_PLAIN = `bool_or(seats > 1 or room_kind is not null or coalesce(daily_cap, service_cap) is not null) as not_plain`;

function fully(by: Narrowing, fits: Fits, at: Places): string {
  const candidates = [
    inShifts(by, fits, 'none', at),
    `select * from (${inShifts(by, fits, 'needed', at)}) with_room where d.any_room`,
    `select * from (${inSessions(by, at)}) in_session where d.any_group`,
  ];
  return `
    select found.*
      from (select first + generate_series(0, last - first) as day, any_group, any_room from span) d
     cross join lateral (${foundOn(fits, candidates, at)}) found
     limit ${at.limit}`;
}

function foundOn(fits: Fits, candidates: string[], at: Places): string {
  const columns = `provider_id, service_id, clinic_id, start_at, end_at, day::text, midnight, zone, mode${candidates.length > 1 ? ', session_id' : ''}`;
  const all = candidates.join(' union all ');
  if (fits === 'every') return `select ${columns} from (${all}) candidate order by start_at, tie`;
  if (fits === 'first' && at.provider) return `select ${columns} from (${all}) candidate order by start_at`;
  // Overlapping hours give one start twice, which must not count as two.
  const nth = fits === 'first' ? 'row_number' : 'dense_rank';
  return `
    select ${columns} from (
      select *, ${nth}() over (partition by ${QUARTER} order by start_at, tie) as nth from (${all}) candidate
    ) ranked where nth <= ${fits === 'first' ? 2 : `${at.limit} / ${PARTS}`} order by start_at, tie`;
}

/** Of the starts of a free stretch, each part of a day gives its share of those that are looked at: two days' worth. */
export const PARTS = 8;

// Early and late morning, early and late afternoon: a choice of times, not six people who are all free at nine.
const QUARTER = ['10', '12', '15'].map((hour) => `(start_at >= midnight + interval '${hour} hours')::int`).join(' + ');

// Among providers who are free at the same moment, the order changes from day to day: nobody is always first.
const TIE = `hashint8(o.provider_id # (s.day - date '2000-01-01')) as tie`;

const inShifts = (by: Narrowing, fits: Fits, room: Room, at: Places): string => `
  select o.provider_id, o.service_id, o.clinic_id, null::bigint as session_id, fit.start_at, fit.start_at + o.lasts as end_at,
         s.day, s.midnight, o.zone, ${modeOf('s.modes', at)}, ${TIE}
    from now cross join o join shift s on ${shiftServes}
   cross join lateral (${fits === 'first' ? firstFit(by, room) : everyFit(by, room)}) fit
   where s.day = d.day and ${wantsRoom(room)} and fit.start_at is not null
     and ${by.plain ? 'true' : belowCaps('s.day', by)} and ${onWeekday('s.day', at)} and ${inMode('s.modes', at)}`;

function inSessions(by: Narrowing, at: Places): string {
  const limits = [
    by.earliest && `s.starts >= ${by.earliest}`,
    by.latest && `s.starts < ${by.latest}`,
    by.fromMinute && `s.starts >= s.midnight + ${by.fromMinute} * interval '1 minute'`,
    by.toMinute && `s.starts < s.midnight + ${by.toMinute} * interval '1 minute'`,
    onWeekday('s.day', at),
  ];
  return `
    select o.provider_id, o.service_id, o.clinic_id, s.id, s.starts, s.ends, s.day, s.midnight, o.zone, ${modeOf('o.modes', at)}, ${TIE}
      from now, o cross join lateral (
        -- The midnight from which the wall clock counts to the start; on a day of change it is not the real one.
        select g.*, g.starts - (g.starts at time zone o.zone - g.day::timestamp) as midnight from group_session g
         where g.day = d.day and ${sessionHasSeat(by)}
      ) s
     where ${limits.filter(Boolean).join(' and ')}`;
}

const onWeekday = (day: string, at: Places): string =>
  at.weekdays ? `extract(isodow from ${day})::int = any(${at.weekdays})` : 'true';

// The mode that was asked for, or else the first that both the service and the hours allow.
const modeOf = (modes: string, at: Places): string =>
  `${at.mode ?? `case when 'in_person' = any(o.modes) and 'in_person' = any(${modes}) then 'in_person' else 'video' end`} as mode`;

const inMode = (modes: string, at: Places): string => (at.mode ? `${modes} @> array[${at.mode}]` : 'true');

// One id is asked for plainly: with `any` the planner reckons with ten and reads whole tables.
function asked(at: Places): string {
  const conditions = [
    at.provider && `ps.provider_id = ${at.provider}`,
    at.providers && `ps.provider_id = any(${at.providers})`,
    at.service && `sv.id = ${at.service}`,
    at.services && `sv.id = any(${at.services})`,
    !at.service && !at.services && 'sv.usual',
    at.clinic && `sv.clinic_id = ${at.clinic}`,
    at.clinics && `sv.clinic_id = any(${at.clinics})`,
    at.specialty && `sv.specialty = ${at.specialty}`,
    at.language && `p.languages @> array[${at.language}]`,
    at.mode && `sv.modes @> array[${at.mode}]`,
  ];
  return conditions.filter(Boolean).join(' and ');
}
