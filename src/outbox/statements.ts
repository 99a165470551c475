import type { Statement } from '../database/statements';

/** Longer than any provider is given to answer, so that a lease runs out only when its holder is gone. */
const LEASE = `interval '60 seconds'`;

/**
 * Answers before all else, then by age. The last look before the wire is here: who has stopped messages gets only answers,
 * and what speaks of a visit that has changed is not sent.
 */
export const CLAIM: Statement = {
  name: 'claim_outbox',
  text: `
    with due as (
      select o.id from outbox o join contact k on k.id = o.contact_id
       where o.status = 'pending' and o.due_at <= clock_now() and k.channel = any($2)
       order by o.priority, o.due_at, o.id limit $1 for update of o skip locked),
    looked as (
      select o.id, o.use_by < clock_now() or (k.stopped_at is not null and o.kind <> 'reply')
                   or exists (select from visit v where v.id = o.visit_id and v.version <> o.visit_version) as stale
        from outbox o join due on due.id = o.id join contact k on k.id = o.contact_id),
    claimed as (
      update outbox o set status = case when looked.stale then 'suppressed' else 'claimed' end,
             lease_until = case when looked.stale then null else clock_timestamp() + ${LEASE} end,
             settled_at = case when looked.stale then clock_now() end, attempts = o.attempts + 1
        from looked where o.id = looked.id
      returning o.id, o.kind, o.attempts, o.body, o.contact_id, o.status)
    select c.id, c.kind, c.attempts, k.channel, k.address, c.body from claimed c join contact k on k.id = c.contact_id
     where c.status = 'claimed' order by c.id`,
};

/**
 * Under the number of the attempt: whoever was taken for dead and comes back late writes nothing. A receipt may have been
 * quicker than the answer to our sending; its status stands, and the provider's id is kept all the same.
 */
export const RECORD: Statement = {
  name: 'record_outbox',
  text: `
    update outbox set status = case status when 'claimed' then $3 else status end,
           receipt = coalesce($4, receipt), lease_until = null,
           due_at = case when $3 = 'pending' then clock_now() + $5::float8 * interval '1 second' else due_at end,
           settled_at = case when status <> 'claimed' then settled_at when $3 in ('sent', 'failed') then clock_now() end
     where id = $1 and attempts = $2 and status in ('claimed', 'sent', 'delivered', 'undelivered')`,
};

/** Its sender died with the message in hand, and nobody knows on which side of the wire it is. */
export const MARK_LOST: Statement = {
  name: 'mark_lost_outbox',
  text: `update outbox set status = 'uncertain', lease_until = null where status = 'claimed' and lease_until < clock_timestamp()`,
};

/** Receipts only climb, may come before our own answer, and may come again. */
const climb = (which: string): string => `
    update outbox o set status = case $2 when 'failed' then 'undelivered' when 'read' then 'delivered' else $2 end,
           settled_at = clock_now(), lease_until = null
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
