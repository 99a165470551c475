import { isSmall } from './small-words';

/** A text as it is compared: its words, and whether its script writes the vowels. */
export interface Words {
  readonly words: readonly Word[];
  readonly vowels: boolean;
}

interface Word {
  readonly letters: string;
  readonly sound: string;
  readonly weight: number;
}

const SMALL_WEIGHT = 0.1;

/** Less alike than this, two words have nothing to do with each other. */
const ALIKE = 0.7;

/** Expects a folded text and the sound of it. */
export function asWords(folded: string, sound: string, vowels: boolean): Words {
  const sounds = sound.split(' ');
  const word = (letters: string, at: number): Word => ({
    letters,
    sound: sounds[at] ?? '',
    weight: isSmall(letters) ? SMALL_WEIGHT : 1,
  });
  return { words: folded.split(' ').map(word), vowels };
}

/**
 * From 0 to 1: how well a term answers what was typed. Either may be part of the other ("Okafor" for "Ngozi Okafor", "skin
 * doctor" inside a sentence); what is left over costs a little, and least in a sentence, which says more than one thing.
 * `names` says that one word of the term may
 * stand for all of it, as it does with people.
 */
export function likeness(typed: Words, term: Words, names: boolean): number {
  const hearing = hearingOf(typed, term, names);
  const ofTyped = bestPartners(typed, term, hearing);
  const ofTerm = bestPartners(term, typed, hearing);
  if (!meetsOnSubstance(typed, ofTyped, term)) return 0;
  const single = names ? Math.max(0, ...ofTerm.filter((_, at) => isDistinctive(term.words[at]))) * 0.95 : 0;
  const termMet = Math.max(covered(term, ofTerm), single);
  const typedMet = covered(typed, ofTyped);
  return Math.max(termMet * (0.8 + 0.2 * typedMet), typedMet * (0.7 + 0.3 * termMet));
}

/** "clinic" alone must not find every clinic: a word that matters has met its like, or there is none on either side. */
function meetsOnSubstance(typed: Words, partners: number[], term: Words): boolean {
  const matters = (word: Word): boolean => word.weight === 1;
  if (typed.words.some(matters) || term.words.some(matters)) {
    return typed.words.some((word, at) => matters(word) && (partners[at] ?? 0) > 0);
  }
  return partners.some((partner) => partner > 0);
}

const isDistinctive = (word: Word | undefined): boolean =>
  word !== undefined && word.weight === 1 && word.letters.length >= 3;

/**
 * How far to trust the sound. Between a script with vowels and one without, the consonants are all there is, which will do for
 * the names of people and not for common words: "sana" would be سن, a tooth.
 */
type Hearing = 'with vowels' | 'consonants only' | 'not at all';

function hearingOf(typed: Words, term: Words, names: boolean): Hearing {
  if (typed.vowels && term.vowels) return 'with vowels';
  return names ? 'consonants only' : 'not at all';
}

function bestPartners(of: Words, among: Words, hearing: Hearing): number[] {
  return of.words.map((word) => Math.max(0, ...among.words.map((other) => alike(word, other, hearing))));
}

function covered({ words }: Words, partners: number[]): number {
  const whole = words.reduce((sum, word) => sum + word.weight, 0);
  const met = words.reduce((sum, word, at) => sum + word.weight * (partners[at] ?? 0), 0);
  return whole === 0 ? 0 : met / whole;
}

function alike(one: Word, other: Word, hearing: Hearing): number {
  if (one.letters === other.letters) return 1;
  if (/\d/.test(one.letters + other.letters)) return 0;
  const likeness = Math.max(
    spelledAlike(one.letters, other.letters),
    begunAlike(one, other),
    soundsAlike(one, other, hearing),
  );
  return likeness >= ALIKE ? likeness : 0;
}

/** Short words are one slip away from so many others that only the whole word will do. */
const SHORTEST_MISSPELT = 5;

function spelledAlike(one: string, other: string): number {
  const longest = Math.max(one.length, other.length);
  if (longest < SHORTEST_MISSPELT || Math.abs(one.length - other.length) > longest * (1 - ALIKE)) return 0;
  const wrongStart = one[0] === other[0] ? 0 : 0.1; // people rarely miss the first letter
  return closeness(one, other) - wrongStart;
}

/** "derma", "gynae", "physio": the start of a word says it all. */
function begunAlike(one: Word, other: Word): number {
  const [short, long] = one.letters.length < other.letters.length ? [one, other] : [other, one];
  if (short.letters.length < 4 || !long.letters.startsWith(short.letters)) return 0;
  return 0.75 + (0.25 * short.letters.length) / long.letters.length;
}

function soundsAlike(one: Word, other: Word, hearing: Hearing): number {
  const length = Math.max(one.sound.length, other.sound.length);
  if (length < 2 || hearing === 'not at all') return 0;
  if (hearing === 'consonants only') return consonantsAlike(one.sound, other.sound);
  if (one.sound !== other.sound) return 0;
  // Two consonants are shared by too many names; then the vowels must agree more.
  const trust = length < 3 ? 0.45 : 0.55;
  return trust + (1 - trust) * closeness(one.letters, other.letters);
}

function consonantsAlike(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  if (length < 4) return one === other ? (length < 3 ? 0.8 : 0.95) : 0;
  return 0.95 * closeness(one, other);
}

const closeness = (one: string, other: string): number => 1 - distance(one, other) / Math.max(one.length, other.length);

/** Slips of the finger between two words: a letter wrong, missing, too many, or two swapped. */
function distance(one: string, other: string): number {
  let twoBack: number[] = [];
  let back = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = cell(back, j - 1) + Number(one[i - 1] !== other[j - 1]);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(change, cell(back, j) + 1, cell(row, j - 1) + 1, swapped ? cell(twoBack, j - 2) + 1 : Infinity),
      );
    }
    [twoBack, back] = [back, row];
  }
  return cell(back, other.length);
}

const cell = (row: number[], at: number): number => row[at] ?? Infinity;
