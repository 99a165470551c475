import { askedFor, beginsWithQuestion } from './meaning/question';
import { birthDateIn } from './meaning/birth-date';
import { type BirthDateDoubt, birthDateDoubt } from './meaning/birth-date-doubt';
import { type Choice, choiceIn, wantsOthers } from './meaning/choice';
import { detectLanguage } from './meaning/detect-language';
import { type ForWhom, forWhomIn } from './meaning/for-whom';
import { type Intent, type Judged } from './meaning/intents';
import { judge } from './meaning/judge';
import { type Language, languageOf } from './meaning/language';
import { minutesLateIn } from './meaning/lateness';
import { nameIn, type PersonName } from './meaning/name';
import { oncePerLanguage } from './meaning/once-per-language';
import { finderFor } from './meaning/phrase-finder';
import { anyProviderIn, type KnownProvider, providerIn, type ProviderMeant } from './meaning/provider';
import { isRude, saysComing } from './meaning/replies';
import { type SafetyAlarm, safetyIn } from './meaning/safety';
import { type Specialty, specialtiesIn, withoutSpecialties } from './meaning/specialty';
import { asksToStop, isCarrierWord } from './meaning/stop-messages';
import { tokens } from './meaning/tokens';
import { type WhenDoubt } from './when/doubts';
import { type HeardWhen, hearWhen, readWhen, type When } from './when/read-when';

export type {
  BirthDateDoubt,
  Choice,
  ForWhom,
  Intent,
  KnownProvider,
  PersonName,
  ProviderMeant,
  SafetyAlarm,
  Specialty,
  When,
  WhenDoubt,
};

/** What is known when a message comes in. */
export interface About {
  /** The language of the conversation, a BCP 47 tag; a country in it settles the order of day and month. */
  readonly language: string;
  /** They have never been spoken to in it: less is enough to take them for a writer of another. */
  readonly languageIsGuess?: boolean;
  /** The wall clock where the visit takes place: YYYY-MM-DDTHH:MM:SS. */
  readonly reference: string;
  readonly timeZone: string;
  /** What we said last. */
  readonly prev?: string;
  /** What we had asked for, when it was one particular thing. */
  readonly asked?: 'name' | 'dob' | 'choice' | 'when';
  readonly choices?: { readonly labels: readonly string[] };
  readonly known?: { readonly providers?: readonly KnownProvider[] };
}

/** What a message means, as far as its words say. Anything absent was not said; doubt is in `couldAlsoBe`. */
export interface Understood {
  /** Best first; more than one only where several things are clearly said. */
  readonly intents: readonly Intent[];
  readonly confidence: number;
  readonly when?: When;
  /** A day or an hour that does not exist, or a day that is over: named, and not in `when`. */
  readonly whenDoubt?: WhenDoubt;
  /** A time that has gone by ("the last 3 minutes"), where none ahead is named: it tells something and asks for nothing. */
  readonly over?: When;
  readonly choice?: Choice;
  /** "Another day", and nothing else: none of the times that were offered. */
  readonly otherTimes?: 'day' | 'time';
  readonly name?: PersonName;
  readonly dob?: string;
  /** Why what was written, when a birth date was asked for, cannot be one. */
  readonly dobDoubt?: BirthDateDoubt;
  /** They will be late: by so many minutes, 0 where they do not say. */
  readonly minutesLate?: number;
  readonly provider?: ProviderMeant;
  readonly anyProvider?: boolean;
  readonly specialty?: Specialty;
  readonly forWhom?: ForWhom;
  /** Only when the message is clearly in another language than the conversation. */
  readonly language?: string;
  /** The language that was asked for by its name, as a tag. */
  readonly languageWanted?: string;
  readonly safety?: SafetyAlarm;
  readonly rude?: boolean;
  /** "I'll be there": a yes to a reminder. */
  readonly coming?: boolean;
  readonly correction?: boolean;
  /** A lone word on which the carrier may already have stopped our messages. */
  readonly carrierWord?: boolean;
  readonly couldAlsoBe?: { readonly dob?: readonly string[]; readonly specialty?: readonly Specialty[] };
}

/** No message about a visit is longer, and the time it takes stays bounded whatever is sent. */
const longest = 2000;

export function understand(message: string, about: About): Understood {
  const text = message.slice(0, longest);
  const detected = detectLanguage(text);
  const enough = about.languageIsGuess ? detected?.likely : detected?.clear;
  const other = enough && detected && detected.language !== shortOf(about.language) ? detected.language : undefined;
  const language = languageOf(other ?? about.language) ?? languageOf('en');
  if (!language) throw new Error('No language has been learned: run "npm run learn".');
  return without({ ...read(text, about, language), language: other });
}

function read(text: string, about: About, language: Language): Understood {
  const words = tokens(text);
  const stop = asksToStop(text, language);
  const judged = stop ? { intents: ['stop_messages' as const], confidence: 1 } : judge(text, language, about.prev);
  const asked = about.asked ?? (about.prev === undefined ? undefined : askedFor(about.prev, language));
  const written =
    asked === 'dob' || asked === undefined
      ? birthDateIn(text, language, { locale: about.language, reference: about.reference, asked: asked === 'dob' })
      : undefined;
  const heardWhen = written && !written.isGuess ? {} : whenIn(text, about, language);
  const birth = heardWhen.when ? undefined : written;
  const specialty = specialtiesIn(words, language);
  const name = isAsap(heardWhen.when, text) ? undefined : nameIn(text, language, asked === 'name');
  return {
    ...inScope(judged, specialty.length > 0, words, language),
    when: heardWhen.when ?? whenBesideNeed(words, specialty, about, language),
    whenDoubt: heardWhen.doubt,
    over: heardWhen.over,
    choice: choiceIn(text, { labels: about.choices?.labels, language, reference: about.reference }),
    otherTimes: wantsOthers(words, language),
    name,
    dob: birth?.dob,
    dobDoubt:
      about.asked === 'dob' && !birth ? birthDateDoubt(text, language, about.language, about.reference) : undefined,
    minutesLate: minutesLateIn(words, language),
    provider: providerIn(text, language, about.known?.providers, ownName(name, asked)),
    anyProvider: anyProviderIn(words, language) || undefined,
    specialty: specialty[0],
    forWhom: forWhomIn(words, language),
    languageWanted: judged.intents.includes('change_language') ? languageNamed(words, language) : undefined,
    safety: safetyIn(text, language),
    coming: saysComing(words, language) || undefined,
    rude: isRude(words, language) || undefined,
    correction: corrects(words, language) || undefined,
    carrierWord: isCarrierWord(text) || undefined,
    couldAlsoBe: doubts(birth?.couldAlsoBe, specialty.slice(1)),
  };
}

/** Whoever names a specialty or a trouble wants to be seen, unless it is a question about something else. */
function inScope(judged: Judged, aboutHealth: boolean, words: readonly string[], language: Language): Judged {
  const stray = judged.intents[0] === 'out_of_scope' && aboutHealth && !beginsWithQuestion(words, language);
  return stray ? { intents: ['book'], confidence: Math.min(judged.confidence, 0.5) } : judged;
}

/** "Asap!!" and nothing else: whoever is asked for a name may be in a hurry, but is not called so. */
const isAsap = (when: When | undefined, text: string): boolean =>
  when?.from !== undefined &&
  when.to === undefined &&
  when.date === undefined &&
  !/\p{L}/u.test(when.spans.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text));

/** A bare name is the patient's own only where we asked for one. */
const ownName = (name: PersonName | undefined, asked: About['asked']): string | undefined =>
  name && (asked === 'name' || name.introduced) ? name.full : undefined;

/** Days and hours are read in every language the platform knows, also where nothing else of it has been learned. */
function whenIn(text: string, { reference, language: locale }: About, language: Language): HeardWhen {
  const spoken = languageOf(locale) ? language.code : locale;
  return hearWhen(text, { language: spoken, reference, ...(shortOf(locale) === shortOf(spoken) && { locale }) });
}

/** "Dentist mon": a word that is only sometimes a day is one where it alone follows what is needed. "Sun rash" is no Sunday. */
function whenBesideNeed(
  words: readonly string[],
  specialty: readonly Specialty[],
  { reference }: About,
  language: Language,
): When | undefined {
  if (specialty.length === 0) return undefined;
  const rest = withoutSpecialties(words, language).at(-1);
  if (rest?.length !== 1 || rest[0] !== words.at(-1)) return undefined;
  const when = readWhen(rest[0] ?? '', { language: language.code, reference });
  // Where it stood in the message is not known any more.
  return when?.date ? { ...when, spans: [] } : undefined;
}

const corrects = (words: readonly string[], language: Language): boolean =>
  corrections(language).find(words).length > 0;

const languageNamed = (words: readonly string[], language: Language): string | undefined =>
  languageNames(language).find(words)[0]?.meaning;

const languageNames = oncePerLanguage(({ words }) => finderFor(words.languages));
const corrections = oncePerLanguage(({ words }) => finderFor(words.corrections));

function doubts(dob: readonly string[] | undefined, specialty: readonly Specialty[]): Understood['couldAlsoBe'] {
  return dob || specialty.length > 0 ? { ...(dob && { dob }), ...(specialty.length > 0 && { specialty }) } : undefined;
}

const shortOf = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? '';

/** Absent is absent: no key holds undefined, so that what was understood can be stored and compared as it is. */
function without(understood: Understood): Understood {
  const said: Record<string, unknown> = {};
  for (const key in understood) {
    const value = understood[key as keyof Understood];
    if (value !== undefined) said[key] = value;
  }
  return said as unknown as Understood;
}
