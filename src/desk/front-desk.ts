import { sayAboutVisit } from '../conversation/desk';
import type { ClinicId, PatientId, ProviderId } from '../database/ids';
import type { Database } from '../database/statements';
import { book } from '../scheduling/book';
import { cancel } from '../scheduling/cancel';
import { changeStatus, type Reachable } from '../scheduling/change-status';
import type { Interval } from '../scheduling/intervals';
import { move } from '../scheduling/move';
import { inTransaction } from '../scheduling/transaction';
import type { Actor, Outcome, Slot } from '../scheduling/types';
import { blockTime, closeClinic, visitsDuring } from '../scheduling/work-time';
import { contactOf, type DayVisit } from './day';

/** Books for somebody on the telephone or at the counter. They are told in writing, if we know where, in the same commit. */
export const bookFor = (db: Database, slot: Slot, patientId: PatientId, by: Actor, key: string): Promise<Outcome> =>
  inTransaction(db, async (tx) => {
    const outcome = await book(tx, { slot, patientId, by }, { scope: by, key });
    if (outcome.kind === 'settled') await tell(tx, outcome.visit.id, patientId, 'accepted', key);
    return outcome;
  });

export const moveFor = (db: Database, visit: DayVisit, to: Slot, by: Actor, key: string): Promise<Outcome> =>
  inTransaction(db, async (tx) => {
    const outcome = await move(tx, visit, to, { by }, { scope: by, key });
    if (outcome.kind === 'settled') await tell(tx, outcome.visit.id, visit.patientId, 'moved', key);
    return outcome;
  });

export const cancelFor = (db: Database, visit: DayVisit, by: Actor): Promise<Outcome> =>
  inTransaction(db, async (tx) => {
    const outcome = await cancel(tx, visit, { by });
    if (outcome.kind === 'settled') await tell(tx, visit.id, visit.patientId, 'cancelled', `cancelled ${visit.id}`);
    return outcome;
  });

/** Arrived, done, missed. */
export const mark = (
  db: Database,
  visit: DayVisit,
  as: Extract<Reachable, 'arrived' | 'done' | 'missed'>,
  by: Actor,
): Promise<Outcome> => changeStatus(db, visit, as, { by });

// The same window sent off twice books once, and so it is told once.
async function tell(
  tx: Database,
  visitId: DayVisit['id'],
  patientId: PatientId,
  what: 'accepted' | 'moved' | 'cancelled',
  key: string,
): Promise<void> {
  const contactId = await contactOf(tx, patientId);
  const news = await tx.query<unknown[]>(
    'insert into desk_noted (subject) values ($1) on conflict do nothing returning subject',
    [`told ${what} ${key}`],
  );
  if (contactId && news.length > 0) await sayAboutVisit(tx, contactId, visitId, what);
}

export type Whose = { providerId: ProviderId } | { clinicId: ClinicId };

/** Whose visits would lie in time that is to be blocked, before anything is entered. */
export const whoWouldBeAffected = (db: Database, whose: Whose, during: Interval): Promise<number> =>
  visitsDuring(db, whose, during).then((visits) => visits.length);

/** Takes the time out of the calendar. From that commit on nothing is booked there, and each visit in it is offered other times. */
export const blockOut = async (
  db: Database,
  whose: Whose,
  during: Interval,
  how: { by: Actor; because: string },
): Promise<number> => {
  const { by, because } = how;
  const { affected } =
    'providerId' in whose
      ? await blockTime(db, { ...whose, during, note: because, by })
      : await closeClinic(db, { ...whose, during, name: because || 'Closed', by });
  return affected.length;
};
