import type { Statement } from '../database/statements';
import { ANSWERS, COUNTED, UNASKED } from './kinds';

/** Where the sessions of living senders are locked (alive.ts). */
export const SENDERS = 7_301;

const list = (kinds: readonly string[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

/** A notice about a visit this near does not wait for the morning. */
const NEAR = `interval '12 hours'`;

/**
 * Answers before all else, then by age; one at a time to each person; nothing to a channel that is at its speed or does not
 * answer. What has become pointless is dropped here, what would wake somebody waits until they are up, and whoever has been
 * written to often enough today hears from us tomorrow. $1 how many, $2 channels, $3 who claims, $4 seconds, $5 only these.
 */
export const CLAIM: Statement = {
  name: 'claim_outbox',
  text: `
    with due as (
      select o.id from outbox o join contact k on k.id = o.contact_id left join sender s on s.channel = k.channel
       where o.status = 'pending' and o.due_at <= clock_now() and k.channel = any($2)
         and ($5::bigint[] is null or o.id = any($5))
         and (select held_since is null from sending)
         and (s.closed_until is null or s.closed_until < clock_timestamp())
         and (s.next_at is null or s.next_at < clock_timestamp() + case when o.priority = 0 then interval '5 seconds' else interval '1 second' end)
         and not exists (select from outbox e where e.contact_id = o.contact_id and e.id < o.id
                            and (e.status = 'sending' or e.status = 'pending' and e.priority <= o.priority
                                                         and (e.due_at <= clock_now() or e.tries > 0)))
       order by o.priority, o.due_at, o.id limit $1 for update of o skip locked),
    about as (
      select o.id, o.kind, o.use_by, o.contact_id, k.stopped_at, coalesce(k.time_zone, c.time_zone, 'UTC') as zone,
             c.quiet_from, c.quiet_until, c.most_a_day, c.most_a_week, v.starts, v.version <> o.visit_version as changed,
             f.status = 'delivered' as arrived
        from due join outbox o on o.id = due.id join contact k on k.id = o.contact_id
        left join clinic c on c.id = coalesce(o.clinic_id, k.clinic_id)
        left join visit v on v.id = o.visit_id left join outbox f on f.id = o.instead_of),
    weighed as (
      select a.*, case when use_by < clock_now() then 'too_late'
                       when stopped_at is not null and kind <> 'reply' then 'stopped'
                       when changed then 'changed'
                       when arrived then 'arrived_otherwise' end as dropped,
             case when kind in (${list(ANSWERS)}) or quiet_from is null then null
                  when is_quiet(clock_now(), zone, quiet_from, quiet_until)
                       and (kind in (${list(UNASKED)}) or starts is null or starts > clock_now() + ${NEAR})
                  then next_waking(clock_now(), zone, quiet_from, quiet_until) end as morning,
             kind in (${list(COUNTED)}) and most_a_day is not null
               and exists (select from (
                 select count(*) filter (where w.settled_at >= date_trunc('day', clock_now() at time zone zone) at time zone zone) as today, count(*) as week
                   from outbox w where w.contact_id = a.contact_id and w.kind in (${list(COUNTED)})
                    and w.kind in (${list(UNASKED)}) and w.status in ('sent', 'delivered', 'undelivered')
                    and w.settled_at > clock_now() - interval '7 days') told
                where told.today >= most_a_day or told.week >= most_a_week) as enough
        from about a),
    decided as (
      select w.id, dropped, use_by,
             coalesce(morning, case when enough then next_waking(
               (date_trunc('day', clock_now() at time zone zone) + interval '1 day') at time zone zone, zone, quiet_from, quiet_until) end) as later, enough
        from weighed w),
    claimed as (
      update outbox o set
             status = case when d.dropped is not null or d.later >= d.use_by then 'suppressed' when d.later is not null then 'pending' else 'sending' end,
             why = case when d.dropped is not null then d.dropped when d.later is not null then case when d.enough then 'enough' else 'quiet' end end,
             due_at = case when d.dropped is null and d.later is not null then d.later else o.due_at end,
             settled_at = case when d.dropped is not null or d.later >= d.use_by then clock_now() end,
             lease_until = case when d.dropped is null and d.later is null then clock_timestamp() + $4::float8 * interval '1 second' end,
             claimed_by = $3, attempts = o.attempts + 1,
             tries = o.tries + case when d.dropped is null and d.later is null then 1 else 0 end
        from decided d where o.id = d.id
      returning o.id, o.kind, o.priority, o.attempts, o.tries, o.body, o.contact_id, o.status)
    select c.id, c.kind, c.attempts, c.tries, k.id as "contactId", k.channel, k.address, c.body, s.per_second as "perSecond",
           s.micros_per_segment as micros, s.currency, coalesce(s.failures >= 5, false) as probing,
           c.status = 'sending' as going,
           k.channel = 'whatsapp' and not exists (select from inbox i where i.contact_id = k.id and i.source <> 'timer'
                                                     and i.received_at > clock_now() - interval '24 hours') as "windowShut"
      from claimed c join contact k on k.id = c.contact_id left join sender s on s.channel = k.channel
     order by c.priority, c.id`,
};

/** Who has stopped messages since the claim. The lock keeps a stop from being settled before we have let go of the message. */
export const STILL_WANTED: Statement = {
  name: 'still_wanted',
  text: `select id from contact where id = any($1::bigint[]) and stopped_at is null order by id for share`,
};

/**
 * What came of each sending. Under the number of the attempt: whoever was taken for dead and comes back late overwrites nobody.
 * A receipt may have been quicker than the answer to our sending; its status stands, and the provider's id is kept all the same.
 */
export const RECORD: Statement = {
  name: 'record_outbox',
  text: `
    update outbox o set
           status = case when o.status in ('sending', 'uncertain', 'pending') then r.status else o.status end,
           receipt = coalesce(r.receipt, o.receipt), lease_until = null, claimed_by = null, why = r.why,
           segments = r.segments, cost_micros = coalesce(o.cost_micros, 0) + coalesce(r.cost, 0), currency = coalesce(r.currency, o.currency),
           due_at = case when r.status = 'pending' then clock_now() + r.after * interval '1 second' else o.due_at end,
           uncertain_since = case when r.status = 'uncertain' then coalesce(o.uncertain_since, clock_timestamp()) end,
           settled_at = case when o.status not in ('sending', 'uncertain', 'pending') then o.settled_at
                             when r.status in ('sent', 'failed', 'dead', 'suppressed') then clock_now() end
      from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::int[], $8::bigint[], $9::text[])
           as r (id, attempt, status, receipt, after, why, segments, cost, currency)
     where o.id = r.id and o.attempts = r.attempt
       and (o.status in ('sending', 'uncertain', 'sent', 'delivered', 'undelivered') or o.status = 'pending' and r.status = 'sent')`,
};

/** Its sender died with the message in hand, and nobody knows on which side of the wire it is. */
export const MARK_LOST: Statement = {
  name: 'mark_lost_outbox',
  text: `
    update outbox set status = 'uncertain', uncertain_since = clock_timestamp(), lease_until = null
     where status = 'sending' and (lease_until < clock_timestamp() or claimed_by not in (
       select objid::int from pg_locks where locktype = 'advisory' and classid = ${SENDERS} and objsubid = 2 and granted
          and database = (select oid from pg_database where datname = current_database())))
    returning id`,
};

/** Receipts only climb, may come before our own answer, and may come again. */
const climb = (which: string): string => `
    update outbox o set status = case $2 when 'failed' then 'undelivered' when 'read' then 'delivered' else $2 end,
           settled_at = clock_now(), lease_until = null, uncertain_since = null, why = coalesce($3, o.why)
      from contact k
     where ${which} and k.id = o.contact_id
       and case o.status when 'delivered' then 3 when 'sent' then 2 when 'undelivered' then 2 else 1 end
           < case $2 when 'sent' then 2 else 3 end
    returning k.channel, k.address as at`;

export const RECEIPT: Statement = { name: 'receipt_outbox', text: climb('o.receipt = $1') };

/** By our own id, which the provider gives back: good even for a message whose sending had an unknown outcome. */
export const RECEIPT_BY_REFERENCE: Statement = {
  name: 'receipt_outbox_by_reference',
  text: climb(`o.id = $1::bigint and o.status <> 'suppressed'`),
};
