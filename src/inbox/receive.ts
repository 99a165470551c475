import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';
import { sealedAddress, sealedDocument } from '../sealing/sealed';
import { countryOf } from './country-of';

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
  const { text } = message.body;
  const [row] = await db.query<{ contactId: ContactId; isNew: boolean }[]>(
    `with known as (
       insert into contact (channel, address, clinic_id) values ($3, $4, (
         -- The clinic of their own country, where there is one: nobody wants a dentist on another continent.
         select c.id from clinic c join place p on p.id = c.place_id
          where p.country = $7 and c.closed_at is null order by c.id limit 1))
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
      sealedAddress(message.from.address),
      sealedDocument({ ...message.body, ...(text !== undefined && { text: storable(text) }) }),
      message.sentAt ?? null,
      countryOf(message.from.address),
    ],
  );
  if (!row) throw new Error('A message could not be stored');
  return row;
}

// Postgres takes neither in JSON; refused by it, the message would be brought again and again.
const storable = (text: string): string => text.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd');
const LONE_SURROGATE = /\p{Surrogate}/gu;
