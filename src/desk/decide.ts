import { sayAboutVisit } from '../conversation/desk';
import type { CaseId } from '../database/ids';
import type { Database } from '../database/statements';
import { readVisit } from '../scheduling/change-status';
import { accept, decline } from '../scheduling/requests';
import type { Actor, Outcome, Visit } from '../scheduling/types';
import { type Case, type CaseOutcome, holding, refuse } from './cases';
import { settle } from './answer';

/** Accepts the visit that a case asks about. The patient is told in the same commit, and the case is settled with it. */
export const acceptRequest = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  decided(db, id, by, 'accepted', (tx, visit) => accept(tx, visit, { by }));

export const declineRequest = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  decided(db, id, by, 'declined', (tx, visit) => decline(tx, visit, { by }));

function decided(
  db: Database,
  id: CaseId,
  by: Actor,
  how: 'accepted' | 'declined',
  decide: (tx: Database, visit: Visit) => Promise<Outcome>,
): Promise<CaseOutcome> {
  return holding(db, id, by, async (tx, held) => {
    const visit = held.visitId === null ? undefined : await readVisit(tx, held.visitId);
    if (held.kind !== 'request' || !visit) return refuse('no_such_case');
    const outcome = await decide(tx, visit);
    // Somebody decided in the console, or the patient gave it up, while this was being pressed.
    if (outcome.kind === 'refused') return settle(tx, held, by, 'answered_elsewhere');
    await tellPatient(tx, held, visit, how);
    return settle(tx, held, by, how);
  });
}

async function tellPatient(
  tx: Database,
  { contactId }: Case,
  { id }: Visit,
  how: 'accepted' | 'declined',
): Promise<void> {
  if (contactId !== null) await sayAboutVisit(tx, contactId, id, how);
}
