import { type PhraseFinder } from './phrase-finder';
import { shape } from './tokens';

/** What the model needs to know of a language, made once from its phrase bank. */
export interface Lexicon {
  readonly groups: PhraseFinder<string>;
  readonly known: ReadonlySet<string>;
}

const hash = (text: string, seed: number): number => {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
};
const join = (a: number, b: number): number => Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);

const [wordSeed, shapeSeed, letterSeed, pairSeed, startSeed, endSeed] = [11, 23, 37, 41, 53, 67] as [
  number,
  number,
  number,
  number,
  number,
  number,
];

/**
 * The message as hashed traits: words and pairs of words, the same with words replaced by their group, groups that occur
 * together, how it starts and ends, and runs of three to five letters, which forgive typing errors.
 */
export function features(words: readonly string[], lexicon: Lexicon): number[] {
  return [...wordTraits(words, lexicon), ...words.flatMap(runsInWord), ...runsAcross(words)];
}

/** All but the runs of letters. */
export function wordTraits(words: readonly string[], lexicon: Lexicon): number[] {
  const out: number[] = [];
  const { gist, present } = gistOf(words, lexicon);
  addWords(words, out);
  addGist(gist, out);
  addPairs(present, out);
  return out;
}

/** The words with every known phrase replaced by its group, and every unknown word by "<?>". */
export function gistOf(words: readonly string[], { groups, known }: Lexicon): { gist: string[]; present: string[] } {
  const gist: string[] = [];
  const present: string[] = [];
  for (let at = 0; at < words.length;) {
    const hit = groups.longestAt(words, at);
    const word = words[at] as string;
    if (hit) {
      gist.push(`<${hit.meanings[0]}>`);
      for (const group of hit.meanings) if (!present.includes(group)) present.push(group);
      at = hit.end;
      continue;
    }
    const unheard = known.has(word) ? word : '<?>';
    const next = shape(word) ?? unheard;
    // A name or title of many unknown words is still one thing.
    if (next !== '<?>' || gist[gist.length - 1] !== '<?>') gist.push(next);
    at++;
  }
  return { gist, present };
}

function addWords(words: readonly string[], out: number[]): void {
  let before = wordSeed;
  for (const word of words) {
    const h = hash(word, wordSeed);
    out.push(h, join(before, h));
    before = h;
  }
}

function addGist(gist: readonly string[], out: number[]): void {
  let [two, one] = [startSeed, startSeed];
  for (const item of gist) {
    const h = hash(item, shapeSeed);
    out.push(h, join(one, h), join(join(two, one), h));
    [two, one] = [one, h];
  }
  out.push(
    join(join(startSeed, hash(gist[0] ?? '', shapeSeed)), 7),
    join(join(one, endSeed), two),
    hash(String(Math.min(gist.length, 8)), endSeed),
  );
}

function addPairs(present: readonly string[], out: number[]): void {
  for (let i = 0; i < present.length; i++) {
    for (let j = i + 1; j < present.length; j++) {
      const [a, b] = [hash(present[i] as string, pairSeed), hash(present[j] as string, pairSeed)];
      out.push(join(Math.min(a, b), Math.max(a, b)));
    }
  }
}

const [shortestRun, longestRun] = [3, 5];

/** The runs of three to five letters within a word and the spaces around it. */
export function runsInWord(word: string): number[] {
  const out: number[] = [];
  const text = ` ${word} `;
  for (let at = 0; at + shortestRun <= text.length; at++) addRuns(text, at, text.length, shortestRun, out);
  return out;
}

/** The runs that reach from one word into another. */
export function runsAcross(words: readonly string[]): number[] {
  const out: number[] = [];
  const text = ` ${words.join(' ')} `;
  let start = 0;
  for (const { length } of words) {
    // The space behind the word: what ends there lies within it, and what begins there belongs to the next.
    const space = start + 1 + length;
    for (let at = Math.max(start, space + 2 - longestRun); at < space; at++)
      addRuns(text, at, text.length, Math.max(shortestRun, space + 2 - at), out);
    start = space;
  }
  return out;
}

function addRuns(text: string, at: number, end: number, shortest: number, out: number[]): void {
  let h: number = letterSeed;
  for (let n = 0; n < longestRun && at + n < end; n++) {
    h = Math.imul(h ^ text.charCodeAt(at + n), 0x01000193);
    if (n >= shortest - 1) out.push(h ^ n);
  }
}
