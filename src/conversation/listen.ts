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
import { type Strangers, tooMuch } from './too-much';

export interface Listened {
  heard: Heard;
  /** Only when the message is clearly in another language than the conversation was. */
  language?: string;
}

const nothing = (because: 'with_the_desk'): Listened => ({
  heard: { kind: 'nothing', because },
});

/** What has come in, whatever it is: words, a tapped button, a picture, or a timer that is due. */
export async function listen(
  db: Database,
  seen: Seen,
  { model, strangers }: { model?: SecondOpinion; strangers?: Strangers },
): Promise<Listened> {
  const { body } = seen.message;
  if (body.timer !== undefined)
    return seen.owner === 'desk' ? nothing('with_the_desk') : { heard: await due(db, seen) };
  const much = await tooMuch(db, seen, strangers);
  const listened = await listenTo(db, seen);
  if (much && !goesFirst(listened.heard)) return { heard: { kind: 'nothing', because: 'too_much', ...much } };
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

/** Even while a colleague has the conversation, or somebody writes without end: danger is answered, and a stop is a stop. */
const FIRST: ReadonlySet<FlowName> = new Set(['stopping', 'maybe_stopping']);
const goesFirst = (heard: Heard): boolean =>
  heard.kind === 'danger' || (heard.kind === 'wants' && FIRST.has(heard.flow));
