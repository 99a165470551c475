import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';

export type ForWhom =
  'self' | 'child' | 'son' | 'daughter' | 'mother' | 'father' | 'parent' | 'spouse' | 'sibling' | 'friend' | 'family';

/** Whom the visit is for, when the message says so. */
export function forWhomIn(words: readonly string[], language: Language): ForWhom | undefined {
  const { self, others } = people(language);
  // "With my wife" and "my wife" may be about anything; a word like "for" before the person settles it.
  const found = others.find(words);
  const marked = found.find(({ start }) => markers(language).whole([words[start - 1] ?? '']).length > 0);
  if (marked ?? found[0]) return (marked ?? found[0])?.meaning;
  return self.find(words).some(({ start, end }) => end - start > 1 || end - start === words.length)
    ? 'self'
    : undefined;
}

const people = oncePerLanguage(({ words }) => {
  const { self = '', ...others } = words.people;
  return { self: finderFor({ self }), others: finderFor(others as Record<ForWhom, string>) };
});

const markers = oncePerLanguage(({ words }) => finderFor({ for: words.forSomebody }));
