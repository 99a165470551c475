import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';

/** "I will be late 20 minutes", "en retard de 10 min": how many minutes, 0 where they do not say; nothing for anything else. */
export function minutesLateIn(words: readonly string[], language: Language): number | undefined {
  if (words.length > LONGEST || lateness(language).find(words).length === 0) return undefined;
  const [minutes, another] = words.flatMap((word) => /^(\d{1,3})(?:m|min|mins|mn)?$/.exec(word)?.[1] ?? []).map(Number);
  return minutes !== undefined && another === undefined && minutes >= 1 && minutes <= MOST ? minutes : 0;
}

const LONGEST = 14;
const MOST = 180;

const lateness = oncePerLanguage(({ words }) => finderFor({ late: `${words.commands.running_late}|${words.late}` }));
