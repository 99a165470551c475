import type { Address } from '../channels/channel';
import type { OutboxId } from '../database/ids';
import type { Database } from '../database/statements';
import { sealedAddress, sealedDocument } from '../sealing/sealed';

/**
 * Writes to the same address on another channel what this one could only have shown to somebody who looks: as that contact
 * it is subject to its own stop, and is delivered like all else.
 */
export async function handOn(db: Database, row: { id: OutboxId; attempts: number }, channel: string): Promise<void> {
  await db.query(
    `with given_up as (
       update outbox set status = 'suppressed', lease_until = null, settled_at = clock_now()
        where id = $1 and attempts = $2 and status = 'sending' returning *),
     known as (
       insert into contact (channel, address, language, clinic_id)
       select $3, k.address, k.language, k.clinic_id from contact k join given_up g on g.contact_id = k.id
       on conflict (channel, address) do update set address = excluded.address returning id)
     insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version, use_by)
     select g.clinic_id, known.id, g.kind, g.priority, g.body, g.visit_id, g.visit_version, g.use_by from given_up g, known`,
    [row.id, row.attempts, channel],
  );
}

/** Puts words for somebody into the outbox, once for each key, however often it is asked. */
export async function tellOnce(
  db: Database,
  to: Address,
  about: { text: string; once: string; asWith: Address },
): Promise<void> {
  await db.query(
    `with news as (
       insert into channel_memory (channel, key, value) values ($1, $3, '{}') on conflict do nothing returning 1),
     known as (
       insert into contact (channel, address, language, clinic_id)
       select $1, $2, k.language, k.clinic_id from contact k where k.channel = $5 and k.address = $6
       on conflict (channel, address) do update set address = excluded.address returning id, clinic_id)
     insert into outbox (clinic_id, contact_id, kind, body)
     select known.clinic_id, known.id, 'details', $4::jsonb from known, news`,
    [
      to.channel,
      sealedAddress(to.at),
      `told ${about.once}`,
      sealedDocument({ text: about.text }),
      about.asWith.channel,
      sealedAddress(about.asWith.at),
    ],
  );
}
