import formbody from '@fastify/formbody';
import type { Twilio } from 'twilio';
import type { Channel, Door, OutboundMessage } from '../channel';
import { explain } from './api';
import { EMPTY_ANSWER, FORM, type StatusForm, statusOf } from './forms';
import { signedByTwilio } from './signed-by-twilio';

// https://www.twilio.com/docs/messaging/guides/webhook-request
interface Incoming {
  MessageSid: string;
  From: string;
  Body?: string;
  NumMedia?: string;
  OptOutType?: 'STOP' | 'START' | 'HELP';
}

export const sms = (twilio: Twilio, ourNumber: string, authToken: string): Channel => ({
  name: 'sms',
  shows: { characters: 459 }, // three segments; some carriers drop the fourth

  async open({ routes, publicUrl, receive, receipt, consent }: Door) {
    await routes.register(formbody);
    routes.addHook('preHandler', signedByTwilio(authToken, publicUrl));

    routes.post<{ Body: Incoming }>('/webhooks/twilio/sms', { schema: FORM }, async ({ body }, reply) => {
      const from = { channel: 'sms', at: body.From };
      // Advanced Opt-Out has answered already; anything we sent now would be blocked or be a second answer.
      if (body.OptOutType === 'STOP' || body.OptOutType === 'START') await consent(from, body.OptOutType === 'START');
      else if (isPerson(body.From)) await receive({ id: body.MessageSid, from, ...contentOf(body) });
      return reply.type('text/xml').send(EMPTY_ANSWER);
    });

    routes.post<{ Body: StatusForm }>('/webhooks/twilio/status', { schema: FORM }, async ({ body }, reply) => {
      const news = statusOf(body);
      if (news) await receipt(news);
      return reply.type('text/xml').send(EMPTY_ANSWER);
    });
  },

  async send({ to, text, reference }: OutboundMessage) {
    const sent = await twilio.messages.create({ from: ourNumber, to: to.at, body: text }).catch(explain);
    void reference; // Twilio gives nothing of ours back but the address of the callback
    return { receipt: sent.sid };
  },
});

// A short code or a name cannot be answered, and is no patient.
const isPerson = (from: string): boolean => /^\+\d{7,15}$/.test(from);

const contentOf = ({ Body = '', NumMedia = '0' }: Incoming) => ({
  text: Body,
  ...(NumMedia !== '0' && { media: true }),
});
