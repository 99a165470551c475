import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';

export interface Inbound {
  /** The channel, and the provider's own id of the message: together they are stored once. */
  source: string;
  sourceId: string;
  from: { channel: string; address: string };
  body: { text?: string; choice?: number; prompt?: number; media?: boolean; command?: 'back' | 'menu' };
  sentAt?: Date;
}

/** Resolves once the message is safely ours. A repeat is nobody's news: it stores nothing. */
export async function receive(db: Database, message: Inbound): Promise<{ contactId: ContactId; isNew: boolean }> {
  const [row] = await db.query<{ contactId: ContactId; isNew: boolean }[]>(
    `with known as (
       insert into contact (channel, address) values ($3, $4)
       on conflict (channel, address) do update set address = excluded.address
       returning id),
     stored as (
       insert into inbox (source, source_id, contact_id, body, sent_at)
       select $1, $2, known.id, $5, $6 from known
       on conflict do nothing returning 1)
     select known.id as "contactId", exists (select from stored) as "isNew" from known`,
    [
      message.source,
      message.sourceId,
      message.from.channel,
      message.from.address,
      JSON.stringify(message.body),
      message.sentAt ?? null,
    ],
  );
  if (!row) throw new Error('A message could not be stored');
  return row;
}
