import { offerKeptTime, sayAboutVisit } from '../conversation/desk';
import type { CaseId } from '../database/ids';
import type { Database } from '../database/statements';
import { readVisit } from '../scheduling/change-status';
import { accept, decline, type Declined } from '../scheduling/requests';
import type { Actor, Slot, Visit } from '../scheduling/types';
import { type Case, type CaseOutcome, holding, refuse } from './cases';
import { settle } from './answer';

/** Accepts the visit that a case asks about. The patient is told in the same commit, and the case is settled with it. */
export const acceptRequest = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  decided(db, id, by, 'accepted', {
    decide: (tx, visit) => accept(tx, visit, { by }),
    tell: async (tx, { contactId }, visit) => {
      if (contactId !== null) await sayAboutVisit(tx, contactId, visit.id, 'accepted');
    },
  });

/**
 * Declines it. Another time, if one is given, is kept for the patient for a day, and they are asked whether it suits them;
 * when somebody was quicker there, nothing has happened and the colleague picks again.
 */
export const declineRequest = (db: Database, id: CaseId, by: Actor, instead?: Slot): Promise<CaseOutcome> =>
  decided(db, id, by, instead ? 'declined_with_time' : 'declined', {
    decide: (tx, visit, { contactId }) => {
      const { patientId } = visit;
      const other = instead && contactId !== null && patientId !== null && { slot: instead, contactId, patientId };
      return decline(tx, visit, { by }, other || undefined);
    },
    tell: tellDeclined,
  });

interface Decision {
  decide(tx: Database, visit: Visit, held: Case): Promise<Declined>;
  tell(tx: Database, held: Case, visit: Visit, outcome: Declined): Promise<void>;
}

function decided(db: Database, id: CaseId, by: Actor, how: string, { decide, tell }: Decision): Promise<CaseOutcome> {
  return holding(db, id, by, async (tx, held) => {
    const visit = held.visitId === null ? undefined : await readVisit(tx, held.visitId);
    if (held.kind !== 'request' || !visit) return refuse('no_such_case');
    const outcome = await decide(tx, visit, held);
    if (outcome.kind === 'refused') return refusedBy(tx, held, by, visit);
    await tell(tx, held, visit, outcome);
    return settle(tx, held, by, how);
  });
}

/** The other time was taken; or the request was answered in the console, or given up, while this was being pressed. */
async function refusedBy(tx: Database, held: Case, by: Actor, { id }: Visit): Promise<CaseOutcome> {
  const now = await readVisit(tx, id);
  return now?.status === 'requested' ? refuse('time_gone') : settle(tx, held, by, 'answered_elsewhere');
}

async function tellDeclined(tx: Database, held: Case, { id }: Visit, outcome: Declined): Promise<void> {
  if (held.contactId === null) return;
  const instead = outcome.instead?.kind === 'settled' ? outcome.instead.visit : undefined;
  if (instead) await offerKeptTime(tx, held.contactId, instead.id);
  // No question is put while a colleague speaks with them: they are told, and asked once they are given back.
  if (!instead || held.withTheDesk) await sayAboutVisit(tx, held.contactId, id, 'declined');
}
