import { type Kind, type Reading } from './piece';
import { tokenise } from './tokens';

interface Node {
  next: Map<string, Node>;
  readings: Reading[];
}

export interface Found {
  readings: Reading[];
  /** How many tokens the phrase covers. */
  length: number;
}

interface TokenLike {
  text: string;
  tight: boolean;
}

/** Phrases by their tokens; the longest one that fits is found in one walk. */
export class Vocabulary {
  private readonly root: Node = { next: new Map(), readings: [] };
  /** Long words by each way of leaving out one letter, so that a typo finds its neighbour. */
  private readonly nearly = new Map<string, Reading[]>();
  /** Words that have been looked for there, with or without success. */
  private readonly guessed = new Map<string, Reading[] | null>();

  add(phrase: string, reading: Reading): void {
    const tokens = tokenise(phrase).filter((token) => token.text !== '-' && token.text !== '.');
    if (!tokens.length) return;
    let node = this.root;
    for (const { text } of tokens) {
      let next = node.next.get(text);
      if (!next) node.next.set(text, (next = { next: new Map(), readings: [] }));
      node = next;
    }
    if (!node.readings.some(({ kind }) => kind === reading.kind)) node.readings.push(reading);
  }

  has(phrase: string): boolean {
    let node: Node | undefined = this.root;
    for (const { text } of tokenise(phrase)) if (text !== '-' && text !== '.') node = node?.next.get(text);
    return !!node?.readings.length;
  }

  longest(tokens: readonly TokenLike[], at: number): Found | undefined {
    let node: Node | undefined = this.root;
    let found: Found | undefined;
    for (let i = at; i < tokens.length; i++) {
      const token: TokenLike | undefined = tokens[i];
      // "5a" is a weekday in Portuguese, "5 a" is not.
      if (!token || (i > at && !token.tight && isDigit(tokens[at]?.text))) break;
      // "week-end" and "a.m." are stored without their signs.
      if (i > at && token.tight && (token.text === '-' || token.text === '.' || token.text === '"')) continue;
      node = node.next.get(token.text);
      if (!node) break;
      if (node.readings.length) found = { readings: node.readings, length: i - at + 1 };
    }
    return found;
  }

  word(text: string): Reading[] | undefined {
    const readings = this.root.next.get(text)?.readings;
    return readings?.length ? readings : undefined;
  }

  /** Once everything is added: which long words may be misspelt. */
  forgive(kinds: ReadonlySet<Kind>, shortest: number): void {
    for (const [text, { readings }] of this.root.next) {
      const some = readings.filter(({ kind, weak }) => kinds.has(kind) && !weak);
      if (!some.length || text.length < shortest) continue;
      for (const variant of [text, ...withoutOneLetter(text)])
        if (!this.nearly.has(variant)) this.nearly.set(variant, some);
    }
  }

  /** One letter too many, too few, wrong, or two swapped. The first letter is rarely mistaken and guards other words. */
  misspelt(text: string, shortest: number): Reading[] | undefined {
    if (text.length < shortest - 1) return undefined;
    let found = this.guessed.get(text);
    if (found === undefined) {
      if (this.guessed.size > MOST_GUESSED) this.guessed.clear();
      this.guessed.set(text, (found = this.neighbour(text) ?? null));
    }
    return found ?? undefined;
  }

  private neighbour(text: string): Reading[] | undefined {
    const direct = this.nearly.get(text);
    if (direct) return direct;
    for (const variant of withoutOneLetter(text)) {
      const found = this.nearly.get(variant);
      if (found) return found;
    }
    return undefined;
  }
}

const MOST_GUESSED = 20_000;

const isDigit = (text: string | undefined): boolean => !!text && text >= '0' && text < ':';

function* withoutOneLetter(text: string): Generator<string> {
  for (let i = 1; i < text.length; i++) yield text.slice(0, i) + text.slice(i + 1);
}
