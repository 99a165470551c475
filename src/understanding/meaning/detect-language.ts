import { type Language, languageOf, understoodLanguages } from './language';
import { list } from './phrase-finder';
import { remembered } from './remembered';
import { tokens } from './tokens';

interface Evidence {
  /** For each word, the languages whose phrases use it. */
  readonly words: Map<string, string[]>;
  readonly telltale: Map<string, string[]>;
  /** For each run of three letters, how typical it is of each language. */
  readonly letters: Map<string, Map<string, number>>;
}

export interface Detected {
  readonly language: string;
  /** Enough to switch the conversation: never from one short word that several languages share. */
  readonly clear: boolean;
  /** Enough to begin one in it, where nothing else is known of the writer. */
  readonly likely: boolean;
}

let evidence: Evidence | undefined;

/** The language that the words belong to; undefined when they could be several. */
export function detectLanguage(text: string): Detected | undefined {
  const words = tokens(text).filter(hasLetter);
  if (words.length === 0) return undefined;
  const byScript = scriptOf(text);
  if (byScript) return { language: byScript, clear: true, likely: true };
  const scores = scoresOf(words.slice(0, 60));
  const [best, second] = bestTwo(scores);
  if (!best || best[1].total <= 0) return undefined;
  const lead = best[1].total - (second?.[1].total ?? 0);
  const ahead = lead / best[1].total > 0.3;
  return {
    language: best[0],
    clear: best[1].own >= 2 && lead >= 1.5 && ahead,
    likely: best[1].own >= 1 && lead >= 0.9 && ahead,
  };
}

function bestTwo(scores: Map<string, Score>): ([string, Score] | undefined)[] {
  let [best, second]: ([string, Score] | undefined)[] = [];
  for (const one of scores) {
    if (!best || one[1].total > best[1].total) [best, second] = [one, best];
    else if (!second || one[1].total > second[1].total) second = one;
  }
  return [best, second];
}

const hasLetter = (word: string): boolean => {
  const first = word.charCodeAt(0);
  return (first >= 97 && first <= 122) || /\p{L}/u.test(word);
};

/** Only scripts that one of our languages owns alone. */
function scriptOf(text: string): string | undefined {
  if (/[\u0600-\u06ff]{2,}/.test(text)) return languageOf('ar') && 'ar';
  if (/[\u0900-\u097f]{2,}/.test(text)) return languageOf('hi') && 'hi';
  return undefined;
}

interface Score {
  total: number;
  /** Words that no other language has. */
  own: number;
}

function scoresOf(words: readonly string[]): Map<string, Score> {
  const scores = new Map<string, Score>();
  words.forEach((word, at) => {
    const { points, alone } = sayingOf(word);
    const again = alone && words.indexOf(word) < at;
    for (const [language, given] of points) {
      let score = scores.get(language);
      if (!score) scores.set(language, (score = { total: 0, own: 0 }));
      score.total += given;
      if (alone && !again) score.own++;
    }
  });
  return scores;
}

/** What one word says for each language. */
interface Saying {
  readonly points: readonly (readonly [language: string, points: number])[];
  /** No other language has it. */
  readonly alone: boolean;
}

const sayingOf = remembered((word) => weighed(word, (evidence ??= gatherEvidence())));

function weighed(word: string, known: Evidence): Saying {
  const telling = known.telltale.get(word) ?? [];
  const all = [...new Set([...telling, ...(known.words.get(word) ?? [])])];
  if (all.length === 0) return { points: [...byLetters(word, known)], alone: false };
  const weight = (language: string): number => (telling.includes(language) ? 1.5 : 1) / all.length ** 2;
  return { points: all.map((language) => [language, weight(language)] as const), alone: all.length === 1 };
}

function byLetters(word: string, { letters }: Evidence): Map<string, number> {
  const points = new Map<string, number>();
  const padded = ` ${word} `;
  for (let at = 0; at + 3 <= padded.length; at++) {
    for (const [language, share] of letters.get(padded.slice(at, at + 3)) ?? [])
      points.set(language, (points.get(language) ?? 0) + (0.3 * share) / padded.length);
  }
  return points;
}

function gatherEvidence(): Evidence {
  const made: Evidence = { words: new Map(), telltale: new Map(), letters: new Map() };
  const languages = understoodLanguages()
    .map(languageOf)
    .filter((language) => language !== undefined);
  for (const language of languages) {
    for (const word of language.lexicon.known) push(made.words, word, language.code);
    for (const word of list(language.words.telltale)) push(made.telltale, tokens(word).join(' '), language.code);
    countLetters(language, made.letters);
  }
  for (const counts of made.letters.values()) shares(counts);
  return made;
}

const push = (map: Map<string, string[]>, key: string, value: string): void => {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
};

function countLetters({ code, lexicon }: Language, letters: Evidence['letters']): void {
  const weight = 1000 / lexicon.known.size;
  for (const word of lexicon.known) {
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) {
      const run = padded.slice(at, at + 3);
      const counts = letters.get(run) ?? new Map<string, number>();
      counts.set(code, (counts.get(code) ?? 0) + weight);
      letters.set(run, counts);
    }
  }
}

function shares(counts: Map<string, number>): void {
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  for (const [language, count] of counts) counts.set(language, (count / all) ** 2);
}
