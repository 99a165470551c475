import type { ApprovedWords, Channel } from '../channels/channel';
import type { OutboxId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { messageOf } from './deliver';
import { NEVER_TWICE } from './kinds';
import { MARK_LOST } from './statements';

export interface Patience {
  /** For how long a trace is looked for. Longer than any provider's list lags behind, or what was sent is sent again. */
  graceSeconds: number;
  /** How often the provider's list is read meanwhile. */
  lookSeconds: number;
}

export const PATIENCE: Patience = { graceSeconds: 600, lookSeconds: 30 };

/** This near to the visit a second message would come too late or too often: a colleague decides. */
const NEAR = `interval '2 hours'`;

/**
 * Finds out what became of messages whose sending had an unknown outcome: by the provider's list, if it has one (a receipt with
 * our own id closes them without us), and after the time of grace by the rule of their kind. Says how many were settled.
 */
export async function reconcile(
  db: Database,
  channels: ReadonlyMap<string, Channel>,
  { graceSeconds, lookSeconds }: Patience = PATIENCE,
): Promise<number> {
  await run(db, MARK_LOST, []);
  const rows = await run<Uncertain>(db, TAKE, [[...channels.keys()], lookSeconds, graceSeconds]);
  let settled = 0;
  // One after the other: two alike to the same person must not both be told by the same line of the list.
  for (const row of rows) settled += (await settle(db, channels, row)) ? 1 : 0;
  return settled;
}

interface Uncertain {
  id: OutboxId;
  channel: string;
  address: string;
  body: { text: string; choices?: string[]; prompt?: number; template?: ApprovedWords };
  since: Date;
  overdue: boolean;
}

// Each is looked for by one process at a time, and the last look comes after the grace: the list may lag behind.
const TAKE: Statement = {
  name: 'take_uncertain',
  text: `
    with due as (
      select o.id from outbox o join contact k on k.id = o.contact_id
       where o.status = 'uncertain' and k.channel = any($1)
         and (o.looked_at is null or o.looked_at < clock_timestamp() - $2::float8 * interval '1 second'
              or o.uncertain_since < clock_timestamp() - $3::float8 * interval '1 second' and o.looked_at < o.uncertain_since + $3::float8 * interval '1 second')
       order by o.uncertain_since, o.id limit 50 for update of o skip locked)
    update outbox o set looked_at = clock_timestamp() from due, contact k
     where o.id = due.id and k.id = o.contact_id
    returning o.id, k.channel, k.address, o.body, o.created_at - interval '5 minutes' as since,
              o.uncertain_since < clock_timestamp() - $3::float8 * interval '1 second' as overdue`,
};

async function settle(db: Database, channels: ReadonlyMap<string, Channel>, row: Uncertain): Promise<boolean> {
  const channel = channels.get(row.channel);
  if (!channel) return false;
  if (channel.repeatable) return (await run(db, AGAIN, [row.id])).length > 0;
  const looked = await lookUp(db, channel, row);
  if (looked === 'found') return true;
  // A list that could not be read says nothing: the decision waits until it can.
  if (looked === 'unreadable' || !row.overdue) return false;
  return (await run(db, BY_KIND, [row.id, NEVER_TWICE, channel.sentTo ? OFTEN : ONCE])).length > 0;
}

/** Where a list says that the provider never had it, it can be tried again and again; where nobody can say, only once more. */
const [OFTEN, ONCE] = [5, 1];

type Looked = 'found' | 'not there' | 'no list' | 'unreadable';

async function lookUp(db: Database, channel: Channel, row: Uncertain): Promise<Looked> {
  if (!channel.sentTo) return 'no list';
  const message = messageOf(row, channel);
  try {
    const listed = await channel.sentTo(message.to, row.since);
    // It may have gone out in the words that the provider has approved.
    const ours = [message.text, row.body.template?.text].map((text) => text?.trim());
    const alike = listed.filter(({ text }) => ours.includes(text.trim()));
    for (const { receipt, status } of alike)
      if ((await run(db, FOUND, [row.id, receipt, status])).length > 0) return 'found';
    return 'not there';
  } catch {
    return 'unreadable'; // the look is tried again; until then the message stays as it is, and is counted as uncertain
  }
}

/** Unless that line of the list belongs to another message of ours. */
const FOUND: Statement = {
  name: 'found_in_list',
  text: `
    update outbox o set status = case $3 when 'failed' then 'undelivered' else $3 end, receipt = $2, uncertain_since = null,
           lease_until = null, settled_at = clock_now(), why = null
     where o.id = $1 and o.status = 'uncertain' and not exists (select from outbox other where other.receipt = $2 and other.id <> o.id)
    returning o.id`,
};

const AGAIN: Statement = {
  name: 'send_uncertain_again',
  text: `update outbox set status = 'pending', uncertain_since = null, lease_until = null where id = $1 and status = 'uncertain' returning id`,
};

/** No trace anywhere. Once more, if that can do no harm; else it is for the desk. */
const BY_KIND: Statement = {
  name: 'decide_uncertain',
  text: `
    update outbox o set status = case when again then 'pending' else 'dead' end, resends = o.resends + case when again then 1 else 0 end,
           uncertain_since = null, looked_at = null, lease_until = null, why = 'no_trace', settled_at = case when again then null else clock_now() end
      from (select u.id, u.resends < $3::int and u.kind <> all($2) and (v.id is null or v.starts > clock_now() + ${NEAR}) as again
              from outbox u left join visit v on v.id = u.visit_id where u.id = $1) d
     where o.id = d.id and o.status = 'uncertain'
    returning o.id`,
};
