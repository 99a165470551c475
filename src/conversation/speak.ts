import { putInOutbox } from '../outbox/put-in-outbox';
import type { Said } from './advance';
import type { Heard } from './heard';
import { wordsFor } from './in-words';
import type { Speaker } from './speaker';

interface About {
  prompt?: number | undefined;
  /** We write by ourselves: it is left unsent when the patient stops messages, or the visit it speaks of has changed. */
  unprompted?: Extract<Heard, { kind: 'due' }>;
}

/** Puts what a turn has said on its way, as one message, in the language that the turn itself may just have changed. */
export async function speak(
  { tx, contactId, clinicId, ...speaker }: Speaker,
  said: Said[],
  about: About,
): Promise<void> {
  if (said.length === 0) return;
  const { language } = speaker;
  const onlyAsks = said.length === 1 && said[0]?.question !== undefined;
  const unread = said.at(-1)?.question ? await withdrawQuestions(tx, contactId) : 0;
  await putInOutbox(tx, {
    contactId,
    clinicId,
    kind: about.unprompted?.flow ?? 'reply',
    message: {
      ...(await wordsFor(tx, withoutUnread(said, unread), { language, digits: speaker.digits, clinicId })),
      ...(onlyAsks && { onlyAsks }),
    },
    prompt: about.prompt,
    useBy: about.unprompted?.useBy,
    ...(about.unprompted?.facts.visit && { visit: about.unprompted.facts.visit }),
  });
}

/** A question that has not left yet, and that the next message has overtaken, need not be asked any more. Says how many. */
async function withdrawQuestions(tx: Speaker['tx'], contactId: number): Promise<number> {
  const [, withdrawn] = await tx.query<[unknown, number]>(
    `update outbox set status = 'suppressed', settled_at = clock_now()
      where contact_id = $1 and status = 'pending' and kind = 'reply' and (body->>'onlyAsks')::boolean`,
    [contactId],
  );
  return withdrawn;
}

/** What nobody has read was not put: the question is worded as if for that time. */
const withoutUnread = (said: Said[], unread: number): Said[] =>
  said.map((each) => (each.put ? { ...each, put: Math.max(1, each.put - unread) } : each));
