import type { FastifyReply, FastifyRequest } from 'fastify';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';

/**
 * Made over the address that Twilio called and every field of the form, so neither may be taken from anywhere else. It has no
 * timestamp: that a capture is not taken twice is up to the message id, which is stored once.
 */
export const signedByTwilio =
  (authToken: string, publicUrl: string) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const signature = request.headers['x-twilio-signature'];
    const form = (request.body ?? {}) as Record<string, string>;
    const genuine =
      typeof signature === 'string' && validateRequest(authToken, signature, publicUrl + request.raw.url, form);
    return genuine ? undefined : reply.code(403).send();
  };
