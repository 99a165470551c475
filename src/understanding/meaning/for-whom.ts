import { finderOf, type Language } from './language';
import { list } from './phrase-finder';

export type ForWhom =
  'self' | 'child' | 'son' | 'daughter' | 'mother' | 'father' | 'parent' | 'spouse' | 'sibling' | 'friend' | 'family';

/** Whom the visit is for, when the message says so. */
export function forWhomIn(words: readonly string[], language: Language): ForWhom | undefined {
  const markers = new Set(list(language.words.forSomebody));
  const found = finderOf(language.words.people as Record<ForWhom, string>).find(words);
  // "With my wife" and "my wife" may be about anything; a word like "for" before the person settles it.
  const marked = found.filter(
    ({ start }) => markers.has(words[start - 1] ?? '') || markers.has(words[start - 2] ?? ''),
  );
  const others = [...marked, ...found].filter(
    ({ meaning, start, end }) => meaning !== 'self' || end - start > 1 || markers.has(words[start - 1] ?? ''),
  );
  const notSelf = others.filter(({ meaning }) => meaning !== 'self');
  return (notSelf[0] ?? others[0])?.meaning;
}
