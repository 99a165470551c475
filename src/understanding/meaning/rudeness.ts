import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';

/** An insult stands in it. Whoever is in pain may swear: it matters only where nothing else was understood. */
export const isRude = (words: readonly string[], language: Language): boolean =>
  insults(language).find(words).length > 0;

const insults = oncePerLanguage(({ rude }) => finderFor({ rude }));
