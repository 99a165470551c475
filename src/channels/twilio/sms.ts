import type { Channel, Door, OutboundMessage } from '../channel';
import { explain } from './api';
import { sentTo } from './sent-to';
import { consentIn, EMPTY_ANSWER, INCOMING_FORM } from './forms';
import { senderOf, statusCallback, takeSignedForms, takeStatuses, type TwilioNumber } from './webhooks';

// https://www.twilio.com/docs/messaging/guides/webhook-request
interface Incoming {
  MessageSid: string;
  From: string;
  Body?: string;
  NumMedia?: string;
  OptOutType?: string;
}

export const sms = ({ twilio, ours, authToken, publicUrl }: TwilioNumber): Channel => ({
  name: 'sms',
  shows: { characters: 459, letters: 'gsm7' }, // three segments; some carriers drop the fourth

  async open(door: Door) {
    await takeSignedForms(door, authToken);
    takeStatuses(door);
    const schema = { body: INCOMING_FORM };
    door.routes.post<{ Body: Incoming }>('/webhooks/twilio/sms', { schema }, async ({ body }, reply) => {
      const from = { channel: 'sms', at: body.From };
      const consent = consentIn(body.OptOutType);
      if (consent !== undefined) await door.consent(from, consent);
      else if (isPerson(body.From)) await door.receive({ id: body.MessageSid, from, ...contentOf(body) });
      return reply.type('text/xml').send(EMPTY_ANSWER);
    });
  },

  async send({ to, text, reference }: OutboundMessage) {
    const message = { ...senderOf(ours), to: to.at, body: text, ...statusCallback(publicUrl, reference) };
    const { sid } = await twilio.messages.create(message).catch(explain);
    return { receipt: sid };
  },

  sentTo: (to, since) => sentTo(twilio, ours, to.at, since),
});

// A short code or a name cannot be answered, and is no patient.
const isPerson = (from: string): boolean => /^\+\d{7,15}$/.test(from);

const contentOf = ({ Body = '', NumMedia = '0' }: Incoming) => ({
  text: Body,
  ...(NumMedia !== '0' && { media: true }),
});
