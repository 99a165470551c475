import { randomBytes } from 'node:crypto';
import type { ContactId, PatientId, SeriesId } from '../database/ids';
import type { Database } from '../database/statements';
import { type Claim, insertPlainVisit, insertVisit, isFree } from './claim';
import type { Notice } from './effects';
import { letOldestHoldGo, makeRoom } from './make-room';
import { type Once, once } from './once';
import { ruleAgainstWords } from './possible';
import { allOrNothing, inOneStatement, inTransaction } from './transaction';
import type { Actor, Outcome, Slot } from './types';
import { whyNot } from './why-not';

export interface Booking {
  slot: Slot;
  patientId: PatientId;
  by: Actor;
  seriesId?: SeriesId;
  notices?: Notice[];
  requestId?: string;
}

/** Books a time that was not held. A service that needs approval makes it a request, which blocks the time all the same. */
export const book = (db: Database, booking: Booking, key?: Once): Promise<Outcome> =>
  key ? once(db, key, booking, (tx) => claimTime(tx, booking)) : claimTime(db, booking);

/** Long enough to answer a question or two on a slow line; short enough that nobody can sit on a morning. */
export const HOLD_MINUTES = 10;

export interface Holding {
  slot: Slot;
  contactId: ContactId;
  patientId?: PatientId;
  by: Actor;
  minutes?: number;
}

export type Held = Outcome & { token?: string };

/** Keeps a time for a few minutes while the rest is settled. Only who has the token can confirm it. */
export async function hold(db: Database, holding: Holding): Promise<Held> {
  const { slot, contactId, patientId = null, by, minutes = HOLD_MINUTES } = holding;
  if (!(minutes > 0)) throw new RangeError(`A hold lasts some minutes, not ${minutes}`);
  const token = randomBytes(16).toString('base64url');
  const outcome = await claimTime(db, { slot, patientId, by, hold: { contactId, token, minutes } });
  return outcome.kind === 'settled' ? { ...outcome, token } : outcome;
}

/**
 * Claims a time, or says why it cannot be had. The first try is one statement, which needs no transaction around it. When it
 * comes back empty there is mostly a rule to tell; if there is none, the way is cleared of what has run out for another try.
 */
export async function claimTime(db: Database, claim: Claim): Promise<Outcome> {
  const impossible = ruleAgainstWords(claim.slot);
  if (impossible) return { kind: 'refused', rules: [impossible] };
  const first = await inOneStatement(db, (alone) => insertPlainVisit(alone, claim));
  if (first) return { kind: 'settled', visit: first };
  return (await refusalOf(db, claim)) ?? inTransaction(db, (tx) => tryAgain(tx, claim));
}

async function tryAgain(tx: Database, claim: Claim): Promise<Outcome> {
  await makeRoom(tx, claim);
  const second = await insertVisit(tx, { ...claim, attempt: 2 });
  if (second) return { kind: 'settled', visit: second };
  return (await refusalOf(tx, claim)) ?? lastTry(tx, claim);
}

async function refusalOf(db: Database, claim: Claim): Promise<Outcome | undefined> {
  const [first, ...others] = await whyNot(db, claim.slot, {
    patientId: claim.patientId,
    moving: claim.moving?.sitting,
    by: claim.by,
    freely: isFree(claim),
  });
  return first && { kind: 'refused', rules: [first, ...others] };
}

// No rule stands against it, so either the other party has just let go or a reference was thrown twice.
// A contact who holds two times already gives the older one up, but not for nothing.
const lastTry = (tx: Database, claim: Claim): Promise<Outcome> =>
  allOrNothing<Outcome>(tx, async (inner) => {
    if (claim.hold?.contactId) await letOldestHoldGo(inner, claim.hold.contactId);
    const third = await insertVisit(inner, { ...claim, attempt: 3 });
    return third ? { kind: 'settled', visit: third } : { kind: 'refused', rules: ['taken'] };
  });
