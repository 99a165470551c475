import type { Receipt } from '../channel';
import { meaningOf } from './api';

export const EMPTY_ANSWER = '<Response/>';

/** Twilio adds fields without notice, so only what we read must be there. */
export const FORM = {
  body: {
    type: 'object',
    required: ['MessageSid'],
    properties: { MessageSid: { type: 'string', minLength: 1, maxLength: 64 } },
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

export function statusOf({ MessageSid, MessageStatus = '', ErrorCode }: StatusForm): Receipt | undefined {
  const status = STATUS[MessageStatus];
  if (!status) return undefined; // queued, sending: no news
  return { of: { receipt: MessageSid }, status, ...(ErrorCode && { failure: meaningOf(Number(ErrorCode)) }) };
}
