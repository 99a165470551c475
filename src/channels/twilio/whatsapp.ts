import type { Channel, Door, InboundMessage, OutboundMessage } from '../channel';
import { tapIn } from '../tap';
import { explain } from './api';
import { contentsOf } from './contents';
import { sentTo } from './sent-to';
import { consentIn, EMPTY_ANSWER, INCOMING_FORM } from './forms';
import { senderOf, statusCallback, takeSignedForms, takeStatuses, type TwilioNumber } from './webhooks';

// https://www.twilio.com/docs/whatsapp/api
interface Incoming {
  MessageSid: string;
  From: string;
  Body?: string;
  NumMedia?: string;
  MessageType?: string;
  OptOutType?: string;
  /** What we put on the button. The words on it come as the body. */
  ButtonPayload?: string;
}

export const whatsapp = ({ twilio, ours, authToken, publicUrl }: TwilioNumber): Channel => {
  const contentFor = contentsOf(twilio);
  return {
    name: 'whatsapp',
    // Twilio shows buttons only in content that was registered with it beforehand, so choices are numbered lines.
    shows: { characters: 1600 },

    async open(door: Door) {
      await takeSignedForms(door, authToken);
      takeStatuses(door);
      const schema = { body: INCOMING_FORM };
      door.routes.post<{ Body: Incoming }>('/webhooks/twilio/whatsapp', { schema }, async ({ body }, reply) => {
        const from = { channel: 'whatsapp', at: bare(body.From) };
        const consent = consentIn(body.OptOutType);
        if (consent !== undefined) await door.consent(from, consent);
        else await door.receive({ id: body.MessageSid, from, ...contentOf(body) });
        return reply.type('text/xml').send(EMPTY_ANSWER);
      });
    },

    async send({ to, text, reference, template, prompt }: OutboundMessage) {
      const words = template ? await contentFor(template, prompt) : { body: text };
      const message = { ...sender(ours), to: addressed(to.at), ...words, ...statusCallback(publicUrl, reference) };
      const { sid } = await twilio.messages.create(message).catch(explain);
      return { receipt: sid };
    },

    sentTo: (to, since) => sentTo(twilio, ours.startsWith('+') ? `whatsapp:${ours}` : ours, addressed(to.at), since),
  };
};

// Digits, or somebody's own id such as KE.1349… where they gave no number: as Meta writes it, so that a clinic that changes
// its provider knows its patients again.
const bare = (from: string): string => from.replace(/^whatsapp:\+?/, '');
const addressed = (at: string): string => `whatsapp:${/^\d/.test(at) ? '+' : ''}${at}`;
const sender = (ours: string) => senderOf(ours.startsWith('+') ? `whatsapp:${ours}` : ours);

const UNREADABLE = new Set(['location', 'contacts', 'unsupported']);

function contentOf(form: Incoming): Pick<InboundMessage, 'text' | 'tapped' | 'media'> {
  const { Body = '', NumMedia = '0', MessageType = 'text', ButtonPayload } = form;
  const tapped = tapIn(ButtonPayload);
  const media = NumMedia !== '0' || UNREADABLE.has(MessageType);
  return { text: Body, ...(tapped && { tapped }), ...(media && { media }) };
}
