import type { ContactId, PatientId } from '../database/ids';
import type { Database } from '../database/statements';
import { type Held, hold } from './book';
import { type By, changeStatus, type Seen } from './change-status';
import { lockCounted } from './make-room';
import { noteOpening } from './openings';
import { allOrNothing } from './transaction';
import type { Outcome, Slot } from './types';

/** A request becomes a visit; of two people who answer it at once, one is told that it has been answered. */
export const accept = (db: Database, request: Seen, how: By): Promise<Outcome> =>
  changeStatus(db, request, 'booked', how);

export interface Alternative {
  slot: Slot;
  contactId: ContactId;
  patientId: PatientId;
}

/** Another time is kept a day for the patient's answer. */
const ANSWER_MINUTES = 24 * 60;

export type Declined = Outcome & { instead?: Held };

/**
 * Declines a request. Another time, if one is given, is held for the patient in the same transaction; if it cannot be held,
 * the request stays as it was, so that the provider can pick again.
 */
export const decline = (db: Database, request: Seen, how: By, instead?: Alternative): Promise<Declined> =>
  allOrNothing(db, async (tx): Promise<Declined> => {
    if (instead) await lockCounted(tx, instead.slot);
    // Declined first: the request itself may be what keeps the other time from being free.
    const declined = await changeStatus(tx, request, 'declined', how);
    if (declined.kind === 'refused') return declined;
    await noteOpening(tx, request.id);
    if (!instead) return declined;
    const held = await hold(tx, { ...instead, by: how.by, minutes: ANSWER_MINUTES });
    return held.kind === 'refused' ? held : { ...declined, instead: held };
  });
