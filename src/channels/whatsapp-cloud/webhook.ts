import { createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundMessage, Receipt } from '../channel';
import { tapIn } from '../tap';
import { meaningOf } from './errors';

// https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
export interface Webhook {
  entry?: { changes?: { value?: Value }[] }[];
}

interface Value {
  metadata?: { phone_number_id?: string };
  messages?: Message[];
  statuses?: Status[];
}

interface Message {
  id: string;
  from?: string;
  from_user_id?: string;
  timestamp?: string;
  type: string;
  text?: { body?: string };
  image?: Captioned;
  video?: Captioned;
  document?: Captioned;
  button?: { payload?: string; text: string };
  interactive?: { button_reply?: Reply; list_reply?: Reply };
  group_id?: string;
}

interface Captioned {
  caption?: string;
}

interface Reply {
  id: string;
  title: string;
}

interface Status {
  id: string;
  status: string;
  biz_opaque_callback_data?: string;
  errors?: { code: number }[];
}

/** Made over the bytes as they came: written out again, the JSON would be another one. */
export function signedByMeta(appSecret: string, raw: Buffer, header: unknown): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`);
  const given = Buffer.from(typeof header === 'string' ? header : '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** One call may bring many of both, for several of our numbers; only ours are read. */
export function newsIn(webhook: Webhook, phoneNumberId: string): { messages: InboundMessage[]; receipts: Receipt[] } {
  const values = (webhook.entry ?? []).flatMap((entry) => entry.changes ?? []).flatMap((change) => change.value ?? []);
  const ours = values.filter((value) => value.metadata?.phone_number_id === phoneNumberId);
  return {
    messages: ours.flatMap((value) => value.messages ?? []).flatMap(asInbound),
    receipts: ours.flatMap((value) => value.statuses ?? []).flatMap(asReceipt),
  };
}

const UNREADABLE = new Set(['image', 'audio', 'video', 'document', 'sticker', 'location', 'contacts', 'unsupported']);

function asInbound(message: Message): InboundMessage[] {
  // People with a user name may come without a number; their own id is then all we have, and enough to answer.
  const at = message.from ?? message.from_user_id;
  if (!at || !message.id || message.group_id || message.type === 'reaction') return [];
  const reply = message.interactive?.button_reply ?? message.interactive?.list_reply;
  const tapped = tapIn(reply?.id ?? message.button?.payload);
  const { caption } = message.image ?? message.video ?? message.document ?? {};
  const text = message.text?.body ?? reply?.title ?? message.button?.text ?? caption;
  return [
    {
      id: message.id,
      from: { channel: 'whatsapp', at },
      ...(text !== undefined && { text }),
      ...(tapped && { tapped }),
      ...(UNREADABLE.has(message.type) && { media: true }),
      ...(message.timestamp && { sentAt: new Date(Number(message.timestamp) * 1000) }),
    },
  ];
}

const STATUS: Record<string, Receipt['status']> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

function asReceipt({ id, status, errors, biz_opaque_callback_data: reference }: Status): Receipt[] {
  const known = STATUS[status];
  if (!known) return [];
  const code = errors?.[0]?.code;
  const of = reference ? { reference } : { receipt: id };
  return [{ of, status: known, ...(code !== undefined && { failure: meaningOf(code) }) }];
}
