import type { InboundMessage, Receipt } from '../channel';

/** What the process that holds the phone tells the hub, as JSON. */
export interface News {
  message?: Omit<InboundMessage, 'sentAt'> & { sentAt?: string };
  receipt?: Receipt;
}

/** What we read of a message of whatsapp-web.js. https://docs.wwebjs.dev/Message.html */
export interface WebMessage {
  id: { _serialized: string; fromMe?: boolean };
  from: string;
  body?: string;
  type: string;
  /** In seconds. */
  timestamp?: number;
  hasMedia?: boolean;
  fromMe?: boolean;
  isStatus?: boolean;
}

/** A person, by number or by an id that holds none. Groups, news and statuses are nobody we could book for. */
const PERSON = /^([^@\s]{1,80})@(c\.us|lid)$/;

const WORDS = new Set(['chat', 'buttons_response', 'list_response']);
const UNREADABLE = new Set([
  'image',
  'video',
  'audio',
  'ptt',
  'document',
  'sticker',
  'location',
  'vcard',
  'multi_vcard',
]);

/** Somebody's address: the bare number, as other ways to WhatsApp have it, or the id exactly as it came. */
export function addressOf(chatId: string): string | undefined {
  const [, user, server] = PERSON.exec(chatId) ?? [];
  return server === 'c.us' ? user : server === 'lid' ? chatId : undefined;
}

export const chatIdOf = (at: string): string => (at.includes('@') ? at : `${at}@c.us`);

export function messageNews(message: WebMessage): News | undefined {
  const { id, from, body, type, timestamp, hasMedia, fromMe, isStatus } = message;
  const at = addressOf(from);
  if (!at || fromMe || isStatus || !(WORDS.has(type) || UNREADABLE.has(type))) return undefined;
  const media = hasMedia || UNREADABLE.has(type);
  return {
    message: {
      id: id._serialized,
      from: { channel: 'whatsapp', at },
      // Of a place, the body is a picture of it in letters.
      text: type === 'location' ? '' : (body ?? ''),
      ...(media && { media: true }),
      ...(timestamp && { sentAt: new Date(timestamp * 1000).toISOString() }),
    },
  };
}

/** https://docs.wwebjs.dev/global.html#MessageAck */
const ACKS: Record<number, Receipt['status']> = { [-1]: 'failed', 1: 'sent', 2: 'delivered', 3: 'read', 4: 'read' };

export function receiptNews(message: WebMessage, ack: number): News | undefined {
  const status = ACKS[ack];
  if (!status || !(message.fromMe ?? message.id.fromMe)) return undefined;
  const failure = status === 'failed' ? { failure: 'unreachable' as const } : {};
  return { receipt: { of: { receipt: message.id._serialized }, status, ...failure } };
}
