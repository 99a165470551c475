import { normalise } from './normalise';

export interface Token {
  text: string;
  kind: 'word' | 'digits' | 'sign';
  /** Place in the original text. */
  start: number;
  end: number;
  /** Nothing stands between this token and the one before. */
  tight: boolean;
}

type CharClass = 'letter' | 'alone' | 'digit' | 'space' | 'apostrophe' | 'sign';
const classes = new Map<number, CharClass>();
// Scripts written without spaces: every character is a word, and phrases of them are found in the vocabulary.
const noSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function classify(code: number): CharClass {
  const char = String.fromCharCode(code);
  if (code >= 48 && code <= 57) return 'digit';
  if (char === ' ') return 'space';
  if (char === "'") return 'apostrophe';
  if (noSpaces.test(char)) return 'alone';
  return /[\p{L}\p{M}\p{Cs}]/u.test(char) ? 'letter' : 'sign';
}

const plainClasses = Array.from({ length: 128 }, (_, code) => classify(code));

function classOf(code: number): CharClass {
  if (code < 128) return plainClasses[code] as CharClass;
  let found = classes.get(code);
  if (found === undefined) classes.set(code, (found = classify(code)));
  return found;
}

const kindOf = (found: CharClass): Token['kind'] => (found === 'digit' ? 'digits' : found === 'sign' ? 'sign' : 'word');

/** Words, runs of digits, and single signs. Apostrophes part words and vanish: "o'clock" and "o clock" are one. */
export function tokenise(original: string): Token[] {
  const { text, from } = normalise(original);
  const tokens: Token[] = [];
  let tight = false;
  for (let i = 0; i < text.length;) {
    const found = classOf(text.charCodeAt(i));
    if (found === 'space' || found === 'apostrophe') {
      tight = found === 'apostrophe' && tight;
      i++;
      continue;
    }
    let end = i + 1;
    if (found === 'letter' || found === 'digit')
      while (end < text.length && classOf(text.charCodeAt(end)) === found) end++;
    tokens.push({ text: text.slice(i, end), kind: kindOf(found), start: from[i] ?? 0, end: endOf(from, end), tight });
    tight = true;
    i = end;
  }
  return tokens;
}

/** The original character may have become several ("œ"): the span ends where the next one starts. */
function endOf(from: number[], end: number): number {
  return Math.max(from[end] ?? 0, (from[end - 1] ?? 0) + 1);
}
