import type { ContactId, PatientId, SeriesId, SittingId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import {
  belowCaps,
  BLOCKING,
  firstFit,
  type Narrowing,
  now,
  offering,
  type Room,
  sessionHasSeat,
  shiftServes,
  wantsRoom,
} from './bookable';
import { audited, type Notice, noticesToTell, startTimers, tell, VISIT } from './effects';
import { newReference } from './reference';
import type { Actor, Slot, Visit } from './types';

/** Everything a new row of `visit` is made of. */
export interface Claim {
  slot: Slot;
  patientId: PatientId | null;
  by: Actor;
  hold?: { contactId: ContactId | null; token: string; minutes: number };
  moving?: { from: VisitId; sitting?: SittingId };
  seriesId?: SeriesId;
  notices?: Notice[];
  requestId?: string;
  action?: string;
  /** It was rightly this before, so notice, horizon and approval are not asked again. */
  asBefore?: 'booked' | 'requested';
  /** After the first, the way has been cleared by make-room.ts, which also took the lock that counting needs. */
  attempt?: 1 | 2 | 3;
}

/**
 * Takes a time, or takes nothing: one statement that reads what is bookable and claims it, with its timers, messages and
 * audit row. We do not look before we leap: of two patients in the same millisecond the exclusion constraints let one in.
 * ON CONFLICT DO NOTHING, because a plain insert deadlocks under load; it also swallows a clash of references, so whoever
 * calls must find out why no row came back.
 */
export async function insertVisit(db: Database, claim: Claim): Promise<Visit | undefined> {
  return (await insert(db, claim, 'full')).visit;
}

/**
 * The first try. Most services have no rooms, sessions or daily caps, and for those a much smaller statement will do, which
 * leaves to the constraints what is taken. It says so when it is asked for another one, and then the full one follows.
 */
export async function insertPlainVisit(db: Database, claim: Claim): Promise<Visit | undefined> {
  const { visit, notPlain } = await insert(db, claim, 'plain');
  return notPlain ? insertVisit(db, claim) : visit;
}

async function insert(
  db: Database,
  claim: Claim,
  reach: Reach,
): Promise<{ visit: Visit | undefined; notPlain: boolean }> {
  const { attempt = 1 } = claim;
  const [row] = await run<Answer>(db, statementFor(claim, reach), [
    claim.slot.providerId,
    claim.slot.serviceId,
    claim.slot.starts,
    claim.slot.mode,
    claim.patientId,
    claim.hold?.contactId ?? null,
    claim.hold?.token ?? null,
    claim.hold?.minutes ?? null,
    newReference(SHORT + attempt),
    claim.moving?.from ?? null,
    claim.moving?.sitting ?? null,
    claim.seriesId ?? null,
    claim.by,
    noticesToTell(claim.notices),
    claim.action ?? null,
    claim.requestId ?? null,
    attempt > 1,
    claim.asBefore ?? null,
  ]);
  if (!row) return { visit: undefined, notPlain: false };
  const { notPlain, ...visit } = row;
  return { visit: visit.id === null ? undefined : visit, notPlain: notPlain ?? false };
}

/** References begin with four letters. When those of a clinic run short, a clash costs one more letter. */
const SHORT = 3;

type Reach = 'plain' | 'full';
type Answer = Visit & { notPlain?: boolean | null };

const statements = new Map<string, Statement>();

function statementFor(claim: Claim, reach: Reach): Statement {
  const freely = isFree(claim);
  const shape = reach + [claim.patientId !== null, claim.moving?.sitting !== undefined, freely].map(Number).join('');
  const known = statements.get(shape) ?? {
    name: `claim_${shape}`,
    text: (reach === 'plain' ? plainText : fullText)({
      earliest: '$3::timestamptz',
      patient: claim.patientId === null ? undefined : '$5::bigint',
      sitting: claim.moving?.sitting === undefined ? undefined : '$11::bigint',
      staff: freely,
    }),
  };
  statements.set(shape, known);
  return known;
}

/** Notice and horizon do not bind it. */
export const isFree = (claim: Claim): boolean => isStaff(claim.by) || claim.asBefore !== undefined;

export const isStaff = (by: Actor): boolean => by.startsWith('staff:');

const plainText = (by: Narrowing): string => `
  with now as materialized (${now}), ${shift},
  o as materialized (${offering('ps.provider_id = $1 and sv.id = $2', by.staff)}),
  other as (
    select bool_or(o.room_kind is not null or o.seats > 1 or coalesce(o.daily_cap, o.service_cap) is not null or now.any_overbooked) as way
      from o, now),
  fit as materialized (${inShift({ ...by, plain: true, claiming: true }, 'none')} and not now.any_overbooked limit 1),
  ${effects}
  select ${VISIT}, other.way as "notPlain" from other left join changed v on true`;

const fullText = (by: Narrowing): string => `
  with now as materialized (${now}), ${shift},
  g as materialized (
    select * from group_session g where g.provider_id = $1 and g.service_id = $2 and g.starts = $3 for key share),
  o as materialized (${offering('ps.provider_id = $1 and sv.id = $2', by.staff)}),
  fit as materialized (
    ${inShift(by, 'none')} union all ${inShift(by, 'needed')} union all ${inSession(by)} limit 1),
  ${effects}
  select ${VISIT} from changed v`;

// Holding on to the shift, or to the session, keeps leave from being entered between our look and our commit; see make-shifts.ts.
const shift = `s as materialized (
    select * from shift s
     where s.provider_id = $1 and s.starts @> $3::timestamptz and s.day between $3::date - 2 and $3::date + 1 for key share)`;

const inShift = (by: Narrowing, room: Room): string => `
  select o.clinic_id, o.needs_approval, o.before, o.after, s.day, $3 + o.lasts as ends, fit.room_id, null::bigint as session_id, null::smallint as seat
    from now cross join o join s on ${shiftServes}
   cross join lateral (${firstFit(by, room)}) fit
   where ${wantsRoom(room)} and fit.start_at = $3 and ${by.plain ? 'true' : belowCaps('s.day', by)}
     and ($17::boolean ${by.plain ? 'is not true and' : 'or'} (o.daily_cap is null and o.service_cap is null))
     and s.modes @> array[$4::text] and o.modes @> array[$4::text]`;

const inSession = (by: Narrowing): string => `
  select o.clinic_id, o.needs_approval, interval '0', interval '0', g.day, g.ends, g.room_id, g.id, free.seat::smallint
    from now cross join o join g on ${sessionHasSeat(by)} and o.modes @> array[$4::text]
   cross join lateral (
     select seat from generate_series(1, g.seats) seat
      where not exists (select from visit v where v.session_id = g.id and v.seat = seat.seat and v.${BLOCKING})
      order by seat limit 1) free`;

// Two live holds for one contact at most. Which of the two numbers is free may be a race; the unique index settles it.
const holdNumber = `
  select min(n)::smallint as n from generate_series(1, 2) n where $6::bigint is not null and not exists (
    select from visit v where v.status = 'held' and v.held_by = $6 and v.hold_number = n)`;

const effects = `
  changed as (
    insert into visit (id, clinic_id, reference, provider_id, service_id, room_id, patient_id, status, mode, day, starts, ends,
                       during, sitting, session_id, seat, held_until, held_by, hold_number, hold_token, series_id, moved_from, booked_by,
                       created_at, changed_at)
    select new.id, fit.clinic_id, $9, $1, $2, fit.room_id, $5,
           case when $7::text is not null then 'held' when $18::text is not null then $18 when fit.needs_approval and $13 !~ '^staff:' then 'requested' else 'booked' end,
           $4, fit.day, $3, fit.ends, tstzrange($3 - fit.before, fit.ends + fit.after),
           coalesce(-fit.session_id, $11, new.id), fit.session_id, fit.seat,
           case when $7::text is not null then now.at + $8::integer * interval '1 minute' end, $6, number.n, $7, $12, $10, $13, now.at, now.at
      from now, fit, nextval('visit_id_seq') new(id), lateral (${holdNumber}) number
     where $6::bigint is null or number.n is not null
    on conflict do nothing
    returning *),
  ${startTimers('changed')}, ${tell('changed', '$14')}, ${audited('changed', '$13', '$15', '$16')}`;
