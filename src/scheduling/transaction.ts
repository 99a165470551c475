import { QueryFailedError } from 'typeorm';
import type { Database } from '../database/statements';

/** Runs in the caller's transaction if there is one, else in its own. */
export async function inTransaction<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  if (db.queryRunner?.isTransactionActive) return work(db);
  return again(() => db.transaction(work));
}

/** A single statement is a transaction by itself: outside of one, it needs neither begin nor commit. */
export const inOneStatement = <T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> =>
  db.queryRunner?.isTransactionActive ? work(db) : again(() => work(db));

/** Inside whatever is going on: if the work throws, what it did is undone and the rest stands. */
export const inSavepoint = <T>(tx: Database, work: (inner: Database) => Promise<T>): Promise<T> => tx.transaction(work);

/** A refusal of any part undoes the whole, and is what comes back. */
export async function allOrNothing<T extends { kind: string }>(
  db: Database,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  try {
    return await again(() => db.transaction(async (tx) => orThrow(await work(tx))));
  } catch (error) {
    if (error instanceof Refused) return error.outcome as T;
    throw error;
  }
}

class Refused extends Error {
  constructor(readonly outcome: { kind: string }) {
    super('refused');
  }
}

function orThrow<T extends { kind: string }>(outcome: T): T {
  if (outcome.kind === 'refused') throw new Refused(outcome);
  return outcome;
}

/** Serialization failure, deadlock, lock timeout: nobody's mistake, and gone on another try. */
const PASSING = new Set(['40001', '40P01', '55P03']);
const TRIES = 4;

/** Up to three more tries with a random pause, so that those who collided do not collide again. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !PASSING.has(codeOf(error) ?? '')) throw error;
      await new Promise((resume) => setTimeout(resume, 20 + Math.random() * 180));
    }
  }
}

/** The SQLSTATE of a failed query, whether it came through TypeORM or straight from the driver. */
export function codeOf(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

export function constraintOf(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof Error && 'constraint' in cause && typeof cause.constraint === 'string'
    ? cause.constraint
    : undefined;
}
