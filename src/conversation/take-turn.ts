import { DateTime } from 'luxon';
import type { DataSource } from 'typeorm';
import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';
import { putInOutbox } from '../outbox/put-in-outbox';
import { converse } from './converse';
import { openCase } from './grant-contact';
import { granting } from './grant';
import { hear } from './hear';
import type { Heard } from './heard';
import { inWords, labelsToHear } from './in-words';
import { digitsIn } from './locale';
import { readerOf } from './reader';
import type { Speaker } from './speaker';
import { lease, MovedOn, release, save, type Seen } from './store';

/** What a turn needs of the house. Built in app.ts; we have no container. */
export interface World {
  dataSource: DataSource;
  /** A name for this process, so that a lease says who holds it. */
  name: string;
  deliverSoon(): void;
}

/** Handles every message of one person that is waiting, oldest first. Says how many. */
export async function takeTurns(world: World, contactId: ContactId): Promise<number> {
  for (let handled = 0; ; handled++) {
    if (!(await takeTurn(world, contactId))) return handled;
  }
}

/** One message in, one committed step of the conversation. */
export async function takeTurn(world: World, contactId: ContactId): Promise<boolean> {
  const db = world.dataSource.manager;
  const seen = await lease(db, contactId, world.name);
  if (!seen) return false;
  try {
    // May ask a language model and take seconds, so it happens before we hold any lock.
    const { heard, language } = await listen(world, seen);
    await db.transaction((tx) => commitTurn({ tx, seen, heard, language: language ?? seen.language }));
    world.deliverSoon();
  } catch (error) {
    if (!(error instanceof MovedOn)) throw error;
  } finally {
    await release(db, contactId, world.name);
  }
  return true;
}

async function listen({ dataSource }: World, seen: Seen): Promise<{ heard: Heard; language?: string }> {
  const { text, choice, prompt, media } = seen.message.body;
  if (choice !== undefined) return { heard: { kind: 'chose', choice, ...(prompt !== undefined && { prompt }) } };
  // A picture with words under it is read by its words.
  if (media && !text) return { heard: { kind: 'courtesy', which: 'unreadable' } };
  const { running } = seen.envelope;
  return hear(dataSource.manager, {
    text: text ?? '',
    language: seen.language,
    zone: seen.zone,
    reference: DateTime.fromJSDate(seen.now, { zone: seen.zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss"),
    labels: await labelsRead(dataSource.manager, seen),
    ...(running && { running }),
  });
}

/** The choices of the open question, as they were read. */
async function labelsRead(db: Database, { envelope, language, clinicId }: Seen): Promise<string[]> {
  const { running, digits } = envelope;
  if (!running?.prompt || running.prompt.choices.length === 0) return [];
  const { phrase, choices } = running.prompt;
  const asked = { phrase, remembered: running.context, question: running.prompt };
  return labelsToHear(choices, await readerOf(db, { language, digits, clinicId }, [asked]));
}

/** Everything that happens, in one commit: state, visits, timers, messages, audit. */
async function commitTurn(turn: { tx: Database; seen: Seen; heard: Heard; language: string }): Promise<void> {
  const { tx, seen, heard, language } = turn;
  const { contactId, clinicId, now, message } = seen;
  const speaker: Speaker = { tx, contactId, clinicId, language, now, inboxId: message.id };
  if (language !== seen.language)
    await tx.query('update contact set language = $2 where id = $1', [contactId, language]);
  if (heard.kind === 'danger') await openCase(speaker, 'emergency', { urgent: heard.sure });
  const digits = digitsIn(message.body.text ?? '') ?? seen.envelope.digits;
  const before = { ...seen.envelope, ...(digits && { digits }) };
  const { envelope, said } = await converse(before, heard, { grant: granting(speaker), now });
  await save(tx, seen, envelope);
  // The language may have been changed by this very turn.
  const [spoken] = await tx.query<{ language: string | null }[]>('select language from contact where id = $1', [
    contactId,
  ]);
  await putInOutbox(tx, {
    contactId,
    clinicId,
    kind: 'reply',
    message: inWords(said, await readerOf(tx, { language: spoken?.language ?? language, digits, clinicId }, said)),
    prompt: envelope.running?.prompt?.id,
  });
}
