import { fold } from './fold';
import { remembered } from './remembered';

/** A word as it was written, as it is looked up, and whether a comma or full stop stands before it. */
export interface WrittenWord {
  readonly written: string;
  readonly word: string;
  readonly afterBreak: boolean;
}

// "O'Neil" and "I'm" are one word each, "m'appelle" is two.
const wordOrNumber = /[\p{L}\p{M}]+(?:(?:[.-]|['’](?=\p{Lu}|(?:s|t|re|ve|ll|d|m)(?!\p{L})))[\p{L}\p{M}]+)*|\p{Nd}+/gu;

const folded = remembered((word) => fold(word).replace(/['’]/g, ''));

/** Names need what `tokens` throws away: capitals, hyphens and punctuation. */
export function writtenWords(text: string): readonly WrittenWord[] {
  if (text !== lastText) [lastText, lastWords] = [text, wordsOf(text)];
  return lastWords;
}

// One message is looked at from many sides, one after the other.
let lastText = '';
let lastWords: readonly WrittenWord[] = [];

function wordsOf(text: string): WrittenWord[] {
  let end = 0;
  return [...text.matchAll(wordOrNumber)].map((match) => {
    const gap = text.slice(end, match.index);
    end = match.index + match[0].length;
    return { written: match[0], word: folded(match[0]), afterBreak: /[,.;:!?؟،।\n]/u.test(gap) };
  });
}
