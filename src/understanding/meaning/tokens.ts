import { fold } from './fold';

/**
 * The words, numbers and pictures of a message, folded. English endings lose their apostrophe, so that "don't" and "dont"
 * meet; any other apostrophe parts two words, so that "l'heure" and "heure" do.
 */
export function tokens(text: string): readonly string[] {
  for (const each of lately) if (each.text === text) return each.tokens;
  next = (next + 1) % lately.length;
  const made = { text, tokens: tokensOf(text) };
  lately[next] = made;
  return made.tokens;
}

// One message is looked at from many sides, one after the other, and beside it the question before it.
const lately = Array.from({ length: 4 }, () => ({ text: '', tokens: [] as readonly string[] }));
let next = 0;

function tokensOf(text: string): readonly string[] {
  const plain = fold(text);
  return (plain.includes("'") ? plain.replace(joiners, '') : plain).match(token) ?? [];
}

const joiners = /'(?=(?:s|t|re|ve|ll|d|m)(?![\p{L}]))/gu;
const token = /\d+(?:[:./-]\d+)*[a-z]{0,2}(?![a-z])|\d+|[\p{L}\p{M}]+|\p{Extended_Pictographic}|[?]/gu;

/** A number, a clock time and a date say little by their digits: the shape is what carries over to other messages. */
export function shape(word: string): string | undefined {
  const first = word.charCodeAt(0);
  if (first < 48 || first > 57) return undefined;
  if (/^\d{1,2}(?:[:.]\d\d)?[ap]m?$|^\d{1,2}[:.]\d\d$|^\d{1,2}h\d{0,2}$/.test(word)) return '<clock>';
  if (/^\d+(?:st|nd|rd|th|er|o|a)$/.test(word)) return '<nth>';
  return word.length > 4 && !/\D/.test(word) ? '<long>' : /\D/.test(word) ? '<date>' : '<num>';
}
