import type { ClinicId, ClosureId, LeaveId, ProviderId, RoomId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { noteAffected } from './affected';
import { BLOCKING } from './bookable';
import { VISIT } from './effects';
import { checkClinic, checkHours, checkProvider, checkSpan } from './entered';
import type { Interval } from './intervals';
import { daysTouched, extendShifts, markSessions, remakeShifts, takeTurn } from './make-shifts';
import type { WorkingHours } from './shifts';
import { inTransaction } from './transaction';
import type { Actor, Visit } from './types';
import { dayOf, plusDays } from './wall-clock';

/** Sets the weekly hours of a provider in a clinic, in place of those there were. Visits already made are not touched. */
export function setWorkingHours(
  db: Database,
  providerId: ProviderId,
  clinicId: ClinicId,
  hours: WorkingHours[],
): Promise<void> {
  return inTransaction(db, async (tx) => {
    checkHours(hours);
    await checkProvider(tx, providerId);
    await checkClinic(tx, clinicId);
    // The clinic before the provider, as in closeClinic: a closure must not miss somebody whose first hours are just being set.
    await tx.query('select from clinic where id = $1 for share', [clinicId]);
    await takeTurn(tx, providerId);
    await tx.query('delete from working_hours where provider_id = $1 and clinic_id = $2', [providerId, clinicId]);
    for (const each of hours) await insertHours(tx, providerId, clinicId, each);
    await remakeShifts(tx, providerId, plusDays(dayOf(await timeNow(tx), 'utc'), -2));
    await extendShifts(tx, { providerId });
  });
}

async function insertHours(tx: Database, providerId: ProviderId, clinicId: ClinicId, h: WorkingHours): Promise<void> {
  const [row] = await tx.query<{ id: number }[]>(
    `insert into working_hours (provider_id, clinic_id, weekday, starts, ends, every_weeks, from_day, to_day, modes, only_service_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
    [providerId, clinicId, h.weekday, h.starts, h.ends, h.everyWeeks, h.fromDay, h.toDay, h.modes, h.onlyServiceId],
  );
  for (const pause of h.breaks)
    await tx.query('insert into working_break (working_hours_id, starts, ends) values ($1, $2, $3)', [
      row?.id,
      pause.starts,
      pause.ends,
    ]);
}

export interface Blocked {
  leaveId: LeaveId;
  /** Whose visits lie in it, soonest first. Each is offered other times (affected.ts), and keeps the visit until then. */
  affected: Visit[];
}

/** Takes time out of a provider's calendar. From the commit on nothing is booked in it, and every visit in it is known. */
export function blockTime(
  db: Database,
  block: { providerId: ProviderId; during: Interval; kind?: 'leave' | 'illness' | 'blocked'; note?: string; by: Actor },
): Promise<Blocked> {
  return inTransaction(db, async (tx) => {
    checkSpan(block.during);
    await checkProvider(tx, block.providerId);
    await takeTurn(tx, block.providerId);
    const [leave] = await tx.query<{ id: LeaveId }[]>(
      'insert into leave (provider_id, kind, during, note) values ($1, $2, tstzrange($3, $4), $5) returning id',
      [
        block.providerId,
        block.kind ?? 'blocked',
        new Date(block.during.from),
        new Date(block.during.to),
        block.note ?? '',
      ],
    );
    if (!leave) throw new Error('Leave could not be entered');
    await remakeTouched(tx, [block.providerId], block.during);
    await note(tx, block.by, 'time_blocked', `leave:${leave.id}`);
    const affected = await visitsDuring(tx, { providerId: block.providerId }, block.during);
    await noteAffected(tx, { leaveId: leave.id }, affected);
    return { leaveId: leave.id, affected };
  });
}

/** Gives blocked time back. */
export function unblockTime(db: Database, leaveId: LeaveId, by: Actor): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await tx.query('select from provider where id = (select provider_id from leave where id = $1) for no key update', [
      leaveId,
    ]);
    const [rows] = await tx.query<[{ provider_id: ProviderId; from: Date; to: Date }[], number]>(
      `update leave set ended_at = clock_now() where id = $1 and ended_at is null
       returning provider_id, lower(during) as from, upper(during) as to`,
      [leaveId],
    );
    const leave = rows[0];
    if (!leave) return false;
    await remakeTouched(tx, [leave.provider_id], { from: +leave.from, to: +leave.to });
    await note(tx, by, 'time_unblocked', `leave:${leaveId}`);
    return true;
  });
}

/** Shuts a whole clinic for a while: a holiday, a burst pipe. */
export function closeClinic(
  db: Database,
  closing: { clinicId: ClinicId; during: Interval; name: string; by: Actor },
): Promise<{ closureId: ClosureId; affected: Visit[] }> {
  return inTransaction(db, async (tx) => {
    checkSpan(closing.during);
    await checkClinic(tx, closing.clinicId);
    await tx.query('select from clinic where id = $1 for no key update', [closing.clinicId]);
    const providers = await whoWorksIn(tx, closing.clinicId);
    for (const providerId of providers) await takeTurn(tx, providerId);
    const [closure] = await tx.query<{ id: ClosureId }[]>(
      'insert into closure (clinic_id, during, name) values ($1, tstzrange($2, $3), $4) returning id',
      [closing.clinicId, new Date(closing.during.from), new Date(closing.during.to), closing.name],
    );
    if (!closure) throw new Error('A closure could not be entered');
    await remakeTouched(tx, providers, closing.during);
    await note(tx, closing.by, 'clinic_closed', `closure:${closure.id}`);
    const affected = await visitsDuring(tx, { clinicId: closing.clinicId }, closing.during);
    await noteAffected(tx, { closureId: closure.id }, affected);
    return { closureId: closure.id, affected };
  });
}

async function whoWorksIn(tx: Database, clinicId: ClinicId): Promise<ProviderId[]> {
  const rows = await tx.query<{ id: ProviderId }[]>(
    `select provider_id as id from working_hours where clinic_id = $1
      union select provider_id from extra_hours where clinic_id = $1
      union select provider_id from group_session where clinic_id = $1
      union select provider_id from shifts_made where clinic_id = $1 order by 1`,
    [clinicId],
  );
  return rows.map(({ id }) => id);
}

/** Every visit in a stretch of time, of a provider, in a room, or of a whole clinic. A preview asks this before anything is entered. */
export async function visitsDuring(
  db: Database,
  of: { providerId?: ProviderId; clinicId?: ClinicId; roomId?: RoomId },
  during: Interval,
): Promise<Visit[]> {
  return run<Visit>(db, visitsIn, [
    of.providerId ?? null,
    of.clinicId ?? null,
    new Date(during.from),
    new Date(during.to),
    of.roomId ?? null,
  ]);
}

const visitsIn: Statement = {
  name: 'visits_during',
  text: `select ${VISIT} from visit v
          where (v.provider_id = $1 or v.clinic_id = $2 or v.room_id = $5) and v.during && tstzrange($3, $4) and v.${BLOCKING}
            and (v.held_until is null or v.held_until > clock_now())
          order by v.starts, v.id`,
};

/** After anything that takes time or gives it back. */
export async function remakeTouched(tx: Database, providers: ProviderId[], during: Interval): Promise<void> {
  const days = daysTouched(during, 'utc');
  for (const providerId of providers) {
    await markSessions(tx, providerId, during);
    await remakeShifts(tx, providerId, days.from, days.until);
  }
}

async function timeNow(tx: Database): Promise<Date> {
  const [row] = await tx.query<{ now: Date }[]>('select clock_now() as now');
  if (!row) throw new Error('The database has no clock');
  return row.now;
}

export const note = (tx: Database, actor: Actor, action: string, subject: string): Promise<unknown> =>
  tx.query('insert into audit (actor, action, subject) values ($1, $2, $3)', [actor, action, subject]);
