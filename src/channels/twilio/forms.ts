import type { Receipt } from '../channel';
import { meaningOf } from './api';

export const EMPTY_ANSWER = '<Response/>';

const words = { type: 'string' } as const;
const id = { type: 'string', minLength: 1, maxLength: 64 } as const;

/** Twilio adds fields without notice, so only what we read must be there. */
export const FORM = { type: 'object', required: ['MessageSid'], properties: { MessageSid: id } } as const;

export const INCOMING_FORM = {
  type: 'object',
  required: ['MessageSid', 'From'],
  properties: {
    MessageSid: id,
    From: { type: 'string', minLength: 1, maxLength: 200 },
    Body: words,
    NumMedia: words,
    OptOutType: words,
    ButtonPayload: words,
  },
} as const;

// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
export interface StatusForm {
  MessageSid: string;
  MessageStatus?: string;
  ErrorCode?: string;
}

const STATUS: Record<string, Receipt['status']> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
};

export function statusOf(form: StatusForm, reference: string | undefined): Receipt | undefined {
  const { MessageSid, MessageStatus = '', ErrorCode } = form;
  const status = STATUS[MessageStatus];
  if (!status) return undefined; // queued, sending: no news
  const of = reference ? { reference } : { receipt: MessageSid };
  return { of, status, ...(ErrorCode && { failure: meaningOf(Number(ErrorCode)) }) };
}

/** Advanced Opt-Out has answered such a message already: what we sent now would be blocked, or be a second answer. */
export const consentIn = (optOutType: string | undefined): boolean | undefined =>
  optOutType === 'STOP' ? false : optOutType === 'START' ? true : undefined;
