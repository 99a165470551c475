import type { ClinicId, ContactId, InboxId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import type { Person } from '../../flows/vocabulary';
import { sealedDocument } from '../sealing/sealed';
import { EMPTY, type Envelope } from './envelope';
import { peopleOf } from './grant-identity';
import { upToDate } from './up-to-date';

/** A message as it waits in the inbox. */
export interface Arrived {
  id: InboxId;
  body: Body;
  attempts: number;
  /** How many they have written in the last minutes, up to this one, where that was looked at already. */
  recent?: number;
}

/** What a channel hands over, or a timer. It was written by an earlier process and is read with care. */
export interface Body {
  text?: string;
  choice?: number;
  prompt?: number;
  media?: boolean;
  /** A key that means one thing on this channel, whatever is open. */
  command?: 'back' | 'menu';
  timer?: string;
  visit?: number | null;
  visitVersion?: number | null;
  about?: Record<string, unknown>;
}

/** A conversation as it was when we began to think about a message. */
export interface Seen {
  contactId: ContactId;
  channel: string;
  version: number;
  envelope: Envelope;
  language: string;
  country: string | null;
  clinicId: ClinicId | null;
  zone: string;
  now: Date;
  stopped: boolean;
  owner: 'assistant' | 'desk';
  languageIsKept: boolean;
  newest: number;
  message: Arrived;
}

/** The conversation of somebody, whether or not a message waits in it. */
export type Standing = Omit<Seen, 'message'>;

/**
 * Takes the conversation for the length of a transaction, and its oldest unhandled message with it. Nothing comes back when
 * somebody else has it or there is nothing to do. Patiently, it waits for whoever has it: a turn of another process, or a
 * colleague whose answer is just being written down, and who will not look for messages.
 */
export async function hold(
  tx: Database,
  contactId: ContactId,
  { patiently = false }: { patiently?: boolean } = {},
): Promise<Seen | undefined> {
  const [message] = await run<Arrived>(tx, patiently ? HOLD_PATIENTLY : HOLD, [contactId]);
  const standing = message && (await readConversation(tx, contactId));
  return message && standing && { ...standing, message };
}

/** What people have written within five minutes. */
export const RECENTLY = `from inbox r where r.source <> 'timer' and r.received_at > clock_now() - interval '5 minutes'`;

const holding = (lock: string): string => `
    with held as (select contact_id from conversation
                   where contact_id = $1 and (lease_until is null or lease_until < clock_timestamp()) ${lock})
    select m.id, m.body, m.attempts, (select count(*)::integer from (select ${RECENTLY} and r.contact_id = held.contact_id and r.id <= m.id limit 61) r) as recent
      from held cross join lateral (
        select id, body, attempts from inbox i where i.contact_id = held.contact_id and i.handled_at is null
         order by coalesce(i.sent_at, i.received_at), i.id limit 1) m`;

const HOLD: Statement = { name: 'hold_conversation', text: holding('for update skip locked') };
const HOLD_PATIENTLY: Statement = { name: 'hold_conversation_patiently', text: holding('for update') };

/** Whether somebody has written on while their last message was thought about. */
export async function hasMore(db: Database, contactId: ContactId): Promise<boolean> {
  const [row] = await run<{ more: boolean }>(db, HAS_MORE, [contactId]);
  return row?.more ?? false;
}

const HAS_MORE: Statement = {
  name: 'has_more',
  text: 'select exists (select from inbox where contact_id = $1 and handled_at is null) as more',
};

/** A contact that was not made by a message has no conversation yet. */
export const beginConversation = (db: Database, contactId: ContactId): Promise<unknown> =>
  run(db, BEGIN_CONVERSATION, [contactId]);

const BEGIN_CONVERSATION: Statement = {
  name: 'begin_conversation',
  text: 'insert into conversation (contact_id) values ($1) on conflict do nothing',
};

const LEASE_SECONDS = 30;

/**
 * The same for as long as a language model may take. Takes the conversation for a while and its oldest unhandled message with it. Nothing comes back when somebody else has it
 * or there is nothing to do. The lease keeps two processes from thinking about one person at once; the version decides.
 */
export async function lease(db: Database, contactId: ContactId, by: string): Promise<Seen | undefined> {
  await beginConversation(db, contactId);
  const [, leased] = await db.query<[unknown, number]>(
    `update conversation set lease_until = clock_timestamp() + $3::integer * interval '1 second', leased_by = $2
      where id = (select id from conversation where contact_id = $1
                     and (lease_until is null or lease_until < clock_timestamp() or leased_by = $2) for update skip locked)`,
    [contactId, by, LEASE_SECONDS],
  );
  if (leased === 0) return undefined;
  const message = await oldestMessage(db, contactId);
  const standing = message && (await readConversation(db, contactId));
  if (message && standing) return { ...standing, message };
  await release(db, contactId, by);
  return undefined;
}

/** In the order in which they were written, as far as the channel tells. */
async function oldestMessage(db: Database, contactId: ContactId): Promise<Arrived | undefined> {
  const [message] = await db.query<Arrived[]>(
    `select id, body, attempts from inbox where contact_id = $1 and handled_at is null
      order by coalesce(sent_at, received_at), id limit 1`,
    [contactId],
  );
  return message;
}

export async function newestMessage(db: Database, contactId: ContactId): Promise<number> {
  const [row] = await run<{ newest: number }>(db, NEWEST, [contactId]);
  return row?.newest ?? 0;
}

const NEWEST: Statement = {
  name: 'newest_message',
  text: 'select coalesce(max(id), 0) as newest from inbox where contact_id = $1',
};

export async function readConversation(db: Database, contactId: ContactId): Promise<Standing | undefined> {
  const [row] = await run<Omit<Standing, 'envelope'> & Beside>(db, STANDING, [contactId]);
  if (!row) return undefined;
  const { envelope, provenBefore, needs, ...standing } = row;
  // Who is spoken for from here may have changed at the desk, so it is read and not remembered.
  const people: Person[] = await peopleOf({ tx: db, contactId });
  const trusted = provenBefore && people.length === 1;
  return { ...standing, envelope: { ...upToDate(envelope), people, trusted, ...(needs && { needs }) } };
}

interface Beside {
  envelope: unknown;
  provenBefore: boolean;
  needs: string[] | null;
}

const STANDING: Statement = {
  name: 'standing',
  text: `select k.id as "contactId", k.channel, coalesce(k.language, c.languages[1], 'en') as language, k.language is not null as "languageIsKept",
            pl.country, k.clinic_id as "clinicId",
            coalesce(c.time_zone, k.time_zone, (select time_zone from clinic order by id limit 1), 'UTC') as zone,
            clock_now() as now, k.stopped_at is not null as stopped, v.version, v.envelope, v.owner,
            (select array_agg(distinct s.specialty) from service s where s.ended_at is null and (k.clinic_id is null or s.clinic_id = k.clinic_id)) as needs,
            (select coalesce(max(id), 0) from inbox where contact_id = k.id) as newest,
            coalesce(k.verified_at > clock_now() - interval '1 year' and (k.locked_until is null or k.locked_until < clock_now()), false) as "provenBefore"
       from contact k join conversation v on v.contact_id = k.id
       left join clinic c on c.id = k.clinic_id left join place pl on pl.id = c.place_id
      where k.id = $1`,
};

export const release = (db: Database, contactId: ContactId, by: string): Promise<unknown> =>
  db.query('update conversation set lease_until = null, leased_by = null where contact_id = $1 and leased_by = $2', [
    contactId,
    by,
  ]);

/** The conversation went on without us. What was thought about it is dropped, and thought again. */
export class MovedOn extends Error {}

/** Writes what a turn led to, if the conversation is still as it was seen; the message is handled by the same commit. */
export async function save(tx: Database, seen: Seen, envelope: Envelope): Promise<void> {
  const [done] = await run<{ changed: boolean; handled: boolean }>(tx, SAVE, [
    seen.contactId,
    seen.version,
    sealedDocument(envelope),
    seen.message.id,
  ]);
  if (!done?.changed) throw new MovedOn(`Conversation of contact ${seen.contactId}`);
  if (!done.handled) throw new MovedOn(`Message ${seen.message.id} is handled already`);
}

const SAVE: Statement = {
  name: 'save_turn',
  text: `
    with changed as (
      update conversation set envelope = $3, version = version + 1, changed_at = clock_now()
       where contact_id = $1 and version = $2 returning 1),
    handled as (
      update inbox set handled_at = clock_now() where id = $4 and handled_at is null returning 1)
    select exists (select from changed) as changed, exists (select from handled) as handled`,
};

export const fresh = (): Envelope => structuredClone(EMPTY);
