import type { Heard } from './heard';
import { openCase } from './grant-contact';
import type { Speaker } from './speaker';

export type Silence = Extract<Heard, { kind: 'nothing' }>['because'];

/** Why a message gets no answer from us is written down, and where somebody should see it, they do. */
export async function noteSilence(speaker: Speaker, because: Silence): Promise<void> {
  if (because === 'too_much') await openCase(speaker, 'loop');
  if (because === 'with_the_desk') await addToCase(speaker);
}

/** While the desk has the conversation, what the patient writes belongs to the case. */
async function addToCase(speaker: Speaker): Promise<void> {
  const { tx, contactId, inboxId } = speaker;
  await openCase(speaker, 'person');
  await tx.query(
    `update inbox set case_id = (select id from desk_case where contact_id = $1 and status <> 'resolved'
                                  order by status = 'claimed' desc, id desc limit 1) where id = $2`,
    [contactId, inboxId],
  );
}
