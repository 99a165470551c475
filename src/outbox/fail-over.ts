import type { OutboxId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { sealedAddress } from '../sealing/sealed';

/** On which other channel the same telephone can be reached. */
const OTHER: Record<string, string> = { whatsapp: 'sms' };

/** These stand against the channel and not against the person or the words. */
const AGAINST_THE_CHANNEL = ['unreachable', 'bad_address', 'needs_template', 'refused'];

/**
 * What has failed for good on WhatsApp goes out as an SMS, once, if that is still of use. Only what has definitely failed: a
 * message that is merely late would otherwise come twice. Should it arrive after all, the SMS is dropped at the last look.
 */
export async function failOver(db: Database, channels: ReadonlyMap<string, unknown>): Promise<number> {
  let moved = 0;
  for (const [from, to] of Object.entries(OTHER))
    if (channels.has(from) && channels.has(to)) moved += await db.transaction((tx) => move(tx, from, to));
  return moved;
}

async function move(tx: Database, from: string, to: string): Promise<number> {
  const failed = await run<{ id: OutboxId; address: string }>(tx, FAILED, [from, AGAINST_THE_CHANNEL]);
  const byPhone = failed.filter(({ address }) => PHONE.test(address));
  if (byPhone.length === 0) return 0;
  const numbers = byPhone.map(({ address }) => sealedAddress(`+${address.replace('+', '')}`));
  return (await run(tx, MOVE, [to, byPhone.map(({ id }) => id), numbers])).length;
}

/** Others have an address that means nothing outside of WhatsApp. */
const PHONE = /^[+]?[0-9]{7,15}$/;

const FAILED: Statement = {
  name: 'failed_on_the_channel',
  text: `
    select o.id, k.address from outbox o join contact k on k.id = o.contact_id
     where o.status in ('failed', 'undelivered') and o.why = any($2) and k.channel = $1
       and o.settled_at > clock_now() - interval '1 day' and (o.use_by is null or o.use_by > clock_now())
       and not exists (select from outbox other where other.instead_of = o.id)
     order by o.id limit 1000 for update of o skip locked`,
};

const MOVE: Statement = {
  name: 'fail_over',
  text: `
    with failed as (
      select o.*, n.number, k.language, k.clinic_id as near, k.time_zone
        from unnest($2::bigint[], $3::text[]) n(id, number) join outbox o on o.id = n.id join contact k on k.id = o.contact_id),
    known as (
      insert into contact (channel, address, language, clinic_id, time_zone)
      select distinct on (number) $1, number, language, near, time_zone from failed order by number, failed.id
      on conflict (channel, address) do update set address = excluded.address returning id, address)
    insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version, use_by, instead_of)
    select f.clinic_id, known.id, f.kind, f.priority, f.body, f.visit_id, f.visit_version, f.use_by, f.id
      from failed f join known on known.address = f.number
    on conflict do nothing
    returning id`,
};
