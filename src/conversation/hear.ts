import { DateTime } from 'luxon';
import type { Expects, Facts, FlowName, Happened, Question } from '../../flows/vocabulary';
import type { Database } from '../database/statements';
import { westernDigits } from '../understanding/meaning/fold';
import { type About, type Intent, type Understood, understand } from '../understanding/understand';
import { withDoubt } from './doubtful-when';
import type { Running } from './envelope';
import type { Courtesy, Heard } from './heard';
import { languages, phrase } from './phrases';
import { fold } from '../directory/fold';
import { languageNamedIn } from './language-named';
import { factsOf } from './told';
import { whoIsMeant } from './who-is-meant';
import { FLOW_OF, wishing } from './wishing';

/** What is open when a message comes in. */
export interface Listening {
  text: string;
  channel: string;
  language: string;
  /** The patient has been spoken to in it before. */
  languageIsKept: boolean;
  /** Nothing is known of the one who writes. */
  isNew: boolean;
  /** This address speaks for somebody already. */
  known: boolean;
  /** The open question was not understood, and is put for the second time. */
  askedAgain: boolean;
  /** The country of the clinic: it settles whether 3/6 is in March or in June. */
  country?: string | null;
  zone: string;
  /** The wall clock of the clinic: YYYY-MM-DDTHH:MM:SS. */
  reference: string;
  running?: Running;
  /** The choices as the patient read them. */
  labels: string[];
  /** Written before the open question was put: it cannot be the answer to it. */
  early: boolean;
}

/** Turns words into something the conversation listens for. Reads the directory, writes nothing, and says when in doubt. */
export async function hear(db: Database, met: Listening): Promise<{ heard: Heard; language?: string }> {
  const language = greetedIn(met);
  const at = language ? { ...met, language } : met;
  const understood = { ...listen(at), ...(language && { language }) };
  const heard = withDoubt(await meant(db, at, understood), understood, at);
  return { heard, ...(changesLanguage(understood, at) && { language: understood.language }) };
}

/** "Bonjour", from somebody who has never been spoken to: one word is too few to tell a language by, but not for this one. */
function greetedIn(at: Listening): string | undefined {
  if (at.languageIsKept || at.running || at.text.trim().split(/\s+/).length > 2) return undefined;
  const greets = (language: string): boolean => {
    const { intents, confidence } = understand(at.text, aboutOf({ ...at, language }));
    return intents[0] === 'greet' && confidence > 0.95;
  };
  return greets(at.language) ? undefined : languages.findLast((language) => greets(language));
}

/** A name is in no language, and whoever has been spoken to in one needs more than two words to change it. */
function changesLanguage({ language }: Understood, { text, languageIsKept, running }: Listening): boolean {
  if (!language || !languages.includes(language) || isNaming(running)) return false;
  return !languageIsKept || NOT_LATIN.test(text) || text.trim().split(/\s+/).length > 2;
}

const NOT_LATIN = /[^\p{Script=Latin}\P{L}]{2}/u;

const NAMING: ReadonlySet<Expects> = new Set(['name', 'name_and_birth_date', 'words']);
const isNaming = (running: Running | undefined): boolean => NAMING.has(running?.prompt?.expects ?? 'choice');

const aboutOf = (at: Listening): About => ({
  language: at.country && !at.language.includes('-') ? `${at.language}-${at.country}` : at.language,
  reference: at.reference,
  timeZone: at.zone,
  languageIsGuess: !at.languageIsKept && !isNaming(at.running),
});

function listen(at: Listening): Understood {
  const about = { ...aboutOf(at), ...(at.labels.length > 0 && { choices: { labels: at.labels } }) };
  const asked = ASKED[at.running?.prompt?.expects ?? 'choice'];
  const understood = understand(at.text, { ...about, ...(asked && { asked }) });
  const early = !at.known && !isNaming(at.running) && understand(at.text, about).dob !== undefined;
  const both = early || at.running?.prompt?.expects === 'name_and_birth_date';
  return both ? bothIn(at.text, about, understood) : understood;
}

/** "Ann Wanjiku 3 March 1984": the name is what is left when the date has been taken out. */
function bothIn(text: string, about: About, understood: Understood): Understood {
  const { dob, dobDoubt } = understand(text, { ...about, asked: 'dob' });
  const spans = [...(understood.when?.spans ?? [])].sort((a, b) => b.start - a.start);
  const rest = spans.reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  const { name } = understand(rest, { ...about, asked: 'name' });
  return { ...understood, ...(dob && { dob }), ...(dobDoubt && { dobDoubt }), ...(name && { name }) };
}

const ASKED: Partial<Record<Expects, 'name' | 'dob' | 'when'>> = {
  birth_date: 'dob',
  name: 'name',
  name_and_birth_date: 'name',
  when: 'when',
};

async function meant(db: Database, at: Listening, understood: Understood): Promise<Heard> {
  if (understood.safety) return { kind: 'danger', sure: understood.safety.sure };
  return (
    undone(understood, at) ??
    always(understood, at) ??
    (understood.coming && (at.running?.flow === 'reminder' || at.running?.flow === 'provider_late')
      ? happening('patient.agreed')
      : undefined) ??
    late(understood, at) ??
    loneCancel(at) ??
    picked(understood, at) ??
    answered(understood, at) ??
    (await wanted(db, understood, at)) ??
    said(understood, at)
  );
}

/** "Undo": what can be taken back is; elsewhere it leads to the question before. */
function undone({ intents }: Understood, { running }: Listening): Heard | undefined {
  const choice = running?.prompt?.choices.findIndex(({ label }) => label === 'choice.undo') ?? -1;
  if (intents.includes('undo') && choice >= 0) return { kind: 'chose', choice: choice + 1 };
  return intents[0] === 'undo' ? { kind: 'undo' } : undefined;
}

/** Works at any moment, whatever was asked. */
const ALWAYS: Partial<Record<Intent, Heard>> = {
  stop_messages: { kind: 'wants', flow: 'stopping' },
  start_messages: { kind: 'wants', flow: 'starting' },
  human: { kind: 'wants', flow: 'person' },
  menu: { kind: 'wants', flow: 'menu' },
  wrong_number: { kind: 'wants', flow: 'wrong_number' },
  back: { kind: 'back' },
  start_over: { kind: 'start_over' },
  help: { kind: 'courtesy', which: 'help' },
  repeat: { kind: 'repeat' },
};

function always(understood: Understood, at: Listening): Heard | undefined {
  const { intents, confidence, carrierWord } = understood;
  const byCarrier = carrierWord ? carriersWord(at) : undefined;
  if (byCarrier) return byCarrier;
  // As it stands in the menu, whatever is open; "my data" is something else.
  if (fold(at.text) === fold(phrase(at.language, 'choice.my_details', {}))) return { kind: 'wants', flow: 'profile' };
  const newLanguage = isNaming(at.running) ? undefined : languageNamedIn(at.text);
  if (newLanguage) return { kind: 'wants', flow: 'language', facts: { newLanguage } };
  // In the answer to "what is your name" only a clear command is a command.
  const [intent] = intents;
  // "The last one" says which, where there is a list to say it of.
  if (intent === 'repeat' && understood.choice !== undefined && at.labels.length > 0) return undefined;
  return intent && confidence >= (isNaming(at.running) ? 0.9 : SURE_ENOUGH) ? ALWAYS[intent] : undefined;
}

/** Where carriers act on such a word by themselves we may be blocked already; elsewhere it is a word like any other. */
/** Where there is something of one's own to give up, before there is a visit. */
const BEGUN: ReadonlySet<FlowName> = new Set(['booking', 'waiting_list', 'registration']);

function carriersWord({ channel, text, running }: Listening): Heard | undefined {
  if (channel === 'sms') return { kind: 'wants', flow: 'maybe_stopping' };
  if (running && BEGUN.has(running.flow) && /^cancel/i.test(text.trim())) return happening('patient.gave_up');
  return /^cancel/i.test(text.trim()) ? { kind: 'wants', flow: 'cancelling' } : undefined;
}

/** "cancelar", with nothing open that could be given up but the menu: then it is the visit. */
function loneCancel({ running, text }: Listening): Heard | undefined {
  const open = running !== undefined && running.flow !== 'menu';
  return open || !/^(cancel(ar|a|o)?|annuler|annulez)[.!]?$/iu.test(text.trim())
    ? undefined
    : { kind: 'wants', flow: 'cancelling' };
}

/** "I will be late 20 minutes": said of a visit that is asked about, or of one that is looked up. */
function late({ minutesLate }: Understood, { running, text }: Listening): Heard | undefined {
  const asked = running?.prompt?.expects === 'number' && running.flow === 'running_late';
  const bare = asked ? Number(/^\D*(\d{1,3})\D*$/.exec(westernDigits(text))?.[1] ?? 0) : 0;
  const minutes = minutesLate ?? (bare > (running?.prompt?.choices.length ?? 0) && bare <= 180 ? bare : undefined);
  if (minutes === undefined || isNaming(running)) return undefined;
  const facts = minutes > 0 ? { minutesLate: minutes } : {};
  if (asked) return minutes > 0 ? { kind: 'happened', event: { type: 'patient.chose', facts } } : undefined;
  return offered(running, 'running_late', facts) ?? { kind: 'wants', flow: 'running_late', facts };
}

/** What the open question offers as a choice is chosen by saying it: the visit it is about comes with it. */
function offered(running: Running | undefined, flow: FlowName, facts?: Facts): Heard | undefined {
  const choice = running?.prompt?.choices.findIndex((each) => each.start === flow) ?? -1;
  return choice < 0 ? undefined : { kind: 'chose', choice: choice + 1, ...(facts && { facts }) };
}

function picked(understood: Understood, at: Listening): Heard | undefined {
  const { running, labels, early } = at;
  const { choice, when, intents, otherTimes } = understood;
  const prompt = running?.prompt;
  if (!prompt || prompt.choices.length === 0) return undefined;
  if (early) return choice !== undefined && !when ? { kind: 'not_understood' } : undefined;
  // "Any of them" is the first; a day alone, among times, is a wish for more times on that day.
  if (intents[0] === 'dont_care' && prompt.expects === 'when') return { kind: 'chose', choice: 1 };
  if (otherTimes && prompt.expects === 'when') return elsewhen(otherTimes, running);
  if (choice === undefined || (prompt.expects === 'when' && when?.date && !when.time)) return undefined;
  if (choice === 'none') return happening('patient.wanted_others');
  const last = choice < 0 || (choice === labels.length && isLast(at));
  const index = last ? lastTime(prompt) : choice;
  // "3" may be an hour where times are asked for; on a list it is the third line.
  return index > prompt.choices.length && when ? undefined : { kind: 'chose', choice: index };
}

/** Without the list in sight, only "the last one" is counted from its end. */
const isLast = (at: Listening): boolean => Number(understand(at.text, aboutOf(at)).choice) < 0;

/** The last of the times, where there are times: "other times" below them is not one. */
function lastTime({ choices }: Question): number {
  const time = choices.findLastIndex(({ facts }) => facts?.chosen);
  return (time < 0 ? choices.length - 1 : time) + 1;
}

/** "Another day" is after the last one that was offered; "another time" may be on the same. */
function elsewhen(which: 'day' | 'time', { context }: Running): Heard {
  const last = context.offers.at(-1);
  if (which === 'time' || !last) return happening('patient.wanted_others');
  const next = DateTime.fromISO(last.starts, { zone: last.zone }).plus({ days: 1 }).toISODate();
  return told({ wanted: { ...(next && { fromDay: next }), toDay: undefined, after: undefined } });
}

/** The kind of answer that the open question expects. */
function answered(understood: Understood, at: Listening): Heard | undefined {
  const { running, text } = at;
  const { intents, rude } = understood;
  const expects = running?.prompt?.expects;
  if (!expects) return undefined;
  if (intents[0] === 'abort' && understood.confidence >= 0.9) return happening('patient.gave_up');
  if (expects === 'words') return told({ comment: text });
  const who = whoIsMeant(understood, at);
  if (who) return who;
  if (expects === 'digit') return undefined;
  const yes = intents[0] === 'affirm' || intents[0] === 'acknowledge';
  if (yes && !rude) return happening('patient.agreed'); // nobody agrees by an insult
  if (intents[0] === 'deny' && !understood.when) return happening('patient.declined');
  return undefined;
}

const happening = (
  type: 'patient.agreed' | 'patient.declined' | 'patient.wanted_others' | 'patient.gave_up',
): Heard => ({
  kind: 'happened',
  event: { type } as Happened,
});

const told = (facts: Facts): Heard => ({ kind: 'happened', event: { type: 'patient.told', facts } });

/** Below this an intent is a guess, and what is guessed is asked. */
const SURE_ENOUGH = 0.55;
/** What the open question waits for needs less. */
const LIKELY = 0.35;

async function wanted(db: Database, understood: Understood, at: Listening): Promise<Heard | undefined> {
  const [first] = understood.intents;
  const open = at.running?.flow;
  const choice = first && FLOW_OF[first] && offered(at.running, FLOW_OF[first]);
  if (choice && !understood.when && understood.confidence >= LIKELY && open !== 'menu' && open !== 'welcome')
    return choice;
  const intent = understood.confidence >= SURE_ENOUGH ? first : undefined;
  const flow = intent && FLOW_OF[intent];
  return wishing(flow, await factsOf(db, understood, at), open);
}

/** What is left: manners, and what we do not do. */
const MANNERS: Partial<Record<Intent, Courtesy>> = {
  thank: 'thanks',
  goodbye: 'goodbye',
  bot_question: 'bot',
  insurance_question: 'ask_a_person',
  directions: 'ask_a_person',
  pay: 'ask_a_person',
  date_time_query: 'ask_a_person',
};

/** What is surely something else is said to be so; what only might be is asked for again. */
const SURELY_NOT_OURS = 0.7;

function said(understood: Understood, { running, isNew, known }: Listening): Heard {
  const { confidence, name, rude } = understood;
  const [intent] = understood.intents;
  if (rude) return { kind: 'courtesy', which: 'rude' };
  // "No, my name is Aisha": what is wrong is put right where their details are shown.
  if (name?.introduced && !name.ofSomebodyElse && known && !running) return { kind: 'wants', flow: 'profile' };
  const onlyDigit = running?.prompt?.expects === 'digit';
  const which = intent === 'acknowledge' && onlyDigit ? 'thanks' : intent && MANNERS[intent];
  if (which && confidence >= SURE_ENOUGH) return { kind: 'courtesy', which };
  if (intent === 'out_of_scope' && confidence > SURELY_NOT_OURS) return { kind: 'courtesy', which: 'not_here' };
  if (intent === 'abort' && confidence >= (running ? LIKELY : SURE_ENOUGH) && !onlyDigit)
    return happening('patient.gave_up');
  if (intent === 'greet' && confidence >= SURE_ENOUGH)
    return running ? { kind: 'courtesy', which: 'hello' } : { kind: 'wants', flow: isNew ? 'welcome' : 'menu' };
  return { kind: 'not_understood' };
}
