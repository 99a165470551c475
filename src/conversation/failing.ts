import type { Database } from '../database/statements';
import { putInOutbox } from '../outbox/put-in-outbox';
import { openCase } from '../desk/open-case';
import { wordsFor } from './in-words';
import { freshMemory } from './envelope';
import type { Seen } from './store';

/** After so many tries the mistake is ours and not the moment's. */
const MOST_TRIES = 5;

/**
 * A turn that could not be taken. It is tried again; when it keeps failing, a colleague reads the message, the patient is
 * told so, and the next message gets its turn.
 */
export async function fail(db: Database, seen: Seen, error: unknown): Promise<void> {
  const [rows] = await db.query<[{ attempts: number }[], number]>(
    'update inbox set attempts = attempts + 1 where id = $1 returning attempts',
    [seen.message.id],
  );
  if ((rows[0]?.attempts ?? 0) < MOST_TRIES)
    throw new Error(`Message ${seen.message.id} could not be handled`, { cause: error });
  await db.transaction((tx) => giveUp(tx, seen));
}

async function giveUp(tx: Database, { contactId, clinicId, language, envelope, now, message }: Seen): Promise<void> {
  await tx.query('update inbox set handled_at = clock_now() where id = $1', [message.id]);
  await openCase({ tx, contactId, clinicId }, 'failed_turn', { urgent: true, details: { inbox: message.id } });
  const said = [{ phrase: 'person.called', remembered: freshMemory(envelope, now) }];
  const words = await wordsFor(tx, said, { language, digits: envelope.digits, clinicId });
  await putInOutbox(tx, { contactId, clinicId, kind: 'reply', message: words });
}
