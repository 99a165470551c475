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
import type { Mode, Wanted } from './types';
import type { Day } from './wall-clock';

/** The first start of each free stretch; or some of its starts, in every part of the day; or every one. */
export type Fits = 'first' | 'some' | 'every';

export interface FoundRow {
  provider_id: ProviderId;
  service_id: ServiceId;
  clinic_id: ClinicId;
  session_id: SessionId | null;
  start_at: Date;
  end_at: Date;
  day: Day;
  midnight: Date;
  zone: string;
  modes: Mode[];
  shift_modes: Mode[];
}

/**
 * The statement for one shape of question. Only what was asked stands in it, so that Postgres can plan each shape once and
 * well; the shapes are few, and each keeps its name.
 */
export function search(wanted: Wanted, fits: Fits, limit: number): { statement: Statement; values: unknown[] } {
  const values: unknown[] = [];
  const given: Given = (value, type) => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const text = searchText(wanted, fits, given, given(limit, 'integer'));
  return { statement: { name: `find_${createHash('sha1').update(text).digest('hex').slice(0, 16)}`, text }, values };
}

/** Adds a parameter and says where it stands. */
type Given = (value: unknown, type: string) => string;

function searchText(wanted: Wanted, fits: Fits, given: Given, limit: string): string {
  const ifGiven = (value: unknown, type: string) => (value === undefined ? undefined : given(value, type));
  const by: Narrowing = {
    earliest: ifGiven(wanted.earliest, 'timestamptz'),
    latest: ifGiven(wanted.latest, 'timestamptz'),
    fromMinute: ifGiven(wanted.fromMinute, 'integer'),
    toMinute: ifGiven(wanted.toMinute, 'integer'),
    patient: ifGiven(wanted.patientId, 'bigint'),
    sitting: ifGiven(wanted.moving, 'bigint'),
    shownTo: ifGiven(wanted.contactId, 'bigint'),
  };
  return `
    with now as materialized (${now}),
    o as materialized (${offering(asked(wanted, given), wanted.staff)}),
    span as (select greatest(min(today), ${wanted.fromDay ? given(wanted.fromDay, 'date') : 'null'}) as first,
                    least(max(last_day), ${wanted.toDay ? given(wanted.toDay, 'date') : 'null'}) as last,
                    bool_or(seats > 1) as any_group, bool_or(room_kind is not null) as any_room from o)
    select found.*
      from (select generate_series(first, last, '1 day')::date as day, any_group, any_room from span) d
     cross join lateral (${foundOn(by, fits, wanted, given, limit)}) found
     limit ${limit}`;
}

// The days come in order and the limit stops them, so that a full month is only looked at when the clinic is full.
function foundOn(by: Narrowing, fits: Fits, wanted: Wanted, given: Given, limit: string): string {
  const candidates = [
    inShifts(by, fits, 'none', wanted, given),
    `select * from (${inShifts(by, fits, 'needed', wanted, given)}) with_room where d.any_room`,
    `select * from (${inSessions(by, wanted, given)}) in_session where d.any_group`,
  ].join(' union all ');
  const columns = `provider_id, service_id, clinic_id, session_id, start_at, end_at, day::text, midnight, zone, modes, shift_modes`;
  if (fits === 'every' || (fits === 'first' && wanted.providers?.length === 1))
    return `select ${columns} from (${candidates}) candidate order by start_at, tie`;
  return `
    select ${columns} from (
      select *, row_number() over (partition by ${QUARTER} order by start_at, tie) as nth from (${candidates}) candidate
    ) ranked where nth <= ${fits === 'first' ? 2 : `${limit} / ${PARTS}`} order by start_at, tie`;
}

/** Of the starts of a free stretch, each part of a day gives its share of those that are looked at: two days' worth. */
export const PARTS = 8;

// Early and late morning, early and late afternoon: a choice of times, not six people who are all free at nine.
const QUARTER = `width_bucket(extract(epoch from start_at - midnight), '{36000,43200,54000}'::numeric[])`;

// Among providers who are free at the same moment, the order changes from day to day: nobody is always first.
const TIE = `hashint8(o.provider_id # extract(epoch from s.midnight)::bigint) as tie`;

const inShifts = (by: Narrowing, fits: Fits, room: Room, wanted: Wanted, given: Given): string => `
  select o.provider_id, o.service_id, o.clinic_id, null::bigint as session_id, fit.start_at, fit.start_at + o.lasts as end_at,
         s.day, s.midnight, o.zone, o.modes, s.modes as shift_modes, ${TIE}
    from now cross join o join shift s on ${shiftServes}
   cross join lateral (${fits === 'first' ? firstFit(by, room) : everyFit(by, room)}) fit
   where s.day = d.day and ${wantsRoom(room)} and fit.start_at is not null
     and ${belowCaps('s.day', by)} and ${onWeekday('s.day', wanted, given)} and ${inMode('s.modes', wanted, given)}`;

function inSessions(by: Narrowing, wanted: Wanted, given: Given): string {
  const limits = [
    by.earliest && `s.starts >= ${by.earliest}`,
    by.latest && `s.starts < ${by.latest}`,
    by.fromMinute && `s.starts >= s.midnight + ${by.fromMinute} * interval '1 minute'`,
    by.toMinute && `s.starts < s.midnight + ${by.toMinute} * interval '1 minute'`,
    onWeekday('s.day', wanted, given),
  ];
  return `
    select o.provider_id, o.service_id, o.clinic_id, s.id, s.starts, s.ends, s.day, s.midnight, o.zone, o.modes, o.modes, ${TIE}
      from now, o cross join lateral (
        -- The midnight from which the wall clock counts to the start; on a day of change it is not the real one.
        select g.*, g.starts - (g.starts at time zone o.zone - g.day::timestamp) as midnight from group_session g
         where g.day = d.day and ${sessionHasSeat(by)}
      ) s
     where ${limits.filter(Boolean).join(' and ')}`;
}

const onWeekday = (day: string, wanted: Wanted, given: Given): string =>
  wanted.weekdays ? `extract(isodow from ${day})::int = any(${given(wanted.weekdays, 'int[]')})` : 'true';

const inMode = (modes: string, wanted: Wanted, given: Given): string =>
  wanted.mode ? `${modes} @> array[${given(wanted.mode, 'text')}]` : 'true';

function asked(wanted: Wanted, given: Given): string {
  const conditions = [
    wanted.providers && isOneOf('ps.provider_id', wanted.providers, given),
    wanted.services && isOneOf('sv.id', wanted.services, given),
    !wanted.services && 'sv.usual',
    wanted.clinics && isOneOf('sv.clinic_id', wanted.clinics, given),
    wanted.specialty && `sv.specialty = ${given(wanted.specialty, 'text')}`,
    wanted.language && `p.languages @> array[${given(wanted.language, 'text')}]`,
    wanted.mode && `sv.modes @> array[${given(wanted.mode, 'text')}]`,
  ];
  return conditions.filter(Boolean).join(' and ');
}

// One id is asked for plainly: with `any` the planner reckons with ten and reads whole tables.
const isOneOf = (column: string, ids: number[], given: Given): string =>
  ids.length === 1 ? `${column} = ${given(ids[0], 'bigint')}` : `${column} = any(${given(ids, 'bigint[]')})`;
