import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { list } from './phrase-finder';
import { remembered } from './remembered';
import { tokens } from './tokens';

const shortest = 6;

/** Puts right a word of telling groups that has one letter too many, too few or wrong ("apointment", "cancle"). */
export function spelled(words: readonly string[], language: Language): readonly string[] {
  const { known } = language.lexicon;
  if (words.every((word) => word.length < shortest || known.has(word))) return words;
  return words.map((word) => (word.length < shortest || known.has(word) ? word : rightly(language)(word)));
}

const rightly = oncePerLanguage((language) => remembered((word) => meant(word, language) ?? word));

function meant(word: string, language: Language): string | undefined {
  const near = nearby(language);
  for (const form of [word, ...withoutOneLetter(word)]) {
    const hit = near.get(form);
    if (hit && Math.abs(hit.length - word.length) <= 1) return hit;
  }
  return undefined;
}

/** Every telling word under itself with one letter left out: two words that share such a form are one typing error apart. */
const nearby = oncePerLanguage(({ bank }) => {
  const forms = new Map<string, string>();
  for (const [group, written] of Object.entries(bank.groups)) {
    if (group.startsWith('_')) continue;
    for (const word of list(written).flatMap(tokens)) {
      if (word.length < shortest || !/^\p{L}+$/u.test(word)) continue;
      for (const form of [word, ...withoutOneLetter(word)]) if (!forms.has(form)) forms.set(form, word);
    }
  }
  return forms;
});

const withoutOneLetter = (word: string): string[] =>
  Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));
