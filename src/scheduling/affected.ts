import { randomBytes } from 'node:crypto';
import type { AffectedId, ClinicId, ClosureId, LeaveId, PatientId, SessionId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { claimTime } from './book';
import { changeStatus, readVisit } from './change-status';
import { VISIT } from './effects';
import { findTimes } from './find-times';
import { sameTime } from './same-time';
import type { FreeTime, Visit, Wanted } from './types';

/** Why a visit cannot take place: leave of its provider, a closure of its clinic, or its group session was called off. */
export type Away = { leaveId: LeaveId } | { closureId: ClosureId } | { sessionId: SessionId };
type Named = { leaveId?: LeaveId; closureId?: ClosureId; sessionId?: SessionId; clinicId?: ClinicId };

/** From the commit that takes the time away each visit in it is looked after, whoever dies meanwhile. */
export async function noteAffected(tx: Database, away: Away, visits: readonly Visit[]): Promise<void> {
  const { leaveId, closureId, sessionId }: Named = away;
  await run(tx, NOTE, [visits.map(({ id }) => id), leaveId ?? null, closureId ?? null, sessionId ?? null]);
}

const NOTE: Statement = {
  name: 'note_affected',
  text: `
    insert into affected_visit (visit_id, clinic_id, leave_id, closure_id, session_id, look_at)
    select v.id, v.clinic_id, $2, $3, $4, clock_now() from visit v
     where v.id = any($1::bigint[]) and v.status in ('requested', 'booked') and v.patient_id is not null and v.starts > clock_now()
     order by v.starts, v.id
    on conflict (visit_id) where step <> 'settled' do nothing`,
};

export const ALTERNATIVES = 3;

/**
 * Keeps up to three other times for whoever had the visit until then, and says which. What was kept for them before stays as
 * long as it is still there, so that a second message names the same times. All of them are later than an answer may be.
 */
export async function keepAlternatives(
  tx: Database,
  affected: AffectedId,
  visit: Visit,
  until: Date,
): Promise<Visit[]> {
  await letGo(
    tx,
    (await keptFor(tx, visit.id)).filter(({ starts }) => starts <= until),
  );
  // One after the other in a clinic, or all would reach for the same first times and most would come too late.
  await tx.query(`select pg_advisory_xact_lock(hashtext('affected visits'), hashint8($1))`, [visit.clinicId]);
  const kept = await run<Visit>(tx, KEEP_ON, [affected, until]);
  for (let look = 0; look < LOOKS && kept.length < ALTERNATIVES; look++)
    for (const time of await others(tx, visit, kept.length, until))
      if (kept.length < ALTERNATIVES) kept.push(...(await keep(tx, time, until)));
  await tx.query('update affected_visit set kept = $2 where id = $1', [affected, kept.map(({ id }) => id)]);
  return kept;
}

/** Somebody may book a time while we reach for it; then we look once more. */
const LOOKS = 2;

async function keep(tx: Database, time: FreeTime, until: Date): Promise<Visit[]> {
  const hold = holdUntil(until, await now(tx));
  const outcome = await claimTime(tx, { slot: time, patientId: null, by: 'system', hold });
  return outcome.kind === 'settled' ? [outcome.visit] : [];
}

const holdUntil = (until: Date, from: Date) => ({
  contactId: null,
  token: randomBytes(16).toString('base64url'),
  minutes: Math.max(1, Math.ceil((+until - +from) / 60_000)),
});

async function now(tx: Database): Promise<Date> {
  const [row] = await tx.query<[{ now: Date }]>('select clock_now() as now');
  return row.now;
}

const KEEP_ON: Statement = {
  name: 'keep_alternatives',
  text: `
    with kept as (
      update visit v set held_until = greatest(held_until, $2::timestamptz), version = version + 1
        from affected_visit a
       where a.id = $1 and v.id = any(a.kept) and v.status = 'held' and v.held_until > clock_now()
         and exists (select from shift s where s.provider_id = v.provider_id and s.clinic_id = v.clinic_id and s.during @> v.during)
      returning v.*),
    timed as (
      insert into timer (clinic_id, kind, due_at, visit_id, visit_version)
      select clinic_id, 'hold_over', held_until, id, version from kept returning 1)
    select ${VISIT} from kept v order by v.starts`,
};

/** With the same service first; where that has too little, anybody of the specialty in the clinic. */
async function others(tx: Database, visit: Visit, kept: number, after: Date): Promise<FreeTime[]> {
  const any: Wanted = {
    clinics: [visit.clinicId],
    ...(visit.patientId && { patientId: visit.patientId }),
    moving: visit.sitting,
    earliest: after,
  };
  const found = await findTimes(tx, { ...any, services: [visit.serviceId] }, ALTERNATIVES);
  if (kept + found.length >= ALTERNATIVES) return found;
  const [service] = await tx.query<{ specialty: Wanted['specialty'] }[]>(
    'select specialty from service where id = $1',
    [visit.serviceId],
  );
  const more = service?.specialty ? await findTimes(tx, { ...any, specialty: service.specialty }, ALTERNATIVES) : [];
  return [...found, ...more.filter((time) => !found.some((other) => sameTime(time, other)))];
}

/** The times that are kept for whoever had this visit, and are theirs still. */
export const keptFor = (db: Database, visitId: VisitId): Promise<Visit[]> => run<Visit>(db, KEPT, [visitId]);

const KEPT: Statement = {
  name: 'kept_for_affected',
  text: `
    select ${VISIT} from affected_visit a join visit v on v.id = any(a.kept)
     where a.visit_id = $1 and a.step <> 'settled' and v.status = 'held' and v.held_until > clock_now() order by v.starts, v.id`,
};

/** Its time has been taken out of the calendar, and nothing has come of it yet. */
export const isAffected = async (db: Database, visitId: VisitId): Promise<boolean> =>
  (await run(db, OPEN, [visitId])).length > 0;

const OPEN: Statement = {
  name: 'is_affected',
  text: `select id from affected_visit where visit_id = $1 and step <> 'settled'`,
};

/** Nothing stays behind in the calendar of what was kept for somebody who needs it no more. */
export async function letGo(tx: Database, kept: readonly Visit[]): Promise<void> {
  for (const { id } of kept) {
    const held = await readVisit(tx, id);
    if (held?.status === 'held') await changeStatus(tx, held, 'released', { by: 'system' });
  }
}

export const settleAffected = (tx: Database, visitId: VisitId): Promise<unknown> =>
  tx.query(
    `update affected_visit set step = 'settled', settled_at = clock_now(), look_at = null, kept = '{}' where visit_id = $1 and step <> 'settled'`,
    [visitId],
  );

/** What has become of a patient whose visit cannot take place. */
export interface AffectedState {
  visitId: VisitId;
  clinicId: ClinicId;
  patientId: PatientId;
  starts: Date;
  leaveId: LeaveId | null;
  closureId: ClosureId | null;
  sessionId: SessionId | null;
  state: 'moved' | 'cancelled' | 'kept' | 'waiting' | 'needs_call';
  /** The new visit of those who have moved. */
  movedTo: { visitId: VisitId; starts: Date } | null;
  /** How often we have written to them, and when last. */
  asked: number;
  askedAt: Date | null;
}

/** Moved, waiting, needs a call: everybody whose visit lay in that leave, closure or session, or in any of a clinic that is not long past. */
export function affectedBy(db: Database, away: Away | { clinicId: ClinicId }): Promise<AffectedState[]> {
  const { leaveId, closureId, sessionId, clinicId }: Named = away;
  return run(db, STATES, [leaveId ?? null, closureId ?? null, clinicId ?? null, sessionId ?? null]);
}

// Read from the visit itself, so that it is right as well when somebody at the desk has moved it by hand.
const STATES: Statement = {
  name: 'affected_states',
  text: `
    select v.id as "visitId", v.clinic_id as "clinicId", v.patient_id as "patientId", v.starts, a.leave_id as "leaveId", a.closure_id as "closureId",
           a.session_id as "sessionId",
           case when v.status = 'moved' then 'moved' when v.status in ('cancelled', 'declined') then 'cancelled'
                when a.step = 'settled' or v.status not in ('requested', 'booked') then 'kept'
                when a.step = 'call' then 'needs_call' else 'waiting' end as state,
           case when v.status = 'moved' then (select jsonb_build_object('visitId', n.id, 'starts', n.starts) from visit n
                 where n.moved_from = v.id and n.patient_id = v.patient_id order by n.id desc limit 1) end as "movedTo",
           a.round as asked, a.asked_at as "askedAt"
      from affected_visit a join visit v on v.id = a.visit_id
     where a.leave_id = $1 or a.closure_id = $2 or a.session_id = $4 or (a.clinic_id = $3 and v.starts > clock_now() - interval '7 days')
     order by v.starts, v.id`,
};
