import type { Address } from '../channels/channel';
import type { Database } from '../database/statements';
import { sealedAddress } from '../sealing/sealed';

/** The provider has stopped or freed our messages at the patient's wish. Ours follow in the same moment. */
export async function keepConsent(db: Database, from: Address, given: boolean): Promise<void> {
  await db.query(
    `with known as (
       insert into contact (channel, address, stopped_at) values ($1, $2, case when $3 then null else clock_now() end)
       on conflict (channel, address) do update set stopped_at = excluded.stopped_at
       returning id),
     withdrawn as (
       update outbox set status = 'suppressed', settled_at = clock_now()
        where not $3 and contact_id in (select id from known) and status = 'pending')
     insert into consent (contact_id, scope, given, wording) select id, 'all', $3, 'carrier' from known`,
    [from.channel, sealedAddress(from.at), given],
  );
}
