import { tokens } from './tokens';

/** What was found, and between which words. */
export interface Found<T> {
  readonly meaning: T;
  readonly start: number;
  readonly end: number;
}

/**
 * Twenty finders look at each message, and most find nothing. Each has a bit; for every word it is known which of them have
 * a phrase that begins so, and a finder without such a word need not look. Two finders of one bit only look once too often.
 */
const beginnings = new Map<string, number>();
let finders = 0;

let lastWords: readonly string[] = [];
let lastBits = 0;

function bitsIn(words: readonly string[]): number {
  if (words !== lastWords) {
    lastBits = 0;
    for (const word of words) lastBits |= beginnings.get(word) ?? 0;
    lastWords = words;
  }
  return lastBits;
}

interface Node<T> {
  next?: Map<string, Node<T>>;
  meanings?: T[];
}

/** Finds any of thousands of phrases in one pass over the words; each phrase may have several meanings. */
export class PhraseFinder<T> {
  private readonly root: Node<T> = {};
  private readonly bit = 1 << (finders++ % 31);

  add(phrase: string, meaning: T): this {
    const words = tokens(phrase);
    if (words.length === 0) return this;
    const [first] = words as [string];
    beginnings.set(first, (beginnings.get(first) ?? 0) | this.bit);
    lastWords = [];
    let node = this.root;
    for (const word of words) {
      node.next ??= new Map();
      let child = node.next.get(word);
      if (!child) node.next.set(word, (child = {}));
      node = child;
    }
    if (!node.meanings?.includes(meaning)) (node.meanings ??= []).push(meaning);
    return this;
  }

  /** The longest phrase at each place; shorter ones inside it are not reported. */
  find(words: readonly string[]): readonly Found<T>[] {
    if (!(bitsIn(words) & this.bit)) return [];
    const found: Found<T>[] = [];
    for (let start = 0; start < words.length; start++) {
      const hit = this.longestAt(words, start);
      if (!hit) continue;
      for (const meaning of hit.meanings) found.push({ meaning, start, end: hit.end });
      start = hit.end - 1;
    }
    return found;
  }

  longestAt(words: readonly string[], start: number): { meanings: readonly T[]; end: number } | undefined {
    let node: Node<T> | undefined = this.root;
    let best: { meanings: readonly T[]; end: number } | undefined;
    for (let at = start; at < words.length; at++) {
      node = node.next?.get(words[at] as string);
      if (!node) break;
      if (node.meanings) best = { meanings: node.meanings, end: at + 1 };
    }
    return best;
  }

  /** What the whole message means, when it is nothing but one listed phrase. */
  whole(words: readonly string[]): readonly T[] {
    const hit = this.longestAt(words, 0);
    return hit?.end === words.length ? hit.meanings : [];
  }
}

/** Word lists are written as "one|two|three", which keeps locale files readable in review. */
export const list = (written: string | undefined): string[] =>
  (written ?? '')
    .split('|')
    .map((item) => item.trim())
    .filter(Boolean);

/** A finder over named word lists, each written "one|two|three". */
export function finderFor<K extends string>(lists: Record<K, string>): PhraseFinder<K> {
  const finder = new PhraseFinder<K>();
  for (const [name, written] of Object.entries(lists) as [K, string][]) {
    for (const item of list(written)) finder.add(item, name);
  }
  return finder;
}
