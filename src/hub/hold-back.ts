import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Problem } from './errors';

/** A family behind one address, a waiting room, a village behind one mast: far more than people type, far less than a program. */
const MOST_A_MINUTE = 240;

/** How long somebody who is sent away is asked to wait. */
const WAIT_SECONDS = 5;

/**
 * For doors at which nobody shows who they are. Whoever knocks too often from one place, or while we are far behind with what
 * has come already, is asked to come back; their device keeps the message meanwhile. Looking is not knocking.
 */
export async function holdBack(routes: FastifyInstance, isCrowded: () => boolean): Promise<void> {
  await routes.register(rateLimit, {
    max: MOST_A_MINUTE,
    timeWindow: '1 minute',
    allowList: ({ method }) => method === 'GET',
    errorResponseBuilder: (_request, { ttl }) => new Problem('too_many', { retryAfterSeconds: Math.ceil(ttl / 1000) }),
  });
  routes.addHook('onRequest', async ({ method }) => {
    if (method !== 'GET' && isCrowded()) throw new Problem('not_ready', { retryAfterSeconds: WAIT_SECONDS });
  });
}
