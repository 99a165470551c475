import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../database/statements';
import { Problem } from '../hub/errors';
import { sealedDocument } from '../sealing/sealed';
import type { Known } from './identify';

/**
 * Does a write once for an `Idempotency-Key`. The key, the work and the kept answer are one transaction: a caller whose line
 * broke asks again under the same key and gets the first answer. What was refused is not kept, and may be tried again.
 */
export async function onceFor(
  tx: Database,
  { who }: Known,
  request: FastifyRequest,
  work: (tx: Database) => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work(tx);
  if (typeof key !== 'string' || !/^[\w.:-]{8,100}$/.test(key))
    throw new Problem('bad_request', { about: { detail: KEY } });
  const scope = `api ${who.kind} ${who.id}`;
  const hash = createHash('sha256')
    .update(JSON.stringify([request.method, request.url, request.body ?? null]))
    .digest('base64url');
  const fresh = await tx.query<unknown[]>(
    'insert into idempotency (scope, key, request_hash) values ($1, $2, $3) on conflict do nothing returning 1',
    [scope, key, hash],
  );
  if (fresh.length === 0) return keptAnswer(tx, scope, key, hash);
  const answer = await work(tx);
  await tx.query('update idempotency set answer = $3 where scope = $1 and key = $2', [
    scope,
    key,
    sealedDocument({ answer }),
  ]);
  return answer;
}

async function keptAnswer(tx: Database, scope: string, key: string, hash: string): Promise<unknown> {
  const [kept] = await tx.query<{ hash: string; kept: { answer: unknown } }[]>(
    'select request_hash as hash, answer as kept from idempotency where scope = $1 and key = $2',
    [scope, key],
  );
  if (kept?.hash !== hash) throw new Problem('not_acceptable', { about: { rules: ['key_used'], detail: USED } });
  return kept.kept.answer;
}

const KEY = 'An Idempotency-Key has 8 to 100 letters, digits, dots, colons, dashes or underscores.';
const USED = 'This Idempotency-Key came with another request before.';
