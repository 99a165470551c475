import { finderOf, type Language } from './language';
import { tokens } from './tokens';

/**
 * Words that carriers act on by themselves when they are the whole message, so that our answer may never arrive.
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
const carrier = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout']);

export const isCarrierWord = (text: string): boolean =>
  carrier.has(
    text
      .trim()
      .toLowerCase()
      .replace(/[.!]+$/, ''),
  );

/** Somebody wants no more messages from us, in whatever words. */
export function asksToStop(text: string, language: Language): boolean {
  const words = tokens(text);
  const { whole, inside, notIf } = language.words.stop;
  const found = finderOf(listsOf({ whole, inside, notIf }, language));
  if (found.whole(words).includes('whole')) return true;
  const inIt = found.find(words).map(({ meaning }) => meaning);
  return inIt.includes('inside') && !inIt.includes('notIf');
}

type Lists = Record<'whole' | 'inside' | 'notIf', string>;
const lists = new WeakMap<Language, Lists>();
function listsOf(made: Lists, language: Language): Lists {
  const known = lists.get(language) ?? made;
  lists.set(language, known);
  return known;
}
