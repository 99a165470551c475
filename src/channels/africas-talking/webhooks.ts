import { timingSafeEqual } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../hub/errors';
import type { Door } from '../channel';

export interface AfricasTalkingSettings {
  username: string;
  apiKey: { reveal(): string };
  webhookSecret: { reveal(): string };
  apiUrl: string;
  smsFrom: string | undefined;
}

export const UNDER = '/webhooks/africastalking/:secret';

/** They sign nothing. What shows that a call is theirs is a long secret in the address, and who guesses finds nothing there. */
export async function takeForms({ routes }: Door, settings: AfricasTalkingSettings): Promise<void> {
  routes.removeAllContentTypeParsers();
  await routes.register(formbody);
  const secret = settings.webhookSecret.reveal();
  routes.addHook('onRequest', async (request: FastifyRequest, _reply: FastifyReply) => {
    const { secret: given } = request.params as { secret?: string };
    if (!isSame(given ?? '', secret)) throw new Problem('not_found');
  });
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export const word = { type: 'string', minLength: 1, maxLength: 200 } as const;
