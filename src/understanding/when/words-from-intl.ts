import { type WhenWords } from './words';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** What the platform knows of a language, in the shape of our own files. */
export interface PlatformWords extends WhenWords {
  /** Words that formatted dates put between the numbers ("de", "ngày"). */
  between: string[];
  /** What follows a bare day number ("日"), a year or leads a month. */
  dayMarks: string[];
  yearMarks: string[];
  monthMarks: string[];
  hourMarks: string[];
  minuteMarks: string[];
  lengthPatterns: LengthPattern[];
  dotInTimes: boolean;
}
/** "in {n} days": the words before and after the number. */
export interface LengthPattern {
  unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
  /** Set when the word holds the number ("wiki ijayo", "two days" as one word). */
  count?: number;
  before: string;
  after: string;
}

const utc = { timeZone: 'UTC', calendar: 'gregory' } as const;
const monday = Date.UTC(2024, 0, 1);
const write = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { ...utc, ...options });

const pick = (format: Intl.DateTimeFormat, type: string, at: number): string =>
  format
    .formatToParts(at)
    .filter((part) => part.type === type)
    .map((part) => part.value)
    .join('');

function add(table: Record<string, string>, key: string | number, phrase: string): void {
  const plain = phrase.replaceAll(',', ' ').trim();
  if (plain && !/^\p{Nd}+\.?$/u.test(plain)) table[key] = table[key] ? `${table[key]},${plain}` : plain;
}

function weekdays(locale: string): Record<string, string> {
  const table: Record<string, string> = {};
  for (const weekday of ['long', 'short'] as const) {
    for (const format of [write(locale, { weekday }), write(locale, { weekday, day: 'numeric', month: 'long' })]) {
      for (let n = 1; n <= 7; n++) add(table, n, pick(format, 'weekday', monday + (n - 1) * 864e5));
    }
  }
  return table;
}

function months(locale: string): Record<string, string> {
  const table: Record<string, string> = {};
  for (const month of ['long', 'short'] as const) {
    for (const format of [write(locale, { month }), write(locale, { month, day: 'numeric' })]) {
      for (let n = 1; n <= 12; n++) add(table, n, pick(format, 'month', Date.UTC(2024, n - 1, 3)));
    }
  }
  const medium = write(locale, { dateStyle: 'medium' });
  for (let n = 1; n <= 12; n++) add(table, n, pick(medium, 'month', Date.UTC(2024, n - 1, 3)));
  return table;
}

function halves(locale: string): { am: string; pm: string } {
  const found = { am: new Set<string>(), pm: new Set<string>() };
  for (const hour12 of [true, undefined]) {
    const format = write(locale, { hour: 'numeric', minute: '2-digit', hour12 });
    found.am.add(pick(format, 'dayPeriod', monday + 9 * 36e5));
    found.pm.add(pick(format, 'dayPeriod', monday + 15 * 36e5));
  }
  const list = (set: Set<string>): string => [...set].filter((word) => !set.has('') || word).join(',');
  return { am: list(found.am), pm: list(found.pm) };
}

function relative(locale: string, table: Record<string, string>, lengths: LengthPattern[]): void {
  const auto = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (let n = -2; n <= 3; n++) {
    const parts = auto.formatToParts(n, 'day');
    if (parts.every((part) => part.type === 'literal')) add(table, n, auto.format(n, 'day'));
  }
  const always = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  for (const unit of ['minute', 'hour', 'day', 'week', 'month', 'year'] as const) {
    for (const n of [1, 2, 3, 5, 11, 21]) lengths.push(lengthPattern(always.formatToParts(n, unit), unit, n));
  }
}

function lengthPattern(parts: Intl.RelativeTimeFormatPart[], unit: LengthPattern['unit'], n: number): LengthPattern {
  const at = parts.findIndex((part) => part.type !== 'literal');
  const text = (some: Intl.RelativeTimeFormatPart[]): string =>
    some
      .map((part) => part.value)
      .join('')
      .trim();
  if (at < 0) return { unit, count: n, before: text(parts), after: '' };
  return { unit, before: text(parts.slice(0, at)), after: text(parts.slice(at + 1)) };
}

/** The literals that follow a part of a formatted date, without the digits' own separators. */
function literalsAround(
  format: Intl.DateTimeFormat,
  place: 'between' | 'day' | 'month' | 'year' | 'hour' | 'minute',
): string[] {
  const parts = format.formatToParts(Date.UTC(2026, 10, 25, 15, 45));
  const found: string[] = [];
  parts.forEach((part, i) => {
    if (part.type !== 'literal') return;
    const before = parts[i - 1]?.type;
    const mark = before === place && !/^\s/.test(part.value);
    const word = part.value.replace(/[\p{P}\p{S}]/gu, ' ').trim();
    if (word && (place === 'between' || mark))
      found.push(...(place === 'between' ? word.split(/\s+/) : [word.split(/\s+/)[0] ?? word]));
  });
  return found;
}

const monthIsNumber = (format: Intl.DateTimeFormat): boolean => /^\p{Nd}/u.test(pick(format, 'month', monday));

/** Letters written onto the front of the month, as in Hebrew. */
function gluedBefore(format: Intl.DateTimeFormat, type: string): string[] {
  const parts = format.formatToParts(monday);
  const literal = parts[parts.findIndex((part) => part.type === type) - 1];
  const letters = literal?.type === 'literal' ? (/\s(\p{L}{1,2})$/u.exec(literal.value)?.[1] ?? '') : '';
  return letters ? [letters] : [];
}

export function orderOf(locale: string): DateOrder {
  const parts = write(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }).formatToParts(monday);
  const order = parts.map((part) => part.type[0]).filter((letter) => 'dmy'.includes(letter ?? '-'));
  return order[0] === 'y' ? 'ymd' : order[0] === 'm' ? 'mdy' : 'dmy';
}

export function wordsFromIntl(locale: string): PlatformWords {
  const days: Record<string, string> = {};
  const lengths: LengthPattern[] = [];
  relative(locale, days, lengths);
  const long = write(locale, { dateStyle: 'full' });
  const both = write(locale, { dateStyle: 'long', timeStyle: 'short' });
  const clock = write(locale, { timeStyle: 'short' });
  return {
    weekdays: weekdays(locale),
    months: months(locale),
    days,
    halves: halves(locale),
    between: [...literalsAround(long, 'between'), ...literalsAround(both, 'between')],
    dayMarks: literalsAround(write(locale, { day: 'numeric' }), 'day'),
    yearMarks: literalsAround(long, 'year'),
    monthMarks: monthIsNumber(long) ? literalsAround(long, 'month') : [],
    prefixes: gluedBefore(long, 'month').join(','),
    hourMarks: literalsAround(clock, 'hour'),
    minuteMarks: literalsAround(clock, 'minute'),
    lengthPatterns: lengths,
    dotInTimes: pick(clock, 'literal', monday).includes('.'),
  };
}
