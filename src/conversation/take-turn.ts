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
import { beginConversation, hasMore, hold, lease, MovedOn, newestMessage, release, save, type Seen } from './store';

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
    if (!(await hasMore(world.dataSource.manager, contactId))) return handled + 1;
  }
}

/** One message in, one committed step of the conversation. */
export const takeTurn = (world: World, contactId: ContactId): Promise<boolean> =>
  world.model ? takeSlowTurn(world, contactId) : takeQuickTurn(world, contactId);

/** The rules answer within milliseconds: the whole turn is one transaction, and the lock on the conversation is its lease. */
async function takeQuickTurn(world: World, contactId: ContactId, again = false): Promise<boolean> {
  const db = world.dataSource.manager;
  let seen: Seen | undefined;
  try {
    await db.transaction(async (tx) => {
      seen = await hold(tx, contactId, { patiently: again });
      if (seen) await commitTurn(tx, seen, await listen(tx, seen, world));
    });
  } catch (error) {
    if (!seen) throw error;
    // What was handled elsewhere meanwhile is no failure.
    if (!(error instanceof MovedOn)) await fail(db, seen, error);
    return true;
  }
  if (seen) world.deliverSoon();
  else if (!again && (await hasNone(db, contactId))) return takeQuickTurn(world, contactId, true);
  return seen !== undefined;
}

async function hasNone(db: Database, contactId: ContactId): Promise<boolean> {
  if (!(await hasMore(db, contactId))) return false;
  await beginConversation(db, contactId);
  return true;
}

/** A language model may take seconds, and no lock is held meanwhile: a lease is, and the commit checks the version. */
async function takeSlowTurn(world: World, contactId: ContactId): Promise<boolean> {
  const db = world.dataSource.manager;
  const seen = await lease(db, contactId, world.name);
  if (!seen) return false;
  try {
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
