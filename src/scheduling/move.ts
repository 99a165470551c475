import type { Database } from '../database/statements';
import { claimTime } from './book';
import { type By, changeStatus, lockVisit, refused, type Seen } from './change-status';
import { isStaff } from './claim';
import { withinCutoff } from './cutoff';
import { noteOpening } from './openings';
import { type Once, once } from './once';
import type { Outcome, Slot } from './types';

/** Books the new time and frees the old one in one transaction. If the new time cannot be had, the old one stays. */
export const move = (db: Database, seen: Seen, to: Slot, how: By, key?: Once): Promise<Outcome> =>
  once(db, key, { seen, to, by: how.by }, (tx) => moveIn(tx, seen, to, how));

async function moveIn(tx: Database, seen: Seen, to: Slot, how: By): Promise<Outcome> {
  const old = await lockVisit(tx, seen);
  if (typeof old === 'string') return refused(old);
  if (old.status !== 'booked' && old.status !== 'requested') return refused('not_in_this_state');
  if (!isStaff(how.by) && (await withinCutoff(tx, old.id))) return refused('too_late_to_change');
  // The new row first: it shares the sitting of the old one, so the two may overlap, and two people who want each other's
  // places are both refused instead of waiting for each other.
  const outcome = await claimTime(tx, {
    slot: to,
    patientId: old.patientId,
    by: how.by,
    moving: { from: old.id, sitting: old.sitting },
    action: 'moved_here',
    ...(old.seriesId && { seriesId: old.seriesId }),
    ...(how.notices && { notices: how.notices }),
    ...(how.requestId && { requestId: how.requestId }),
  });
  if (outcome.kind === 'refused') return outcome;
  const freed = await changeStatus(tx, seen, 'moved', {
    by: how.by,
    ...(how.requestId && { requestId: how.requestId }),
  });
  if (freed.kind === 'refused')
    throw new Error(`Visit ${seen.id} changed although it was locked: ${freed.rules.join()}`);
  await noteOpening(tx, seen.id);
  return outcome;
}
