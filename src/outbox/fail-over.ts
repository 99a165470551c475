import { type Database, run, type Statement } from '../database/statements';

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
    if (channels.has(from) && channels.has(to)) moved += (await run(db, MOVE, [from, to, AGAINST_THE_CHANNEL])).length;
  return moved;
}

const MOVE: Statement = {
  name: 'fail_over',
  text: `
    with failed as (
      select o.*, k.address, k.language, k.clinic_id as near, k.time_zone from outbox o join contact k on k.id = o.contact_id
       where o.status in ('failed', 'undelivered') and o.why = any($3) and k.channel = $1 and k.address ~ '^[+]?[0-9]{7,15}$'
         and o.settled_at > clock_now() - interval '1 day' and (o.use_by is null or o.use_by > clock_now())
         and not exists (select from outbox other where other.instead_of = o.id)
       order by o.id limit 100 for update of o skip locked),
    known as (
      insert into contact (channel, address, language, clinic_id, time_zone)
      select distinct on (number) $2, number, language, near, time_zone from failed, lateral (select '+' || ltrim(address, '+') as number) n
       order by number, failed.id
      on conflict (channel, address) do update set address = excluded.address returning id, address)
    insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version, use_by, instead_of)
    select f.clinic_id, known.id, f.kind, f.priority, f.body, f.visit_id, f.visit_version, f.use_by, f.id
      from failed f join known on known.address = '+' || ltrim(f.address, '+')
    on conflict do nothing
    returning id`,
};
