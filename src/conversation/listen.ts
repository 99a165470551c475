import { DateTime } from 'luxon';
import type { Database } from '../database/statements';
import { due } from './due';
import type { FlowName } from '../../flows/vocabulary';
import { hear } from './hear';
import { type Heard, isInDoubt } from './heard';
import { labelsToHear } from './in-words';
import { isEarly } from './prompts';
import { readerOf } from './reader';
import { guess, type SecondOpinion } from './second-opinion';
import type { Seen } from './store';

export interface Listened {
  heard: Heard;
  /** Only when the message is clearly in another language than the conversation was. */
  language?: string;
}

const nothing = (because: Extract<Heard, { kind: 'nothing' }>['because']): Listened => ({
  heard: { kind: 'nothing', because },
});

/** What has come in, whatever it is: words, a tapped button, a picture, or a timer that is due. */
export async function listen(db: Database, seen: Seen, model?: SecondOpinion): Promise<Listened> {
  const { body } = seen.message;
  if (body.timer !== undefined)
    return seen.owner === 'desk' ? nothing('with_the_desk') : { heard: await due(db, seen) };
  if (await isTooMuch(db, seen)) return nothing('too_much');
  const listened = await listenTo(db, seen);
  if (seen.owner === 'desk' && !goesFirst(listened.heard)) return nothing('with_the_desk');
  // Only now, when danger, a stop and a call for a person have been looked for and nothing was heard.
  if (!model || model.onlyListens || !isInDoubt(listened.heard)) return listened;
  return { ...listened, heard: (await guess(db, seen, model)) ?? listened.heard };
}

async function listenTo(db: Database, seen: Seen): Promise<Listened> {
  const { text, choice, prompt, media, command } = seen.message.body;
  if (command) return { heard: { kind: command === 'back' ? 'back' : 'start_over' } };
  const { running, people } = seen.envelope;
  if (choice !== undefined) return { heard: { kind: 'chose', choice, ...(prompt !== undefined && { prompt }) } };
  if (media && !text) return { heard: { kind: 'courtesy', which: 'cannot_read' } };
  const early = isEarly(seen.envelope, { message: seen.message.id });
  return hear(db, {
    text: text ?? '',
    channel: seen.channel,
    language: seen.language,
    languageIsKept: seen.languageIsKept,
    isNew: people.length === 0 && seen.envelope.prompts === 0,
    known: people.length > 0,
    askedAgain: seen.envelope.misunderstood > 0,
    country: seen.country,
    zone: seen.zone,
    reference: DateTime.fromJSDate(seen.now, { zone: seen.zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss"),
    labels: early ? [] : await labelsRead(db, seen),
    early,
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

/** Even while a colleague has the conversation: danger is answered, and a stop is a stop. */
const FIRST: ReadonlySet<FlowName> = new Set(['stopping', 'maybe_stopping']);
const goesFirst = (heard: Heard): boolean =>
  heard.kind === 'danger' || (heard.kind === 'wants' && FIRST.has(heard.flow));

/** The same words so often within five minutes; a digit may well be the answer to each of many questions. */
const MOST_ALIKE = { words: 6, digit: 20 };
const MOST_MESSAGES = 60;

/** Nobody types like this. Another program does, and two programs would go on for ever. */
async function isTooMuch(db: Database, { contactId, message }: Seen): Promise<boolean> {
  const recent = await db.query<Pick<Seen['message'], 'body'>[]>(
    `select body from inbox
      where contact_id = $1 and source <> 'timer' and received_at > clock_now() - interval '5 minutes' limit ${MOST_MESSAGES + 1}`,
    [contactId],
  );
  const { text } = message.body;
  const alike = text === undefined ? [] : recent.filter(({ body }) => body.text === text);
  const most = /^\s*\p{Nd}\s*$/u.test(text ?? '') ? MOST_ALIKE.digit : MOST_ALIKE.words;
  return alike.length > most || recent.length > MOST_MESSAGES;
}
