import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor, list, type PhraseFinder } from './phrase-finder';
import { tokens } from './tokens';
import { type WrittenWord, writtenWords } from './written-words';

export interface PersonName {
  readonly full: string;
  readonly first: string;
  readonly last?: string;
  /** "His name is …": somebody else than the one who writes. */
  readonly ofSomebodyElse: boolean;
  /** Words like "my name is" came before it. */
  readonly introduced: boolean;
}

const longest = 5;

/** The name that somebody gives; `asked` when we had just asked for one, so that a bare "Amina" is one. */
export function nameIn(text: string, language: Language, asked: boolean): PersonName | undefined {
  const words = writtenWords(text.replace(/\d+/g, ' , '));
  const rules = rulesOf(language);
  for (const { end, meaning } of rules.intros.find(words.map(({ word }) => word))) {
    const run = nameFrom(words.slice(end), rules, needAfter(meaning, asked));
    // In a long message "its mono" is no introduction, unless a capital says so or it is a name that people bear.
    const first = words[end];
    const given = rules.given.has(first?.word ?? '');
    const small = /^\P{Lu}/u.test(first?.written ?? '');
    if (given && meaning !== 'self' && ((end > 4 && small) || (meaning === 'other' && small) || isDated(text, first)))
      continue;
    const sure = meaning !== 'weak' || asked || words.length <= 4 || given || /^\P{Ll}/u.test(first?.written ?? '');
    if (run && sure) return personName(run, meaning === 'other', true);
  }
  return bareName(words, rules, asked) ?? besideTheRest(words, rules);
}

/** "for August 15th": a month, whoever may be called so. */
const isDated = (text: string, month: WrittenWord | undefined): boolean =>
  month !== undefined && /^\W*(?:the )?\d/.test(text.slice(text.indexOf(month.written) + month.written.length));

const needAfter = (intro: 'self' | 'weak' | 'other', asked: boolean): Need =>
  intro === 'self' ? 'may' : intro === 'weak' && asked ? 'asked' : 'introduced';

/** When we asked, a name may open a longer answer ("Amina and I would like…"); otherwise it must be all there is. */
function bareName(words: readonly WrittenWord[], rules: NameRules, asked: boolean): PersonName | undefined {
  // "राम राम" greets, "राम कुमार" is somebody.
  const opens = ({ word }: WrittenWord, at: number): boolean =>
    rules.openings.has(word) && !(rules.given.has(word) && words[at + 1] && words[at + 1]?.word !== word);
  const first = asked ? words.findIndex((word, at) => !opens(word, at)) : 0;
  const bare = words.slice(Math.max(first, 0));
  const run = nameFrom(bare, rules, asked ? 'asked' : 'looks');
  return run && (asked || run.length === bare.length) ? personName(run, false, false) : undefined;
}

/** "Norman Mbeki here", "Norman Mbeki, for Tuesday", "for Tuesday, Norman Mbeki": two unknown words that stand apart. */
function besideTheRest(words: readonly WrittenWord[], rules: NameRules): PersonName | undefined {
  const run = nameFrom(words, rules, 'looks');
  const rest = words.slice(run?.length ?? 0);
  const named =
    rest.length > 0 &&
    rules.outros.longestAt(
      rest.map(({ word }) => word),
      0,
    ) !== undefined;
  if (run && (named || (run.length > 1 && rest[0]?.afterBreak && capitals(run)))) return personName(run, false, named);
  const at = words.findLastIndex(({ afterBreak }) => afterBreak);
  const last = at > 0 ? nameFrom(words.slice(at), rules, 'looks') : undefined;
  return last && last.length > 1 && at + last.length === words.length && capitals(last)
    ? personName(last, false, false)
    : undefined;
}

const capitals = (run: readonly WrittenWord[]): boolean => run.every(({ written }) => /^\p{Lu}/u.test(written));

interface NameRules {
  readonly never: ReadonlySet<string>;
  readonly particles: ReadonlySet<string>;
  readonly openings: ReadonlySet<string>;
  /** Words of everyday phrases; names that stand in our phrases as examples are none of these. */
  readonly everyday: ReadonlySet<string>;
  /** Names that are words as well. */
  readonly given: ReadonlySet<string>;
  readonly intros: PhraseFinder<'self' | 'weak' | 'other'>;
  readonly outros: PhraseFinder<'outro'>;
}

const rulesOf = oncePerLanguage<NameRules>(({ words: { names, titles, specialties, people }, bank, lexicon }) => {
  const greetings = ['yes', 'hello', 'thanks', 'ok'].flatMap((group) => list(bank.groups[group]));
  const examples = new Set([...list(bank.groups._who), ...list(bank.groups._place)].flatMap(tokens));
  const named = [...Object.values(specialties), ...Object.values(people)].flatMap(list).flatMap(tokens);
  return {
    never: new Set(list(names.notNames).flatMap(tokens)),
    particles: new Set(list(names.particles)),
    given: new Set(list(names.given).flatMap(tokens)),
    openings: new Set([...greetings, ...list(titles), ...list(names.intro), ...list(names.weakIntro)].flatMap(tokens)),
    everyday: new Set([...lexicon.known].filter((word) => !examples.has(word)).concat(named)),
    outros: finderFor({ outro: names.outro }),
    intros: finderFor({ self: names.intro, weak: names.weakIntro, other: names.forIntro }),
  };
});

/** How much a word must look like a name: anything may follow "my name is", less follows "it's". */
type Need = 'may' | 'asked' | 'introduced' | 'looks';

function nameFrom(words: readonly WrittenWord[], rules: NameRules, need: Need): WrittenWord[] | undefined {
  const run: WrittenWord[] = [];
  for (const word of words.slice(0, longest)) {
    if (word.afterBreak && run.length > 0) break;
    const given = need !== 'looks' && rules.given.has(word.word) && !leadsOn(word, words[run.length + 1], need);
    const may = run.length === 0 && need === 'may' && !rules.never.has(word.word);
    const fits = given || may || looksLikeName(word, rules, need);
    if (!fits && !(run.length > 0 && rules.particles.has(word.word))) break;
    run.push(word);
  }
  while (run.length > 1 && rules.particles.has((run[run.length - 1] as WrittenWord).word)) run.pop();
  return run.length > 0 ? run : undefined;
}

/** "I am happy to …", "it is may 3rd": written small, with a word close behind, it is the word and not the name. */
const leadsOn = ({ written }: WrittenWord, next: WrittenWord | undefined, need: Need): boolean =>
  need === 'introduced' &&
  /^[a-z]/.test(written) &&
  next !== undefined &&
  /^(?:to|that|the|\d.*|of|with|about|at|for)$/.test(next.word);

/** Scripts without capitals, and people who never use them, leave only "a word of no everyday phrase". */
function looksLikeName({ written, word }: WrittenWord, { never, everyday }: NameRules, need: Need): boolean {
  if (never.has(word) || word.length < 2) return false;
  return !everyday.has(word) || ((need === 'may' || need === 'asked') && /^\p{Lu}\p{Ll}/u.test(written));
}

function personName(run: readonly WrittenWord[], ofSomebodyElse: boolean, introduced: boolean): PersonName {
  // "da" in "João da Silva" stays small, in "JOAO DA SILVA" nobody can tell.
  const someCapital = run.some(({ written }) => /^\p{Lu}/u.test(written));
  const parts = run.map(({ written }) => {
    const small = written === written.toLowerCase();
    return (small && !someCapital) || written === written.toUpperCase() ? capitalised(written) : written;
  });
  const last = parts.slice(1).join(' ');
  return { full: parts.join(' '), first: parts[0] as string, ...(last && { last }), ofSomebodyElse, introduced };
}

const capitalised = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
