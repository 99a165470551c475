import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';
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
  if (finder(language).whole(words).includes('whole')) return true;
  const inIt = finder(language)
    .find(words)
    .map(({ meaning }) => meaning);
  return inIt.includes('inside') && !inIt.includes('notIf');
}

const finder = oncePerLanguage(({ words }) => finderFor(words.stop));
