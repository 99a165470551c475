import { type Language, finderOf } from './language';
import { list } from './phrase-finder';
import { type WrittenWord, writtenWords } from './written-words';

export interface PersonName {
  readonly full: string;
  readonly first: string;
  readonly last?: string;
  /** "His name is …": somebody else than the one who writes. */
  readonly ofSomebodyElse: boolean;
}

const longest = 5;

/** The name that somebody gives; `asked` when we had just asked for one, so that a bare "Amina" is one. */
export function nameIn(text: string, language: Language, asked: boolean): PersonName | undefined {
  const words = writtenWords(text.replace(/\d+/g, ' , '));
  const folded = words.map(({ word }) => word);
  const rule = rulesOf(language);
  const intros = finderOf({ self: language.words.names.intro, other: language.words.names.forIntro }).find(folded);
  for (const { end, start, meaning } of intros.reverse()) {
    const weak = end - start === 1 || language.words.names.intro.startsWith(folded.slice(start, end).join(' '));
    const run = nameFrom(words, end, rule, language, weak && !asked ? 'capital' : 'any');
    if (run) return personName(run, meaning === 'other');
  }
  const bare = words.filter(({ word }) => !rule.openings.has(word));
  if (bare.length === 0 || bare.length > longest || (!asked && bare.length !== words.length)) return undefined;
  const run = nameFrom(bare, 0, rule, language, asked ? 'any' : 'capital');
  return run?.length === bare.length ? personName(run, false) : undefined;
}

interface NameRules {
  readonly never: ReadonlySet<string>;
  readonly particles: ReadonlySet<string>;
  readonly openings: ReadonlySet<string>;
}

const rules = new WeakMap<Language, NameRules>();

function rulesOf(language: Language): NameRules {
  let made = rules.get(language);
  if (!made) {
    const { names, titles } = language.words;
    const greetings = ['yes', 'hello', 'thanks', 'ok'].flatMap((group) => list(language.bank.groups[group]));
    made = {
      never: new Set(list(names.notNames)),
      particles: new Set(list(names.particles)),
      openings: new Set([...greetings, ...list(titles), 'its', 'is', 'it', 'the', 'name', 'please']),
    };
    rules.set(language, made);
  }
  return made;
}

function nameFrom(
  words: readonly WrittenWord[],
  start: number,
  rule: NameRules,
  language: Language,
  need: 'any' | 'capital',
): WrittenWord[] | undefined {
  const run: WrittenWord[] = [];
  for (const word of words.slice(start, start + longest)) {
    if (word.afterBreak && run.length > 0) break;
    if (rule.particles.has(word.word) ? false : !mayBeName(word, rule, language, need)) break;
    run.push(word);
  }
  while (run.length > 0 && rule.particles.has((run[run.length - 1] as WrittenWord).word) && run.length > 1) run.pop();
  return run.length > 0 && run.some(({ word }) => !rule.particles.has(word)) ? run : undefined;
}

function mayBeName(
  { written, word }: WrittenWord,
  rule: NameRules,
  { lexicon }: Language,
  need: 'any' | 'capital',
): boolean {
  if (rule.never.has(word) || /\d/.test(word)) return false;
  if (need === 'any') return true;
  const capital = /^\p{Lu}/u.test(written) && /\p{Ll}/u.test(written);
  // Scripts without capitals, and people who never use them, leave only "a word we do not know".
  return lexicon.known.has(word) ? false : capital || !/\p{Lu}|\p{Ll}/u.test(written) || word.length > 2;
}

function personName(run: readonly WrittenWord[], ofSomebodyElse: boolean): PersonName {
  const parts = run.map(({ written }) =>
    written === written.toLowerCase() || written === written.toUpperCase() ? capitalised(written) : written,
  );
  const last = parts.slice(1).join(' ');
  return { full: parts.join(' '), first: parts[0] as string, ...(last && { last }), ofSomebodyElse };
}

const capitalised = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
