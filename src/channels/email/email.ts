import type { SendMailOptions } from 'nodemailer';
import type { Channel, Envelope, OutboundMessage } from '../channel';
import { explain } from './explain';

export interface MailSettings {
  url: { reveal(): string };
  /** The address that mails come from. */
  from: string;
}

/** A server may look a mail over for viruses before it takes it. */
const WITHIN_MS = 30_000;

/** Mail, only to be sent: what comes back to the address is not read here. */
export const email = ({ url, from }: MailSettings): Channel => ({
  name: 'email',
  shows: { characters: 200_000 },

  open: () => Promise.resolve(),

  async send(message: OutboundMessage) {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      url: url.reveal(),
      connectionTimeout: WITHIN_MS,
      greetingTimeout: WITHIN_MS,
      socketTimeout: WITHIN_MS,
      // Nothing in a message may make us open a file or call an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const { messageId } = await transport.sendMail(asMail(message, from)).catch(explain);
    return { receipt: messageId };
  },
});

/** Addresses are given apart from names, so that nothing in either can become a second recipient. */
function asMail({ to, text, reference, mail }: OutboundMessage, from: string): SendMailOptions {
  const { subject = firstLine(text), calendar, files = [] }: Partial<Envelope> = mail ?? {};
  return {
    from: { name: mail?.from ?? '', address: from },
    to: { name: '', address: to.at },
    subject: onOneLine(subject),
    text,
    messageId: `<${reference}@${from.split('@')[1]}>`,
    // So that no two programs write to each other for ever.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(calendar && { icalEvent: { ...calendar, filename: 'visit.ics' } }),
    attachments: files.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
  };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
const onOneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
