import { type Language, shortestForgiven } from './language';
import { digitReadings, joinNumberWords } from './numbers';
import { numericForm } from './numeric-forms';
import { isA, type Piece, type Reading } from './piece';
import { type Token, tokenise } from './tokens';
import { type Found } from './vocabulary';

const nothing: Reading[] = [{ kind: 'word', n: 0 }];
const signs: Record<string, Reading[]> = {
  ',': [{ kind: 'glue', n: 0, name: ',' }],
  ':': [{ kind: 'glue', n: 0, name: ':' }],
  '(': [{ kind: 'glue', n: 0 }],
  ')': [{ kind: 'glue', n: 0 }],
  '"': [{ kind: 'glue', n: 0 }],
  '.': [{ kind: 'stop', n: 0 }],
  '!': [{ kind: 'stop', n: 0 }],
  '?': [{ kind: 'stop', n: 0 }],
  ';': [{ kind: 'stop', n: 0 }],
  '-': [{ kind: 'dash', n: 0 }],
  '/': [{ kind: 'or', n: 0 }],
  '@': [{ kind: 'at', n: 0 }],
  '+': [{ kind: 'plus', n: 0 }],
  $: [{ kind: 'money', n: 0 }],
  '€': [{ kind: 'money', n: 0 }],
  '£': [{ kind: 'money', n: 0 }],
  '%': [{ kind: 'money', n: 0 }],
  '#': [{ kind: 'label', n: 0 }],
};

/** Between words it joins ("mid-March") as often as it parts ("Monday-Friday"). */
const hyphen: Reading[] = [
  { kind: 'dash', n: 0 },
  { kind: 'glue', n: 0 },
];
const isHyphen = (tokens: Token[], at: number): boolean =>
  tokens[at]?.text === '-' &&
  tokens[at - 1]?.kind === 'word' &&
  tokens[at + 1]?.kind === 'word' &&
  !!tokens[at]?.tight &&
  !!tokens[at + 1]?.tight;

/** The text as pieces: every word of the vocabulary, every number and numeric date with all it can mean. */
export function piecesOf(text: string, language: Language, today: number): Piece[] {
  const tokens = tokenise(text);
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length;) at += pieceAt(tokens, at, language, today, pieces);
  joinNumberWords(pieces, language);
  dropCounts(pieces);
  return pieces;
}

/** Adds the piece that starts here; says how many tokens it took. */
function pieceAt(tokens: Token[], at: number, language: Language, today: number, pieces: Piece[]): number {
  const token = tokens[at] as Token;
  const found = token.kind === 'sign' ? undefined : language.vocabulary.longest(tokens, at);
  if (token.kind === 'digits') return digitsAt(tokens, at, found, language, today, pieces);
  if (found) return put(pieces, tokens, at, withFullStop(tokens, at, found), found.readings);
  if (token.kind === 'sign')
    return put(pieces, tokens, at, 1, isHyphen(tokens, at) ? hyphen : (signs[token.text] ?? nothing));
  return unknownWord(tokens, at, language, pieces);
}

function digitsAt(
  tokens: Token[],
  at: number,
  found: Found | undefined,
  language: Language,
  today: number,
  pieces: Piece[],
): number {
  const token = tokens[at] as Token;
  if (found && found.length > 1) return put(pieces, tokens, at, found.length, found.readings);
  const form = numericForm(tokens, at, language, today);
  if (form) return put(pieces, tokens, at, form.length, form.readings);
  if (token.text.length > 4 || isPartOfCode(tokens, at, language)) return put(pieces, tokens, at, 1, nothing);
  const ending = tokens[at + 1];
  const ordinal = ending?.tight && language.ordinalEndings.has(ending.text) && token.text.length < 3;
  const [dot, after] = [tokens[at + 1], tokens[at + 2]];
  if (
    dot?.text === '.' &&
    dot.tight &&
    after?.tight &&
    language.ordinalEndings.has(after.text) &&
    token.text.length < 3
  ) {
    return put(pieces, tokens, at, 3, [{ kind: 'ordinal', n: Number(token.text), digits: true }]);
  }
  const pointed = ending?.tight && ending.text === '.' && token.text.length < 3 && isMonth(tokens, at + 2, language);
  // "2026. gada"
  const year =
    ending?.tight && ending.text === '.' && token.text.length === 4 && !!language.vocabulary.longest(tokens, at + 2);
  if (year) return put(pieces, tokens, at, 2, digitReadings(token.text));
  if (ordinal || pointed) return put(pieces, tokens, at, 2, [{ kind: 'ordinal', n: Number(token.text), digits: true }]);
  return put(pieces, tokens, at, 1, digitReadings(token.text));
}

/** "16. November": here the full stop makes an ordinal. */
const isMonth = (tokens: Token[], at: number, { vocabulary }: Language): boolean =>
  !!vocabulary.longest(tokens, at)?.readings.some(({ kind }) => kind === 'month');

/** The 7 of "K7QM", the 2 of "2fer": no number of hours or days. */
function isPartOfCode(tokens: Token[], at: number, { vocabulary, ordinalEndings }: Language): boolean {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  const isStrange = (word: Token | undefined): boolean =>
    word?.kind === 'word' && /^[a-z]/.test(word.text) && !vocabulary.word(word.text) && !ordinalEndings.has(word.text);
  if (token?.tight && isStrange(before)) return true;
  return !!after?.tight && isStrange(after) && !vocabulary.longest(tokens, at + 1);
}

function put(pieces: Piece[], tokens: Token[], at: number, length: number, readings: Reading[]): number {
  // One word that means nothing to us parts a date as well as ten of them.
  if (readings === nothing && pieces.at(-1)?.readings === nothing && !(tokens[at] as Token).tight) return length;
  const [first, last] = [tokens[at] as Token, tokens[at + length - 1] as Token];
  pieces.push({ readings, start: first.start, end: last.end, tight: first.tight });
  return length;
}

/** The full stop of "Sept." or "p.m." belongs to the word; the one that ends a sentence after "Monday" does not. */
function withFullStop(tokens: Token[], at: number, { length, readings }: Found): number {
  const [last, stop] = [tokens[at + length - 1] as Token, tokens[at + length]];
  const short = last.kind === 'word' && last.text.length <= 5;
  const month = readings.some(({ kind }) => kind === 'month') && tokens[at + length + 1]?.kind === 'digits';
  return (short || month) && stop?.text === '.' && stop.tight ? length + 1 : length;
}

function unknownWord(tokens: Token[], at: number, language: Language, pieces: Piece[]): number {
  const token = tokens[at] as Token;
  const parted = withoutAffixes(token, language);
  if (!parted) {
    const readings = language.vocabulary.misspelt(token.text, shortestForgiven) ?? nothing;
    return put(pieces, tokens, at, 1, readings);
  }
  const { prefix, rest } = parted;
  // What follows may belong to the same phrase ("والساعة الثالثة").
  const followed = [{ text: rest, tight: true }, ...tokens.slice(at + 1, at + 6)];
  const found = language.vocabulary.longest(followed, 0);
  if (!found) return put(pieces, tokens, at, 1, nothing);
  if (prefix) pieces.push({ readings: prefix, start: token.start, end: token.start, tight: token.tight });
  return put(pieces, tokens, at, found.length, found.readings);
}

function withoutAffixes(
  token: Token,
  { vocabulary, prefixes, suffixes }: Language,
): { prefix?: Reading[]; rest: string } | undefined {
  for (const prefix of prefixes) {
    const rest = token.text.slice(prefix.length);
    if (token.text.startsWith(prefix) && rest.length > 1 && vocabulary.word(rest))
      return { prefix: vocabulary.word(prefix), rest };
  }
  for (const suffix of suffixes) {
    const rest = token.text.slice(0, -suffix.length);
    if (token.text.endsWith(suffix) && rest.length > 1 && vocabulary.word(rest)) return { rest };
  }
  return undefined;
}

/** "4 people", "room 12", "20 €": numbers that count or name something are no part of a date. */
function dropCounts(pieces: Piece[]): void {
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as Piece;
    if (!isA(piece, 'number') && !isA(piece, 'ordinal') && !isA(piece, 'hhmm')) continue;
    const [before, after] = [pieces[i - 1], pieces[i + 1]];
    const money = isA(before, 'money') || isA(after, 'money');
    if (money || isA(after, 'counted') || isA(before, 'label')) pieces[i] = { ...piece, readings: nothing };
    if (after && isA(after, 'counted')) pieces[i + 1] = { ...after, readings: nothing };
  }
}
