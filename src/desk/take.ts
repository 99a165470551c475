import type { CaseId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';
import { type Case, type CaseOutcome, change, holding } from './cases';
import { deskSettings } from './settings';

/** Takes a case for a while. Of two who reach for it at once the second is told who has it, and until when. */
export const claim = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  holding(db, id, by, (tx, held) => take(tx, held, by));

/** Gives it to a colleague, from whom it goes back to the queue like any other when they stay quiet. */
export const assign = (db: Database, id: CaseId, by: Actor, to: Actor): Promise<CaseOutcome> =>
  holding(db, id, by, async (tx, held) => owned(tx, held, to, { kind: 'assigned', by, details: { to } }));

export async function take(tx: Database, held: Case, by: Actor): Promise<CaseOutcome> {
  const isNew = held.owner !== by || held.status !== 'claimed';
  return owned(tx, held, by, { kind: isNew ? 'claimed' : 'went_on', by });
}

async function owned(
  tx: Database,
  { id, clinicId }: Case,
  owner: Actor,
  event: { kind: string; by: Actor; details?: object },
): Promise<CaseOutcome> {
  const { claimMinutes } = await deskSettings(tx, clinicId);
  const set = `status = 'claimed', owner = $2, owned_until = clock_now() + $3::integer * interval '1 minute', snoozed_until = null,
               look_at = null, calls = 0, seen_by = coalesce(seen_by, $4), seen_at = coalesce(seen_at, clock_now())`;
  return change(tx, id, event, set, [owner, claimMinutes, event.by]);
}

/** Lets a case go that one cannot see to after all. */
export const putBack = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  holding(db, id, by, (tx) => change(tx, id, { kind: 'put_back', by }, FREE));

export const FREE = `status = 'open', owner = null, owned_until = null, look_at = null, calls = 0`;

/** Out of sight until then. Whoever has it gives it up; a word of the patient brings it back at once. */
export const snooze = (db: Database, id: CaseId, by: Actor, minutes: number): Promise<CaseOutcome> =>
  holding(db, id, by, (tx) =>
    change(
      tx,
      id,
      { kind: 'snoozed', by, details: { minutes } },
      `${FREE}, snoozed_until = clock_now() + $2::integer * interval '1 minute'`,
      [minutes],
    ),
  );

/** "I have seen it": an urgent case is called out until somebody says so. */
export const acknowledge = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  holding(db, id, by, async (tx, held) =>
    held.seenBy
      ? { kind: 'done', case: held }
      : change(tx, id, { kind: 'seen', by }, 'seen_by = $2, seen_at = clock_now(), look_at = null, calls = 0', [by]),
  );
