import { type Language } from './language';

/** What is made from a language's words is made once, when first needed. */
export function oncePerLanguage<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new WeakMap<Language, { readonly value: T }>();
  // One conversation is in one language, and so is mostly the next.
  let last: { readonly language: Language; readonly value: T } | undefined;
  return (language) => {
    if (last?.language === language) return last.value;
    const known = made.get(language) ?? { value: make(language) };
    made.set(language, known);
    last = { language, value: known.value };
    return known.value;
  };
}
