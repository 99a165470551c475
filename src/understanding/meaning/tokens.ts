import { fold } from './fold';

/** The words, numbers and pictures of a message, folded; apostrophes join ("don't" is "dont") so both habits meet. */
export function tokens(text: string): string[] {
  return fold(text).replace(joiners, '').match(token) ?? [];
}

const joiners = /['\u2019]/g;
const token = /\d+(?:[:./-]\d+)*[a-z]{0,2}(?![a-z])|\d+|[\p{L}\p{M}]+|\p{Extended_Pictographic}|[?]/gu;

/** A number, a clock time and a date say little by their digits: the shape is what carries over to other messages. */
export function shape(word: string): string | undefined {
  const first = word.charCodeAt(0);
  if (first < 48 || first > 57) return undefined;
  if (/^\d{1,2}(?:[:.]\d\d)?[ap]m?$|^\d{1,2}[:.]\d\d$|^\d{1,2}h\d{0,2}$/.test(word)) return '<clock>';
  if (/^\d+(?:st|nd|rd|th|er|o|a)$/.test(word)) return '<nth>';
  return word.length > 4 && !/\D/.test(word) ? '<long>' : /\D/.test(word) ? '<date>' : '<num>';
}
