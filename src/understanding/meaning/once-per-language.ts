import { type Language } from './language';

/** What is made from a language's words is made once, when first needed. */
export function oncePerLanguage<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new WeakMap<Language, { readonly value: T }>();
  return (language) => {
    const known = made.get(language);
    if (known) return known.value;
    const value = make(language);
    made.set(language, { value });
    return value;
  };
}
