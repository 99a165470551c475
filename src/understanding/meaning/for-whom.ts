import { finderOf, type Language } from './language';

export type ForWhom = 'self' | 'child' | 'son' | 'daughter' | 'mother' | 'father' | 'parent' | 'spouse' | 'sibling' | 'friend' | 'family';

/** Whom the visit is for, when the message says so. */
export function forWhomIn(words: readonly string[], language: Language): ForWhom | undefined {
  const { self, others } = peopleOf(language);
  const markers = finderOf(markersOf(language));
  // "With my wife" and "my wife" may be about anything; a word like "for" before the person settles it.
  const found = finderOf(others).find(words);
  const marked = found.find(({ start }) => markers.whole([words[start - 1] ?? '']).length > 0);
  if (marked ?? found[0]) return (marked ?? found[0])?.meaning;
  return finderOf(self).find(words).some(({ start, end }) => end - start > 1 || end - start === words.length) ? 'self' : undefined;
}

interface People {
  readonly self: { readonly self: string };
  readonly others: Record<ForWhom, string>;
}

const people = new WeakMap<Language, People>();

function peopleOf(language: Language): People {
  const { self = '', ...others } = language.words.people;
  const made = people.get(language) ?? { self: { self }, others: others as Record<ForWhom, string> };
  people.set(language, made);
  return made;
}

const markerLists = new WeakMap<Language, { readonly for: string }>();

function markersOf(language: Language): { readonly for: string } {
  const made = markerLists.get(language) ?? { for: language.words.forSomebody };
  markerLists.set(language, made);
  return made;
}
