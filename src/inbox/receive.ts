import type { ContactId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
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
  const values = [
    message.source,
    message.sourceId,
    message.from.channel,
    sealedAddress(message.from.address),
    sealedDocument({ ...message.body, ...(text !== undefined && { text: storable(text) }) }),
    message.sentAt ?? null,
    countryOf(message.from.address),
  ];
  // Of two first messages at once, one finds the contact neither there nor to be made. A moment later it is there.
  for (let looks = 0; looks < 3; looks++) {
    const [row] = await run<{ contactId: ContactId; isNew: boolean }>(db, STORE, values);
    if (row) return row;
  }
  throw new Error('A message could not be stored');
}

/** A contact that is known is not touched: a lock on it could meet that of a turn which is under way, in a deadlock. */
const STORE: Statement = {
  name: 'receive',
  text: `
    with found as (select id from contact where channel = $3 and address = $4),
    made as (
      insert into contact (channel, address, clinic_id)
      -- The clinic of their own country, where there is one: nobody wants a dentist on another continent.
      select $3, $4, (select c.id from clinic c join place p on p.id = c.place_id
                       where p.country = $7 and c.closed_at is null order by c.id limit 1)
       where not exists (select from found)
      on conflict (channel, address) do nothing returning id),
    -- Whoever writes for the first time has a conversation from now on.
    begun as (insert into conversation (contact_id) select id from made),
    known as (select id from found union all select id from made),
    stored as (
      insert into inbox (source, source_id, contact_id, body, sent_at)
      select $1, $2, known.id, $5::jsonb, $6::timestamptz from known
      on conflict do nothing returning 1)
    select known.id as "contactId", exists (select from stored) as "isNew" from known`,
};

// Postgres takes neither in JSON; refused by it, the message would be brought again and again.
const storable = (text: string): string => text.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd');
const LONE_SURROGATE = /\p{Surrogate}/gu;
