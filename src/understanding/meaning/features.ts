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
  const out: number[] = [];
  const { gist, present } = gistOf(words, lexicon);
  addWords(words, out);
  addGist(gist, out);
  addPairs(present, out);
  addLetters(words, out);
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

function addLetters(words: readonly string[], out: number[]): void {
  const text = ` ${words.join(' ')} `;
  for (let i = 0; i + 3 <= text.length; i++) {
    let h: number = letterSeed;
    for (let n = 0; n < 5 && i + n < text.length; n++) {
      h = Math.imul(h ^ text.charCodeAt(i + n), 0x01000193);
      if (n >= 2) out.push(h ^ n);
    }
  }
}
