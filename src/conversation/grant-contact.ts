import type { Facts, Happened, Remembered } from '../../flows/vocabulary';
import { openCase } from '../desk/open-case';
import type { Speaker } from './speaker';

/** What is said in the same turn is said in that language already. */
export async function keepLanguage(speaker: Speaker, { newLanguage }: Facts): Promise<Happened> {
  const { tx, contactId } = speaker;
  speaker.language = newLanguage ?? speaker.language;
  await tx.query('update contact set language = $2 where id = $1', [contactId, newLanguage]);
  return { type: 'wish.granted' };
}

export const stopMessages = (speaker: Speaker): Promise<Happened> => setMessages(speaker, false);
export const startMessages = (speaker: Speaker): Promise<Happened> => setMessages(speaker, true);

/** From this commit on nothing unprompted leaves for this address, and what was waiting to leave does not. */
async function setMessages({ tx, contactId, inboxId }: Speaker, wanted: boolean): Promise<Happened> {
  await tx.query('update contact set stopped_at = case when $2 then null else clock_now() end where id = $1', [
    contactId,
    wanted,
  ]);
  await tx.query(
    `insert into consent (contact_id, scope, given, wording, inbox_id) values ($1, 'all', $2, 'asked', $3)`,
    [contactId, wanted, inboxId],
  );
  if (!wanted)
    await tx.query(
      `update outbox set status = 'suppressed', settled_at = clock_now() where contact_id = $1 and status = 'pending' and kind <> 'reply'`,
      [contactId],
    );
  return { type: 'wish.granted' };
}

/** Opens a case, or leaves the one that is open. The desk sees it; nothing else happens to the conversation. */
export async function callAPerson(speaker: Speaker, { visit, about = 'person' }: Remembered): Promise<Happened> {
  await openCase(speaker, about, { visitId: visit?.id });
  return { type: 'wish.granted' };
}
