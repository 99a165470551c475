import type { Random } from '../../random';
import { type Language, LANGUAGES, type Need, type Words, WORDS } from './words';

/** What somebody has come for. */
export type Goal = 'book' | 'register_child' | 'join_list' | 'move' | 'cancel' | 'confirm' | 'change_language';
export const GOALS: readonly Goal[] = [
  'book',
  'book',
  'book',
  'register_child',
  'join_list',
  'move',
  'cancel',
  'confirm',
  'change_language',
];

/** Somebody with a telephone: what they want, who they are, and how they write. */
export interface Person {
  readonly nr: number;
  readonly address: string;
  readonly channel: 'sms' | 'whatsapp';
  readonly goal: Goal;
  readonly language: Language;
  readonly words: Words;
  readonly known: boolean;
  readonly need: Need;
  readonly name: [first: string, last: string];
  readonly born: string;
  readonly child: { first: string; born: string };
  readonly careless: number;
  readonly restless: number;
  readonly stops: boolean;
  readonly newLanguage: Language;
}

const NEEDS: readonly Need[] = ['dermatology', 'dentistry', 'paediatrics', 'general_practice'];
/** Who moves, cancels or confirms something has it already, and so is known. */
const HAVE_A_VISIT: ReadonlySet<Goal> = new Set(['move', 'cancel', 'confirm']);

export const hasAVisit = ({ goal }: Person): boolean => HAVE_A_VISIT.has(goal);

export function somebody(nr: number, random: Random): Person {
  const goal = random.pick(GOALS);
  const language = random.pick(LANGUAGES);
  const words = WORDS[language];
  return {
    nr,
    goal,
    language,
    words,
    address: `+25471${String(1_000_000 + nr)}`,
    channel: random.next() < 0.7 ? 'sms' : 'whatsapp',
    known: HAVE_A_VISIT.has(goal) || random.next() < 0.4,
    need: goal === 'join_list' ? 'ophthalmology' : random.pick(NEEDS),
    name: random.pick(words.names),
    born: birthDate(random, 1940, 2005),
    child: { first: random.pick(words.names)[0], born: birthDate(random, 2012, 2025) },
    careless: random.pick([0, 0, 0.03, 0.08]),
    restless: random.pick([0, 0.05, 0.15]),
    // Most of all it matters to those who would be reminded.
    stops: random.next() < (HAVE_A_VISIT.has(goal) ? 0.2 : 0.08),
    newLanguage: random.pick(LANGUAGES.filter((other) => other !== language)),
  };
}

const birthDate = (random: Random, from: number, to: number): string =>
  `${from + random.below(to - from)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
const two = (n: number): string => String(n).padStart(2, '0');

/** A date as people of the language write it, in figures or with the month spelt out. */
export function written(day: string, { language }: Person, random: Random): string {
  const at = new Date(`${day}T00:00:00Z`);
  const [year, month, date] = day.split('-');
  if (random.next() < 0.5) return `${date}/${month}/${year}`;
  const tag = `${language}-u-ca-gregory-nu-latn`;
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}

/** A letter left out, doubled or swapped with the next, now and then, in words that are long enough to bear it. */
export const typed = (text: string, { careless }: Person, random: Random): string =>
  text.replace(/[\p{L}\p{M}]{5,}/gu, (word) => (random.next() < careless * 3 ? slipped(word, random) : word));

function slipped(word: string, random: Random): string {
  const at = 1 + random.below(word.length - 2);
  const [before, here, next, after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  return random.pick([
    `${before}${next}${after}`,
    `${before}${here}${here}${next}${after}`,
    `${before}${next}${here}${after}`,
  ]);
}
