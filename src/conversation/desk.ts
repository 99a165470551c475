import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';
import { putInOutbox } from '../outbox/put-in-outbox';
import { type Envelope, freshMemory } from './envelope';
import { wordsFor } from './in-words';
import { again } from './prompts';
import { readConversation } from './store';

/** From this commit on a colleague speaks, and the assistant is silent. Call it in the transaction of their first answer. */
export const takeOver = (tx: Database, contactId: ContactId): Promise<unknown> => own(tx, contactId, 'desk');

// The version goes up, so that a turn which is under way just now drops what it was about to say.
const own = (tx: Database, contactId: ContactId, owner: 'desk' | 'assistant'): Promise<unknown> =>
  tx.query(
    `insert into conversation (contact_id, owner) values ($1, $2)
     on conflict (contact_id) do update set owner = excluded.owner, version = conversation.version + 1`,
    [contactId, owner],
  );

/** Gives a conversation back: the patient is told, and the question that was open is asked once more. */
export async function handBack(tx: Database, contactId: ContactId): Promise<void> {
  await own(tx, contactId, 'assistant');
  const seen = await readConversation(tx, contactId);
  if (!seen) throw new Error(`Contact ${contactId} has no conversation`);
  const { envelope, said } = asBefore(seen.envelope, seen.now, seen.newest);
  await tx.query('update conversation set envelope = $2 where contact_id = $1', [contactId, JSON.stringify(envelope)]);
  await putInOutbox(tx, {
    contactId,
    clinicId: seen.clinicId,
    kind: 'reply',
    message: await wordsFor(tx, said, { ...seen, digits: envelope.digits }),
    prompt: envelope.running?.prompt?.id,
  });
}

const asBefore = (envelope: Envelope, now: Date, newest: number): ReturnType<typeof again> =>
  again({ ...envelope, misunderstood: 0 }, [{ phrase: 'person.back', remembered: freshMemory(envelope, now) }], {
    now,
    newest,
    message: newest,
  });
