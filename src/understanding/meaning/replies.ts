import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';

/** An insult stands in it. Whoever is in pain may swear: it matters only where nothing else was understood. */
export const isRude = (words: readonly string[], language: Language): boolean => rude(language).find(words).length > 0;

/** "I'll be there", and nothing else. */
export const saysComing = (words: readonly string[], language: Language): boolean =>
  coming(language).whole(words).length > 0;

const rude = oncePerLanguage(({ replies }) => finderFor({ rude: replies.rude }));
const coming = oncePerLanguage(({ replies }) => finderFor({ coming: replies.coming }));
