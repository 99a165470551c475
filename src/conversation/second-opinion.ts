import { DateTime } from 'luxon';
import type { Choice, Facts, FlowName, Meant } from '../../flows/vocabulary';
import type { Database } from '../database/statements';
import { type AskModel, type Asked, DEAREST_CALL } from '../understanding/model/ask-model';
import { type Command, COMMANDS, type Justified } from '../understanding/model/grammar';
import { understand } from '../understanding/understand';
import { listensFor } from './advance';
import { fullNamesOf } from './grant-identity';
import type { Heard } from './heard';
import { putRight, setAside } from './model-use';
import { englishWording } from './phrases';
import { isEarly } from './prompts';
import type { Seen } from './store';

/** A language model, and what it may be used for. */
export interface SecondOpinion {
  ask: AskModel;
  tokensPerDay: number;
  /** It is asked and its answer is written down, but nothing comes of it. */
  onlyListens: boolean;
  onMistake(error: unknown): void;
  answers: Map<string, Justified>;
  /** What is still being listened to. */
  comparing: Set<Promise<void>>;
}

type Use = Pick<SecondOpinion, 'tokensPerDay' | 'onlyListens' | 'onMistake'>;

export const secondOpinion = (ask: AskModel, use: Use): SecondOpinion => ({
  ask,
  ...use,
  answers: new Map(),
  comparing: new Set(),
});

/** What the patient may have meant, put before them to choose: nothing happens by itself. */
export async function guess(db: Database, seen: Seen, model: SecondOpinion): Promise<Heard | undefined> {
  const { command, ...facts } = await opinion(db, seen, model);
  if (!command) return undefined;
  const [meant, label] = MEANS[command];
  const heard: Choice = { label, says: meant, facts: factsOf(facts) };
  return { kind: 'guessed', meant: command === 'person' ? [heard, NEITHER] : [heard, PERSON, NEITHER] };
}

/** What a model makes of a message. Asked with no transaction open; whatever stands against asking is no opinion. */
export async function opinion(db: Database, seen: Seen, model: SecondOpinion): Promise<Justified> {
  const asked = askedOf(seen);
  if (!asked) return {};
  const known = model.answers.get(keyOf(seen, asked));
  if (known) return known;
  if (!(await setAside(db, seen.contactId, DEAREST_CALL, model.tokensPerDay))) return {};
  const names = [...asked.names, ...parts(await fullNamesOf(db, seen.contactId))];
  const { heard, tokens } = await model.ask({ ...asked, names });
  if (tokens !== undefined) await putRight(db, seen.contactId, DEAREST_CALL, tokens);
  if (tokens) remember(model.answers, keyOf(seen, asked), heard);
  return heard;
}

const MEANS: Record<Command, [Meant, label: string]> = {
  book: ['booking', 'choice.book'],
  move: ['moving', 'choice.move'],
  cancel: ['cancelling', 'choice.cancel'],
  my_visits: ['my_visits', 'choice.my_visits'],
  waiting_list: ['waiting_list', 'choice.waiting_list'],
  running_late: ['running_late', 'choice.running_late'],
  person: ['person', 'choice.talk'],
  other_times: ['patient.wanted_others', 'choice.other_times'],
};

const PERSON: Choice = { label: 'choice.talk', says: 'person' };
const NEITHER: Choice = { label: 'choice.neither', says: 'neither' };

/** The command that leads into a flow. */
export const commandFor = (flow: FlowName | undefined): Command | undefined =>
  COMMANDS.find((command) => MEANS[command][0] === flow);

function factsOf({ need, day, forSomebodyElse }: Justified): Facts {
  const wanted = { ...(need && { specialty: need }), ...(day && { fromDay: day, toDay: day }) };
  return {
    ...(Object.keys(wanted).length > 0 && { wanted }),
    ...(forSomebodyElse && { forWhom: 'other' }),
  };
}

/** An answer to these says who somebody is, or is kept as it stands. No model is to read that. */
const PERSONAL = new Set(['name', 'name_and_birth_date', 'birth_date', 'words']);

function askedOf(seen: Seen): Asked | undefined {
  const { envelope, message, language } = seen;
  const { text } = message.body;
  const prompt = envelope.running?.prompt;
  const personal = PERSONAL.has(prompt?.expects ?? '');
  if (!text?.trim() || personal || isEarly(envelope, { message: message.id })) return undefined;
  const here = DateTime.fromJSDate(seen.now, { zone: seen.zone });
  const reference = here.toFormat("yyyy-MM-dd'T'HH:mm:ss");
  const { name, dob } = understand(text, { language, reference, timeZone: seen.zone });
  if (dob) return undefined;
  return {
    text,
    language,
    today: here.toFormat('yyyy-MM-dd'),
    commands: commandsFor(seen),
    names: namesIn(seen, name?.full),
    ...(prompt && { question: englishWording(prompt.phrase) }),
  };
}

const commandsFor = ({ envelope: { running } }: Seen): Command[] =>
  COMMANDS.filter((command) => command !== 'other_times' || (running && listensFor(running, OTHERS)));

const OTHERS = { type: 'patient.wanted_others' } as const;

/** Everybody this conversation knows of, in whole and in parts, and the references of their visits. */
function namesIn({ envelope: { people, running } }: Seen, introduced: string | undefined): string[] {
  const { patient, name, visits = [], visit } = running?.context ?? {};
  const all = [...people.map((person) => person.name), patient?.name, name, introduced];
  const known = [...visits, ...(visit ? [visit] : [])].flatMap((card) => [card.patient, card.reference]);
  return parts([...all, ...known]);
}

const parts = (names: (string | undefined)[]): string[] =>
  names.flatMap((each) => (each ? [each, ...each.split(/\s+/)] : []));

const MOST_ANSWERS = 1_000;

/** A turn that is taken again does not ask again. The key begins with the contact: what one writes is never another's answer. */
const keyOf = ({ contactId, envelope }: Seen, { text, today, commands }: Asked): string =>
  JSON.stringify([contactId, today, envelope.running?.prompt?.id, commands, text]);

function remember(answers: SecondOpinion['answers'], key: string, heard: Justified): void {
  answers.set(key, heard);
  const [oldest] = answers.keys();
  if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
}
