import type { SittingId } from '../database/ids';
import type { Database } from '../database/statements';
import { keptFor, letGo } from './affected';
import { claimTime } from './book';
import { type By, changeStatus, lockVisit, refused, type Seen } from './change-status';
import { type Claim, isStaff } from './claim';
import { withinCutoff } from './cutoff';
import { lockCounted } from './make-room';
import { noteOpening } from './openings';
import { type Once, once } from './once';
import { sameTime } from './same-time';
import { allOrNothing } from './transaction';
import type { Outcome, Slot, Visit } from './types';

/** Books the new time and frees the old one in one transaction. If the new time cannot be had, the old one stays. */
export const move = (db: Database, seen: Seen, to: Slot, how: By, key?: Once): Promise<Outcome> =>
  once(db, key, { seen, to, by: how.by }, (tx) => moveIn(tx, seen, to, how));

async function moveIn(tx: Database, seen: Seen, to: Slot, how: By): Promise<Outcome> {
  const old = await lockVisit(tx, seen);
  if (typeof old === 'string') return refused(old);
  if (old.status !== 'booked' && old.status !== 'requested') return refused('not_in_this_state');
  if (!isStaff(how.by) && (await withinCutoff(tx, old.id))) return refused('too_late_to_change');
  const kept = await keptFor(tx, old.id);
  if (kept.length > 0) return takeKept(tx, old, to, how, kept);
  return old.sessionId === null ? takeThenFree(tx, old, to, how) : freeThenTake(tx, old, to, how);
}

// The new row shares the sitting of the old one, so the two may overlap, and two people who want each other's places are
// both refused instead of waiting for each other.
async function takeThenFree(tx: Database, old: Visit, to: Slot, how: By): Promise<Outcome> {
  const outcome = await claimTime(tx, moved(old, to, how, { sitting: old.sitting }));
  if (outcome.kind === 'settled') await free(tx, old, how);
  return outcome;
}

// The sitting of a session belongs to everybody in it: two who left it for one time would not collide if they took it along.
const freeThenTake = (tx: Database, old: Visit, to: Slot, how: By): Promise<Outcome> =>
  allOrNothing(tx, async (inner) => {
    await lockCounted(inner, to);
    await free(inner, old, how);
    return claimTime(inner, moved(old, to, how, {}));
  });

// Their visit cannot take place, and times are kept for them. One of those is theirs under the rules by which the old one was.
const takeKept = (tx: Database, old: Visit, to: Slot, how: By, kept: Visit[]): Promise<Outcome> =>
  allOrNothing(tx, async (inner) => {
    await lockCounted(inner, to);
    await letGo(inner, kept);
    await free(inner, old, how);
    const promised = kept.some((time) => sameTime(time, to)) && (old.status === 'booked' ? 'booked' : 'requested');
    return claimTime(inner, { ...moved(old, to, how, {}), ...(promised && { asBefore: promised }) });
  });

const moved = (old: Visit, slot: Slot, how: By, from: { sitting?: SittingId }): Claim => ({
  slot,
  patientId: old.patientId,
  by: how.by,
  moving: { from: old.id, ...from },
  action: 'moved_here',
  ...(old.seriesId && { seriesId: old.seriesId }),
  ...(how.notices && { notices: how.notices }),
  ...(how.requestId && { requestId: how.requestId }),
});

async function free(tx: Database, old: Visit, { by, requestId }: By): Promise<void> {
  const freed = await changeStatus(tx, old, 'moved', { by, ...(requestId && { requestId }) });
  if (freed.kind === 'refused')
    throw new Error(`Visit ${old.id} changed although it was locked: ${freed.rules.join()}`);
  await noteOpening(tx, old.id);
}
