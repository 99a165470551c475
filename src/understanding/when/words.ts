import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The words of one language, as `locales/<language>/when.json` gives them. Every string is a list parted by commas;
 * accents, capitals and apostrophes do not matter. Weekdays, months, "tomorrow", "in 3 days" and the like come from
 * the platform's locale data; the file adds what people write beside them. See docs/understanding-dates.md.
 */
export interface WhenWords {
  /** Word numbers by value: { "1": "one, a", "20": "twenty" }; "twenty one" is put together by itself. */
  numbers?: Record<string, string>;
  /** Words that count a unit only: { "1": "a, an", "3": "a few" }. */
  counts?: Record<string, string>;
  /** Ordinals by value, and what is glued to digits to make one ("st, nd, rd, th"). */
  ordinals?: Record<string, string>;
  ordinalEndings?: string;
  /** 1 is Monday, 7 is Sunday. */
  weekdays?: Record<string, string>;
  months?: Record<string, string>;
  /** Days away: { "0": "today", "1": "tomorrow" }. */
  days?: Record<string, string>;
  /** Days of the year with a name: { "12-25": "christmas", "easter-2": "good friday" }. */
  feasts?: Record<string, string>;
  parts?: Partial<Record<PartWord, string>>;
  /** Parts of this very day: { "night": "tonight" }. */
  partsToday?: Partial<Record<PartWord, string>>;
  /** Hours of the day a part stands for where it differs from ours: { "afternoon": [14, 20] }. */
  partHours?: Partial<Record<PartWord, [number, number]>>;
  /** The same for one country: { "ES": { "afternoon": [16, 20] } }. A language without a country is taken for its largest. */
  partHoursIn?: Record<string, WhenWords['partHours']>;
  /** { "12:00": "noon" } */
  clockWords?: Record<string, string>;
  /** Stretches of a day with a name, and hours that are surely of one half of it: { "8-18": "office hours", "10": "mid-morning" }. */
  hours?: Record<string, string>;
  /** Lengths in one word, as in Arabic: { "2 day": "يومين" }. */
  lengths?: Record<string, string>;
  /** "siku 3": the number comes behind the unit. */
  unitBeforeNumber?: boolean;
  /** "Tuesday week" in one word, by weeks: { "1": "en huit" }. */
  weeksOn?: Record<string, string>;
  halves?: { am?: string; pm?: string };
  units?: Partial<Record<UnitWord, string>>;
  /** 0 this, 0.5 the coming one, 1 next, 2 the one after next, -1 last. */
  which?: Record<string, string>;
  /** "early", "mid", "late"; and "rest of". */
  edges?: { start?: string; middle?: string; end?: string };
  fractions?: Record<string, string>;
  /** Words before an hour that move it: { "-30": "halb" }. */
  shifts?: Record<string, string>;
  /** Patterns of clock times: { "fraction past hour": "+", "fraction lacking hour": "-", "half hour": "-30" }. */
  clocks?: Record<string, string>;
  /** Other words by what they do: { "after": "after, later than", "until": "until, till" }. */
  words?: Partial<Record<string, string>>;
  /** Words that are more often something else: they count only beside a number, a time or another date. */
  weak?: string;
  /** Names of weekdays among them count as the last word, too: "dentista quinta". */
  weekdaysLast?: boolean;
  /** Letters written onto the front or the end of a word; the part without them is looked up. */
  prefixes?: string;
  suffixes?: string;
  /** Spoken hours count from six in the morning (and from six in the evening). */
  clockFromDawn?: boolean;
  /** "सोमवार नहीं": what denies a day stands behind it, as in Hindi, Turkish or Japanese. */
  notFollows?: boolean;
  /** Numbers join as "five and twenty" or "two ten five" (25). */
  numbersJoin?: 'units-first' | 'by-ten';
}

export type PartWord = 'dawn' | 'morning' | 'midday' | 'afternoon' | 'evening' | 'night';
export type UnitWord =
  'second' | 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'weekend' | 'fortnight' | 'month' | 'year';

/** The locales folder lies at the root, whether we run from source or from a build. */
function localesFolder(): string {
  for (let folder = __dirname; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, 'locales'))) return join(folder, 'locales');
    if (folder === join(folder, '..')) throw new Error('No locales folder beside the source.');
  }
}

export function wordsOf(language: string): WhenWords {
  const file = join(localesFolder(), language, 'when.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WhenWords) : {};
}

export const listed = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((phrase) => phrase.trim())
    .filter(Boolean);
