import { type Canned, cannedPhrases, JOINED } from '../conversation/canned';
import { handBack as backToTheAssistant, sayAsDesk, takeOver } from '../conversation/desk';
import type { CaseId, ContactId, OutboxId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';
import { type Case, type CaseOutcome, change, holding, readCase, refuse } from './cases';
import { take } from './take';

/** What a colleague writes by hand, or one of the answers that are there in every language. */
export type Answer = { words: string } | { canned: Canned };

/** Postgres takes a megabyte, a patient does not. */
export const MOST_CHARACTERS = 1500;

/**
 * A colleague answers a patient. In one commit the answer is on its way, the assistant is silent, and the case is theirs;
 * what comes twice under the same `once` is said once.
 */
export async function answer(
  db: Database,
  id: CaseId,
  by: Actor,
  what: Answer,
  { once }: { once?: string } = {},
): Promise<CaseOutcome> {
  const words = 'words' in what ? what.words.trim() : undefined;
  if (words !== undefined && (words === '' || words.length > MOST_CHARACTERS)) return refuse('no_words');
  return holding(db, id, by, async (tx, held) => {
    if (once && (await isKnown(tx, once))) return { kind: 'done', case: held };
    if (held.contactId === null) return refuse('nobody_to_write_to');
    const taken = await take(tx, held, by);
    if (taken.kind === 'refused') return taken;
    const outboxId = await speak(tx, held, held.contactId, what);
    const event = {
      kind: 'answered',
      by,
      outboxId,
      once,
      ...('canned' in what && { details: { canned: what.canned } }),
    };
    return change(tx, id, event, 'waiting_since = null, look_at = null');
  });
}

async function speak(tx: Database, held: Case, contactId: ContactId, what: Answer): Promise<OutboxId> {
  const isNew = !held.withTheDesk;
  await takeOver(tx, contactId);
  const joined = isNew ? [JOINED] : [];
  return 'words' in what
    ? sayAsDesk(tx, contactId, joined, what.words.trim())
    : sayAsDesk(tx, contactId, [...joined, cannedPhrases[what.canned]]);
}

async function isKnown(tx: Database, once: string): Promise<boolean> {
  return (await tx.query<unknown[]>('select from case_event where once = $1', [once])).length > 0;
}

/** Gives the patient back to the assistant, who says so and asks the open question again; with it the case is settled. */
export const handBack = (db: Database, id: CaseId, by: Actor): Promise<CaseOutcome> =>
  holding(db, id, by, (tx, held) => settle(tx, held, by, 'handed_back'));

/** Settles a case. A patient who was left with a silent assistant would wait for ever, so they are given back too. */
export const resolve = (db: Database, id: CaseId, by: Actor, how = 'resolved'): Promise<CaseOutcome> =>
  holding(db, id, by, (tx, held) => settle(tx, held, by, how));

export async function settle(tx: Database, held: Case, by: Actor, how: string): Promise<CaseOutcome> {
  const { id, contactId, withTheDesk } = held;
  const settled = await change(
    tx,
    id,
    { kind: how === 'handed_back' ? how : 'resolved', by, details: { how } },
    `status = 'resolved', settled_at = clock_now(), settled_how = $2, owned_until = null, look_at = null, waiting_since = null, snoozed_until = null`,
    [how],
  );
  if (contactId !== null && withTheDesk && (how === 'handed_back' || !(await hasAnother(tx, contactId))))
    await backToTheAssistant(tx, contactId);
  const after = settled.kind === 'done' ? await readCase(tx, id) : undefined;
  return after ? { kind: 'done', case: after } : settled;
}

/** Somebody still sees to this patient in another case. */
async function hasAnother(tx: Database, contactId: ContactId): Promise<boolean> {
  const claimed = `select from desk_case where contact_id = $1 and status = 'claimed'`;
  return (await tx.query<unknown[]>(claimed, [contactId])).length > 0;
}
