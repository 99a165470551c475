import { onTheHour, partReading } from './parts';
import { type Kind, type Reading } from './piece';
import { Vocabulary } from './vocabulary';
import { listed, type PartWord, type UnitWord, type WhenWords, wordsOf } from './words';
import { type DateOrder, type LengthPattern, orderOf, type PlatformWords, wordsFromIntl } from './words-from-intl';

/** Everything we know of a language, ready for reading. */
export interface Language {
  vocabulary: Vocabulary;
  ordinalEndings: ReadonlySet<string>;
  prefixes: string[];
  suffixes: string[];
  order: DateOrder;
  dotInTimes: boolean;
  clockFromDawn: boolean;
  unitBeforeNumber: boolean;
  notFollows: boolean;
  numbersJoin: WhenWords['numbersJoin'];
  /** How this language says half past and quarter to. */
  clocks: Record<string, string>;
}

const unitLengths: Record<UnitWord, { months?: number; days?: number; minutes?: number }> = {
  second: { minutes: 1 / 60 },
  minute: { minutes: 1 },
  hour: { minutes: 60 },
  day: { days: 1 },
  workday: { days: 1 },
  week: { days: 7 },
  weekend: {},
  fortnight: { days: 14 },
  month: { months: 1 },
  year: { months: 12 },
};

const known = new Map<string, Language>();

export function languageFor(code: string, locale = code): Language {
  const key = `${code} ${locale}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = compile(code, locale)));
  return found;
}

const canonical = (code: string): string => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(code.replaceAll('_', '-'))[0] ?? 'und';
  } catch {
    // Not even shaped like a language code: the fallback vocabulary is all we have.
    return 'und';
  }
};

/** Hours of the day as they are kept in that country: "tarde" begins later in Madrid than in Lima. */
function inCountry(words: WhenWords, locale: string): WhenWords {
  const country = words.partHoursIn && new Intl.Locale(canonical(locale)).maximize().region;
  return { ...words, partHours: { ...words.partHours, ...words.partHoursIn?.[country ?? ''] } };
}

/** "sw" of "sw-KE". */
const baseOf = (code: string): string => /^[a-z]{2,3}(?=$|[-_])/i.exec(code)?.[0].toLowerCase() ?? 'und';

function compile(code: string, locale: string): Language {
  const base = baseOf(code);
  const words = inCountry(wordsOf(base), baseOf(locale) === base ? locale : code);
  // "zh-TW" has names of its own; "en-KE" beside Swahili only says how numbers stand in a date.
  const platform = wordsFromIntl(canonical(baseOf(locale) === base ? locale : code));
  const vocabulary = new Vocabulary();
  addWords(vocabulary, words, plain);
  addWords(vocabulary, { ...platform, weak: words.weak }, base === 'en' ? plain : shortIsWeak);
  addPlatformWords(vocabulary, platform);
  if (base !== 'en') addEnglish(vocabulary);
  vocabulary.forgive(forgiven, shortestForgiven);
  return {
    vocabulary,
    ordinalEndings: new Set(listed(words.ordinalEndings)),
    prefixes: [...listed(words.prefixes), ...listed(platform.prefixes)],
    suffixes: listed(words.suffixes).sort((a, b) => b.length - a.length),
    order: orderOf(canonical(locale)),
    dotInTimes: platform.dotInTimes,
    clockFromDawn: words.clockFromDawn ?? false,
    unitBeforeNumber: words.unitBeforeNumber ?? false,
    notFollows: words.notFollows ?? false,
    numbersJoin: words.numbersJoin,
    clocks: words.clocks ?? {},
  };
}

export const shortestForgiven = 6;
const forgiven = new Set<Kind>(['weekday', 'month', 'daysAway', 'part', 'clockWord']);

type Put = (vocabulary: Vocabulary, phrase: string, reading: Reading, weak: Set<string>) => void;

const plain: Put = (vocabulary, phrase, reading, weak) => {
  // "月" and "日" are short for Monday and Sunday, and for so much else.
  if (phrase.length === 1 && reading.kind === 'weekday') return;
  vocabulary.add(phrase, weak.has(phrase.toLowerCase()) ? { ...reading, weak: true } : reading);
};

/** Short names are often words of the language, or of English: "Son" is Sunday in Zulu, "may" is May in Turkish. */
const shortIsWeak: Put = (vocabulary, phrase, reading, weak) =>
  plain(vocabulary, phrase, /^[a-z]{2,3}$/i.test(phrase) ? { ...reading, weak: true } : reading, weak);

/** Patients mix English words in; only those long enough not to mean something else in their own language. */
function addEnglish(vocabulary: Vocabulary): void {
  const kinds = new Set<Kind>([
    'weekday',
    'month',
    'daysAway',
    'part',
    'clockWord',
    'half',
    'unit',
    'which',
    'hourMark',
    'counted',
    'word',
    'asap',
  ]);
  const words = wordsOf('en');
  addWords(vocabulary, words, (into, phrase, reading, weak) => {
    const safe =
      kinds.has(reading.kind) && (phrase.length > 3 || reading.kind === 'half') && !weak.has(phrase.toLowerCase());
    if (safe && !into.has(phrase)) into.add(phrase, reading);
  });
  for (const [table, kind] of [
    [englishNames().weekdays, 'weekday'],
    [englishNames().months, 'month'],
  ] as const) {
    for (const [n, list] of Object.entries(table ?? {})) {
      for (const phrase of listed(list))
        if (phrase.length > 3 && !into(vocabulary, phrase, words)) vocabulary.add(phrase, { kind, n: Number(n) });
    }
  }
}
const into = (vocabulary: Vocabulary, phrase: string, words: WhenWords): boolean =>
  vocabulary.has(phrase) || listed(words.weak).includes(phrase.toLowerCase());

let english: PlatformWords | undefined;
const englishNames = (): PlatformWords => (english ??= wordsFromIntl('en'));

function addWords(vocabulary: Vocabulary, words: WhenWords, put: Put): void {
  const weak = new Set(listed(words.weak));
  const table = (kind: Kind, entries: Record<string, string> | undefined, more: Partial<Reading> = {}): void => {
    for (const [n, list] of Object.entries(entries ?? {})) {
      for (const phrase of listed(list)) put(vocabulary, phrase, { kind, n: Number(n), ...more }, weak);
    }
  };
  const each = (list: string | undefined, reading: Reading): void => {
    for (const phrase of listed(list)) put(vocabulary, phrase, reading, weak);
  };
  table('weekday', words.weekdays, words.weekdaysLast ? { last: true } : {});
  table('month', words.months);
  table('daysAway', words.days);
  table('which', words.which);
  table('fraction', words.fractions);
  table('shift', words.shifts);
  table('times', words.counts);
  table('weeksOn', words.weeksOn);
  for (const [length, list] of Object.entries(words.lengths ?? {})) each(list, lengthReading(length));
  for (const [hours, list] of Object.entries(words.hours ?? {})) each(list, stretch(hours));
  table('number', words.numbers);
  table('ordinal', words.ordinals);
  for (const [date, list] of Object.entries(words.feasts ?? {})) each(list, { kind: 'feast', n: 0, name: date });
  for (const [time, list] of Object.entries(words.clockWords ?? {})) each(list, clockWord(time));
  for (const [unit, list] of Object.entries(words.units ?? {})) each(list, unitReading(unit as UnitWord));
  for (const [part, list] of Object.entries(words.parts ?? {})) each(list, partReading(part as PartWord, words));
  for (const [part, list] of Object.entries(words.partsToday ?? {}))
    each(list, { ...partReading(part as PartWord, words), name: 'today' });
  for (const [edge, list] of Object.entries(words.edges ?? {})) each(list, { kind: 'edge', n: 0, name: edge });
  each(words.halves?.am, { kind: 'half', n: 0 });
  each(words.halves?.pm, { kind: 'half', n: 12 });
  for (const [kind, list] of Object.entries(words.words ?? {})) each(list, { kind: kind as Kind, n: 0 });
}

function clockWord(time: string): Reading {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  // "डेढ़ बजे" is half past one, of either half of the day.
  const sure = hour === 0 || hour >= 12;
  return { kind: 'clockWord', n: 0, clock: { hour, minute, sure, fixed: sure } };
}

function lengthReading(length: string): Reading {
  const [n = '1', unit = 'day'] = length.split(' ');
  const reading = unitReading(unit as UnitWord);
  return { ...reading, ...scaled(reading, Number(n)), kind: 'length', n: Number(n) };
}

/** "9-11", or one hour that is surely of that half of the day. */
function stretch(hours: string): Reading {
  const [from = 0, to] = hours.split('-').map(Number);
  if (to === undefined) return { kind: 'clockWord', n: 0, clock: { ...onTheHour(from), fixed: true } };
  return { kind: 'clocks', n: 0, name: 'vague', clock: onTheHour(from), until: onTheHour(to) };
}

const unitReading = (unit: UnitWord): Reading => ({ kind: 'unit', n: 0, name: unit, ...unitLengths[unit] });

function addPlatformWords(vocabulary: Vocabulary, platform: PlatformWords): void {
  const unless = (phrases: string[], kind: Kind): void => {
    for (const phrase of phrases) if (!vocabulary.has(phrase)) vocabulary.add(phrase, { kind, n: 0 });
  };
  for (const pattern of platform.lengthPatterns) addLength(vocabulary, pattern);
  for (const phrase of platform.dayMarks) vocabulary.add(phrase, { kind: 'dayMark', n: 0 });
  for (const phrase of platform.yearMarks) vocabulary.add(phrase, { kind: 'yearMark', n: 0 });
  for (const phrase of platform.monthMarks) vocabulary.add(phrase, { kind: 'monthMark', n: 0 });
  unless(platform.hourMarks, 'hourMark');
  unless(platform.minuteMarks, 'minuteMark');
  unless(platform.between, 'glue');
}

/** "in 3 days" gives us "in" and "days"; "3 dagen later" would give one word for both, kept as unit and "later". */
function addLength(vocabulary: Vocabulary, { unit, count, before, after }: LengthPattern): void {
  const reading = unitReading(unit);
  if (count !== undefined) {
    if (!vocabulary.has(before))
      vocabulary.add(before, { ...reading, kind: 'length', n: count, ...scaled(reading, count) });
    return;
  }
  if (before && after && !vocabulary.has(before)) vocabulary.add(before, { kind: 'in', n: 0 });
  const word = after || before;
  if (word && !vocabulary.has(word))
    vocabulary.add(word, { ...reading, name: before && after ? unit : `${unit} ahead` });
}

export const scaled = (length: Reading, times: number): Pick<Reading, 'months' | 'days' | 'minutes'> => ({
  months: (length.months ?? 0) * times,
  days: (length.days ?? 0) * times,
  minutes: (length.minutes ?? 0) * times,
});
