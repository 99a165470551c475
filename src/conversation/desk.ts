import type { ContactId, OutboxId, VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import { putInOutbox } from '../outbox/put-in-outbox';
import { sealedDocument } from '../sealing/sealed';
import { type Envelope, freshMemory } from './envelope';
import { wordsFor } from './in-words';
import { again, asAtFirst } from './prompts';
import { visitCard } from './speaker';
import { readConversation, type Standing } from './store';

/** From this commit on a colleague speaks, and the assistant is silent. Call it in the transaction of their first answer. */
export const takeOver = (tx: Database, contactId: ContactId): Promise<unknown> => own(tx, contactId, 'desk');

// The version goes up, so that a turn which is under way just now drops what it was about to say.
const own = (tx: Database, contactId: ContactId, owner: 'desk' | 'assistant'): Promise<unknown> =>
  tx.query(
    `insert into conversation (contact_id, owner) values ($1, $2)
     on conflict (contact_id) do update set owner = excluded.owner, version = conversation.version + 1`,
    [contactId, owner],
  );

/** What the desk says: phrases in the patient's language, and after them what a colleague has written by hand. */
export async function sayAsDesk(
  tx: Database,
  contactId: ContactId,
  phrases: string[],
  byHand?: string,
): Promise<OutboxId> {
  const seen = await conversationOf(tx, contactId);
  const { envelope, now, language, clinicId } = seen;
  const remembered = freshMemory(envelope, now);
  const said = phrases.map((phrase) => ({ phrase, remembered }));
  const words = await wordsFor(tx, said, { language, digits: envelope.digits, clinicId });
  const text = [words.text, byHand].filter(Boolean).join(' ');
  return putInOutbox(tx, {
    contactId,
    clinicId,
    kind: seen.newest > 0 ? 'reply' : 'desk',
    message: { ...words, text },
  });
}

/** What became of a request. The conversation goes on as it was: nothing is asked. */
export async function sayAboutVisit(
  tx: Database,
  contactId: ContactId,
  visitId: VisitId,
  what: keyof typeof ABOUT_VISITS,
): Promise<OutboxId> {
  await begun(tx, contactId);
  const { envelope, now, language, clinicId } = await conversationOf(tx, contactId);
  const visit = await visitCard({ tx, language }, visitId);
  const said = [{ phrase: ABOUT_VISITS[what], remembered: { ...freshMemory(envelope, now), visit } }];
  const message = await wordsFor(tx, said, { language, digits: envelope.digits, clinicId });
  return putInOutbox(tx, { contactId, clinicId, kind: 'decision', message, visit });
}

const ABOUT_VISITS = {
  accepted: 'booking.booked',
  declined: 'desk.declined',
  moved: 'move.done',
  cancelled: 'desk.cancelled',
} as const;

/** What was asked for cannot be, and this time is kept instead: they are asked whether it suits them, in the order of all messages. */
export async function offerKeptTime(tx: Database, contactId: ContactId, visitId: VisitId): Promise<void> {
  await begun(tx, contactId);
  await tx.query(
    `insert into inbox (source, source_id, contact_id, body)
     values ('timer', 'other_time:' || $1::bigint, $2, jsonb_build_object('timer', 'other_time', 'about', jsonb_build_object('visit', $1::bigint)))
     on conflict do nothing`,
    [visitId, contactId],
  );
}

/** Somebody for whom a colleague booked by telephone may never have written. */
const begun = (tx: Database, contactId: ContactId): Promise<unknown> =>
  tx.query('insert into conversation (contact_id) values ($1) on conflict do nothing', [contactId]);

async function conversationOf(tx: Database, contactId: ContactId): Promise<Standing> {
  const seen = await readConversation(tx, contactId);
  if (!seen) throw new Error(`Contact ${contactId} has no conversation`);
  return seen;
}

/** Gives a conversation back: the patient is told, and the question that was open is asked once more. */
export async function handBack(tx: Database, contactId: ContactId): Promise<void> {
  await own(tx, contactId, 'assistant');
  const seen = await conversationOf(tx, contactId);
  const { envelope, said } = asBefore(seen.envelope, seen.now, seen.newest);
  await tx.query('update conversation set envelope = $2 where contact_id = $1', [contactId, sealedDocument(envelope)]);
  await putInOutbox(tx, {
    contactId,
    clinicId: seen.clinicId,
    kind: 'reply',
    message: await wordsFor(tx, said, { ...seen, digits: envelope.digits }),
    prompt: envelope.running?.prompt?.id,
  });
}

const asBefore = (envelope: Envelope, now: Date, newest: number): ReturnType<typeof again> =>
  again(
    asAtFirst({ ...envelope, misunderstood: 0 }),
    [{ phrase: 'person.back', remembered: freshMemory(envelope, now) }],
    {
      now,
      newest,
      message: newest,
    },
  );
