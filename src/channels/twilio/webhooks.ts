import formbody from '@fastify/formbody';
import type { Twilio } from 'twilio';
import type { Door } from '../channel';
import { EMPTY_ANSWER, FORM, type StatusForm, statusOf } from './forms';
import { signedByTwilio } from './signed-by-twilio';

/** A number of ours, or a messaging service, at Twilio. */
export interface TwilioNumber {
  twilio: Twilio;
  ours: string;
  authToken: string;
  publicUrl: string;
}

const STATUS = '/webhooks/twilio/status';

/** Only signed forms come in here, and nothing in any other wrapping. */
export async function takeSignedForms({ routes, publicUrl }: Door, authToken: string): Promise<void> {
  routes.removeAllContentTypeParsers();
  await routes.register(formbody);
  routes.addHook('preHandler', signedByTwilio(authToken, publicUrl));
}

/** One address for what became of SMS and of WhatsApp messages: the first of the two to open answers for both. */
export function takeStatuses({ routes, receipt }: Door): void {
  if (routes.hasRoute({ method: 'POST', url: STATUS })) return;
  routes.post<{ Body: StatusForm; Querystring: { of?: string } }>(
    STATUS,
    { schema: { body: FORM } },
    async ({ body, query }, reply) => {
      const news = statusOf(body, query.of);
      if (news) await receipt(news);
      return reply.type('text/xml').send(EMPTY_ANSWER);
    },
  );
}

/** Twilio gives nothing of ours back but the address of the callback, so that is where our reference goes. */
export const statusCallback = (publicUrl: string, reference: string): { statusCallback?: string } =>
  // An address that is not on the internet is refused, and the message with it.
  publicUrl.startsWith('https:') ? { statusCallback: `${publicUrl}${STATUS}?of=${reference}` } : {};

/** We may have been given one of our numbers, or a messaging service that chooses among them. */
export const senderOf = (ours: string): { from: string } | { messagingServiceSid: string } =>
  ours.startsWith('MG') ? { messagingServiceSid: ours } : { from: ours };
