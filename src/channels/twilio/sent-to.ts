import type { Twilio } from 'twilio';
import type { Found } from '../channel';

const MOST = 50;

/** https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources */
const STATUS: Record<string, Found['status']> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/**
 * What Twilio's list has for somebody. It can be filtered by the day of sending, but what is still queued has none and would
 * be missed; so the newest are read, and ours are told by when they were made.
 */
export async function sentTo(twilio: Twilio, ours: string, to: string, since: Date): Promise<Found[]> {
  // A messaging service chooses the number by itself, so there its messages are found by the recipient alone.
  const listed = await twilio.messages.list({ to, ...(!ours.startsWith('MG') && { from: ours }), limit: MOST });
  return listed
    .filter(({ direction, dateCreated }) => !direction.startsWith('inbound') && dateCreated >= since)
    .map(({ sid, body, status }) => ({ receipt: sid, text: body, status: STATUS[status] ?? 'sent' }));
}
