import type { DataSource } from 'typeorm';
import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';
import { converse } from './converse';
import { fail } from './failing';
import { granting } from './grant';
import { openCase } from '../desk/open-case';
import { keepLanguage } from './grant-contact';
import { type Listened, listen } from './listen';
import { digitsIn } from './locale';
import { asAtFirst } from './prompts';
import type { SecondOpinion } from './second-opinion';
import { compareSoon } from './shadow';
import { noteSilence } from './silence';
import { speak } from './speak';
import type { Speaker } from './speaker';
import type { Strangers } from './too-much';
import { lease, MovedOn, newestMessage, release, save, type Seen } from './store';

/** What a turn needs of the house. Built in app.ts; we have no container. */
export interface World {
  dataSource: DataSource;
  /** A name for this process, so that a lease says who holds it. */
  name: string;
  deliverSoon(): void;
  /** A language model that is asked when the rules are in doubt. */
  model?: SecondOpinion;
  /** How many of those who write for the first time are answered. */
  strangers?: Strangers;
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
    const understood = await listen(db, seen, world);
    await db.transaction((tx) => commitTurn(tx, seen, understood));
    world.deliverSoon();
    if (world.model?.onlyListens) compareSoon(db, seen, understood.heard, world.model);
  } catch (error) {
    // The conversation moved on while we thought: the same message is taken again, and thought about afresh.
    if (!(error instanceof MovedOn)) await fail(db, seen, error);
  } finally {
    await release(db, contactId, world.name);
  }
  return true;
}

/** Everything that happens, in one commit: state, visits, timers, messages, audit. */
async function commitTurn(tx: Database, seen: Seen, { heard, language = seen.language }: Listened): Promise<void> {
  const { contactId, clinicId, now, message } = seen;
  const digits = digitsIn(message.body.text ?? '') ?? seen.envelope.digits;
  const { country } = seen;
  const speaker: Speaker = { tx, contactId, clinicId, language, country, digits, now, inboxId: message.id };
  if (language !== seen.language) await keepLanguage(speaker, { newLanguage: language });
  if (heard.kind === 'danger') await openCase(speaker, 'emergency', { urgent: heard.sure });
  if (heard.kind === 'nothing') await noteSilence(speaker, heard);
  const moment = { now, message: message.id, newest: await newestMessage(tx, contactId) };
  // In another language a question is put as at first: nobody has read it in that one.
  const before = language === seen.language ? seen.envelope : asAtFirst(seen.envelope);
  const { envelope, said } = await converse({ ...before, ...(digits && { digits }) }, heard, {
    ...moment,
    grant: granting(speaker),
  });
  await save(tx, seen, envelope);
  await speak(speaker, said, {
    prompt: envelope.running?.prompt?.id,
    ...(heard.kind === 'due' && { unprompted: heard }),
  });
}
