import { createHash } from 'node:crypto';
import type { Database } from '../database/statements';
import { inTransaction } from './transaction';
import type { Outcome } from './types';

/** A key that names one request of one asker, so that asking twice does once. */
export interface Once {
  scope: string;
  key: string;
}

/** Does the work at most once for a key. The same request again gets the same answer; another one under the same key none. */
export async function once(
  db: Database,
  key: Once | undefined,
  request: object,
  work: (tx: Database) => Promise<Outcome>,
): Promise<Outcome> {
  if (!key) return inTransaction(db, work);
  return inTransaction(db, async (tx) => {
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
    const earlier = await claimKey(tx, key, hash);
    if (earlier) return earlier.hash === hash ? revived(earlier.answer) : { kind: 'refused', rules: ['key_used'] };
    const outcome = await work(tx);
    await tx.query('update idempotency set answer = $3 where scope = $1 and key = $2', [key.scope, key.key, outcome]);
    return outcome;
  });
}

// Waits for a twin that is under way, so that the answer is there to be read.
async function claimKey(tx: Database, key: Once, hash: string): Promise<{ hash: string; answer: Outcome } | undefined> {
  const inserted = await tx.query<unknown[]>(
    'insert into idempotency (scope, key, request_hash) values ($1, $2, $3) on conflict do nothing returning 1',
    [key.scope, key.key, hash],
  );
  if (inserted.length > 0) return undefined;
  const [row] = await tx.query<{ hash: string; answer: Outcome }[]>(
    'select request_hash as hash, answer from idempotency where scope = $1 and key = $2',
    [key.scope, key.key],
  );
  return row;
}

// JSON has no dates, and an answer given twice must be the same twice.
function revived(answer: Outcome): Outcome {
  if (answer.kind !== 'settled') return answer;
  const { starts, ends, heldUntil } = answer.visit;
  const visit = {
    ...answer.visit,
    starts: new Date(starts),
    ends: new Date(ends),
    heldUntil: heldUntil && new Date(heldUntil),
  };
  return { kind: 'settled', visit };
}
