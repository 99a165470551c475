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
  const words = writtenWords(text.replace(/\p{Nd}+/gu, ' , '));
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
  const bare = asked ? withoutOpening(words, rules) : words;
  const run = (asked ? wholeName(bare, rules) : undefined) ?? nameFrom(bare, rules, asked ? 'asked' : 'looks');
  return run && (asked || run.length === bare.length) ? personName(run, false, false) : undefined;
}

/** "Yes, Asha": what comes before the name. A greeting of two words is none by half: "Ram Ram", but Ram Kumar. */
function withoutOpening(words: readonly WrittenWord[], rules: NameRules): readonly WrittenWord[] {
  const plain = words.map(({ word }) => word);
  let at = 0;
  for (let hit = rules.openings.longestAt(plain, at); hit; hit = rules.openings.longestAt(plain, at)) at = hit.end;
  return words.slice(at);
}

/**
 * Will May and Ram Kumar are made of everyday words. Two words or more, alone before a full stop or a number, are a name all
 * the same when each has its capital, or when the script has none and at least one of them is no everyday word.
 */
function wholeName(words: readonly WrittenWord[], rules: NameRules): WrittenWord[] | undefined {
  const end = words.findIndex(({ afterBreak }, at) => at > 0 && afterBreak);
  const run = words.slice(0, end < 0 ? undefined : end);
  if (run.length < 2 || run.length > longest || rules.sentences.has(run[0]?.word ?? '')) return undefined;
  const capital = run.every(({ written, word }) => /^\p{Lu}\p{Ll}/u.test(written) || rules.particles.has(word));
  const uncased = run.every(({ written, word }) => /^\p{Lo}/u.test(written) && !rules.never.has(word));
  const known = run.filter(({ word }) => rules.everyday.has(word)).length;
  const telling = run.some(({ word }) => rules.telling.has(word));
  return !telling && (capital || (uncased && known < run.length)) ? [...run] : undefined;
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
  readonly openings: PhraseFinder<'opening'>;
  /** Words that begin a sentence about oneself ("my", "I") and not a name. */
  readonly sentences: ReadonlySet<string>;
  /** Words for people and specialties: whoever writes them says something else than a name. */
  readonly telling: ReadonlySet<string>;
  /** Words of everyday phrases; names that stand in our phrases as examples are none of these. */
  readonly everyday: ReadonlySet<string>;
  /** Names that are words as well. */
  readonly given: ReadonlySet<string>;
  readonly intros: PhraseFinder<'self' | 'weak' | 'other'>;
  readonly outros: PhraseFinder<'outro'>;
}

const rulesOf = oncePerLanguage<NameRules>(({ words: { names, titles, specialties, people }, bank, lexicon }) => {
  const greetings = ['yes', 'hello', 'thanks', 'ok', 'right'].flatMap((group) => list(bank.groups[group]));
  const examples = new Set([...list(bank.groups._who), ...list(bank.groups._place)].flatMap(tokens));
  const named = [...Object.values(specialties), ...Object.values(people)].flatMap(list).flatMap(tokens);
  return {
    never: new Set(list(names.notNames).flatMap(tokens)),
    particles: new Set(list(names.particles)),
    given: new Set(list(names.given).flatMap(tokens)),
    openings: finderFor({ opening: [...greetings, titles, names.intro, names.weakIntro].join('|') }),
    sentences: new Set([...list(names.intro), ...list(names.weakIntro)].map((intro) => tokens(intro)[0] ?? '')),
    telling: new Set(named),
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
    const given = need !== 'looks' && rules.given.has(word.word);
    const may = run.length === 0 && need === 'may' && !rules.never.has(word.word);
    const fits = given || may || looksLikeName(word, rules, need);
    if (!fits && !(run.length > 0 && rules.particles.has(word.word))) break;
    run.push(word);
  }
  while (run.length > 1 && isLoose(run[run.length - 1] as WrittenWord, rules)) run.pop();
  return run.length > 0 ? run : undefined;
}

/** A particle that nothing follows. Where there are no capitals it may as well be the name itself: Ram Kumar. */
const isLoose = ({ word, written }: WrittenWord, { particles }: NameRules): boolean =>
  particles.has(word) && !/^\p{Lo}/u.test(written);

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
