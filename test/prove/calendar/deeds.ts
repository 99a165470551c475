import type { OpeningId, PatientId, VisitId, WaitingOfferId } from '../../../src/database/ids';
import { lostConnection } from '../../../src/database/lost-connection';
import type { Database } from '../../../src/database/statements';
import { book, type Booking, hold, type Holding } from '../../../src/scheduling/book';
import { cancel, undoCancel } from '../../../src/scheduling/cancel';
import type { By, Seen } from '../../../src/scheduling/change-status';
import { confirm, type Confirmation } from '../../../src/scheduling/confirm';
import { move } from '../../../src/scheduling/move';
import type { Once } from '../../../src/scheduling/once';
import { accept, type Alternative, decline } from '../../../src/scheduling/requests';
import { bookSeries, type Repeat } from '../../../src/scheduling/series';
import type { Outcome, Slot } from '../../../src/scheduling/types';
import { planSession } from '../../../src/scheduling/group-sessions';
import { acceptOffer, declineOffer } from '../../../src/scheduling/answer-offer';
import { offerFreed, type Wave } from '../../../src/scheduling/offer-freed';
import { blockTime, closeClinic } from '../../../src/scheduling/work-time';

/** What a client of a proof can do: the doors of the scheduling core, and nothing behind them. */
const deeds = {
  book: (db: Database, { key, ...booking }: Booking & { key?: Once }) => book(db, booking, key),
  bookStubbornly: (db: Database, asked: Booking & { key: Once }) =>
    stubbornly(() => perform(db, { do: 'book', with: asked })),
  moveStubbornly: (db: Database, asked: { seen: Seen; to: Slot; key: Once } & By) =>
    stubbornly(() => perform(db, { do: 'move', with: asked })),
  cancelStubbornly: (db: Database, asked: { seen: Seen; key: Once } & By) =>
    stubbornly(() => perform(db, { do: 'cancel', with: asked })),
  hold: (db: Database, holding: Holding) => hold(db, holding),
  holdThenConfirm,
  confirm: (db: Database, confirmation: Confirmation) => confirm(db, confirmation),
  accept: (db: Database, { seen, ...how }: { seen: Seen } & By) => accept(db, seen, how),
  decline: (db: Database, { seen, instead, ...how }: { seen: Seen; instead?: Alternative } & By) =>
    decline(db, seen, how, instead),
  move: (db: Database, { seen, to, key, ...how }: { seen: Seen; to: Slot; key?: Once } & By) =>
    move(db, seen, to, how, key),
  cancel: (db: Database, { seen, key, ...how }: { seen: Seen; key?: Once } & By) => cancel(db, seen, how, key),
  undoCancel: (db: Database, { seen, ...how }: { seen: Seen } & By) => undoCancel(db, seen, how),
  bookSeries: (db: Database, { slots, repeat, ...who }: { slots: Slot[]; repeat: Repeat; patientId: PatientId } & By) =>
    bookSeries(db, slots, repeat, who),
  offerFreed: (db: Database, { openingId, wave }: { openingId: OpeningId; wave?: Wave }) =>
    offerFreed(db, openingId, wave),
  acceptOffer: (db: Database, { offerId, ...how }: { offerId: WaitingOfferId } & By) => acceptOffer(db, offerId, how),
  declineOffer: (db: Database, { offerId }: { offerId: WaitingOfferId }) => declineOffer(db, offerId),
  blockTime: (db: Database, block: Parameters<typeof blockTime>[1]) => blockTime(db, block),
  closeClinic: (db: Database, closing: Parameters<typeof closeClinic>[1]) => closeClinic(db, closing),
  planSession: (db: Database, session: Parameters<typeof planSession>[1]) => planSession(db, session),
};

type Deeds = typeof deeds;

/** Plain data, so that it can be sent to another process. */
export type Task = { [Name in keyof Deeds]: { do: Name; with: Parameters<Deeds[Name]>[1] } }[keyof Deeds];

// Each name goes with its own argument by the type above, which the compiler cannot follow through an index.
export const perform = (db: Database, task: Task): Promise<unknown> =>
  (deeds[task.do] as (db: Database, given: unknown) => Promise<unknown>)(db, task.with);

const PATIENCE_MS = 60_000;

/** Asks until there is an answer, as a client does whose line was cut. Only a key makes that safe. */
export async function stubbornly(ask: () => Promise<unknown>): Promise<unknown> {
  for (const began = performance.now(); ;) {
    try {
      return await ask();
    } catch (error) {
      if (!lostConnection(error) || performance.now() - began > PATIENCE_MS) throw error;
      await new Promise((resume) => setTimeout(resume, 20 + Math.random() * 80));
    }
  }
}

export interface Thought {
  holding: Holding;
  patientId: PatientId;
  thinkMilliseconds: number;
  /** A patient who walks away in the middle. */
  andLeaves?: boolean;
}

export interface Thoughtful {
  held: VisitId | undefined;
  /** By the clock of the database, read after the answer: was the promise still good? */
  inTime: boolean;
  outcome: Outcome | undefined;
}

/** Takes a time, thinks, and says yes, like a patient who answers in the middle of something else. */
async function holdThenConfirm(db: Database, thought: Thought): Promise<Thoughtful> {
  const held = await hold(db, thought.holding);
  if (held.kind === 'refused') return { held: undefined, inTime: false, outcome: held };
  await new Promise((resume) => setTimeout(resume, thought.thinkMilliseconds));
  const visitId = held.visit.id;
  if (thought.andLeaves) return { held: visitId, inTime: false, outcome: undefined };
  const { by } = thought.holding;
  const outcome = await confirm(db, { visitId, token: held.token!, patientId: thought.patientId, by });
  const [now] = await db.query<{ at: Date }[]>('select clock_now() as at');
  return { held: visitId, inTime: +held.visit.heldUntil! > +now!.at, outcome };
}
