import type { VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { claimTime } from './book';
import { type By, changeStatus, lockVisit, readVisit, refused, type Seen } from './change-status';
import { isStaff } from './claim';
import { noteOpening } from './openings';
import { withinCutoff } from './cutoff';
import { type Once, once } from './once';
import type { Outcome } from './types';

/** Frees the time and wakes the waiting list in the same transaction. */
export const cancel = (db: Database, seen: Seen, how: By, key?: Once): Promise<Outcome> =>
  once(db, key, { seen, by: how.by }, async (tx) => {
    if (!isStaff(how.by) && (await withinCutoff(tx, seen.id))) return tooLate(tx, seen);
    const outcome = await changeStatus(tx, seen, 'cancelled', how);
    if (outcome.kind === 'settled') await noteOpening(tx, seen.id, UNDO_MINUTES);
    return outcome;
  });

async function tooLate(tx: Database, seen: Seen): Promise<Outcome> {
  const visit = await lockVisit(tx, seen);
  if (typeof visit === 'string') return refused(visit);
  return refused(
    visit.status === 'booked' || visit.status === 'requested' ? 'too_late_to_change' : 'not_in_this_state',
  );
}

export const UNDO_MINUTES = 5;

/** Takes a cancel back, for five minutes and while the time is still free. The visit gets a new reference. */
export const undoCancel = (db: Database, seen: Seen, how: By, key?: Once): Promise<Outcome> =>
  once(db, key, { seen, by: how.by }, async (tx) => {
    const visit = await lockVisit(tx, seen);
    if (typeof visit === 'string') return refused(visit);
    if (visit.status !== 'cancelled') return refused('not_in_this_state');
    if (!(await justCancelled(tx, visit.id))) return refused('too_late_to_change');
    return claimTime(tx, {
      slot: visit,
      patientId: visit.patientId,
      by: how.by,
      moving: { from: visit.id, ...(visit.sessionId === null && { sitting: visit.sitting }) },
      action: 'cancel_undone',
      asBefore: visit.statusBefore === 'requested' ? 'requested' : 'booked',
      ...(how.notices && { notices: how.notices }),
    });
  });

async function justCancelled(tx: Database, visitId: VisitId): Promise<boolean> {
  const [row] = await run<{ recent: boolean }>(tx, recentlyChanged, [visitId, UNDO_MINUTES]);
  return row?.recent ?? false;
}

const recentlyChanged: Statement = {
  name: 'recently_cancelled',
  text: `select changed_at > clock_now() - $2::integer * interval '1 minute'
            and not exists (select from visit again where again.patient_id = visit.patient_id and again.moved_from = visit.id) as recent
           from visit where id = $1`,
};

/** Lets a hold go before it runs out: the patient chose something else. */
export async function release(db: Database, visitId: VisitId, how: By): Promise<Outcome> {
  const held = await readVisit(db, visitId);
  return held ? changeStatus(db, held, 'released', how) : refused('no_such_visit');
}
