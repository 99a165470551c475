import { dayAsText, dayOf, isReal } from '../when/calendar';
import { fold } from './fold';
import { type Language } from './language';
import { list, PhraseFinder } from './phrase-finder';
import { tokens } from './tokens';

/** A birth date; `couldAlsoBe` holds the other readings when neither the text nor the locale settles it. */
export interface BirthDate {
  readonly dob: string;
  /** With two digits that could as well be a day or an hour: "July 13-15" is no birth in 2015, unless a birth date was asked for. */
  readonly isGuess: boolean;
  readonly couldAlsoBe?: readonly string[];
}

/** Most messages hold no year, and looking closer at each of them costs time. */
function mayHoldYear(text: string, { yearWords }: Reader): boolean {
  return /\p{Nd}.*\p{Nd}/u.test(text) || tokens(text).some((word) => yearWords.has(word));
}

interface Reader {
  /** Words with which a spoken year begins or goes on: "nineteen", "twenty", "thousand". */
  readonly yearWords: ReadonlySet<string>;
  readonly months: PhraseFinder<number>;
  readonly numbers: PhraseFinder<number>;
  readonly order: 'dmy' | 'mdy';
  readonly settled: boolean;
}

/** A birth date as people write or say it. Only dates from the last 125 years count, and only with a year. */
export function birthDateIn(
  text: string,
  language: Language,
  { locale, reference, asked }: { locale: string; reference: string; asked: boolean },
): BirthDate | undefined {
  const reader = readerFor(language, locale);
  if (!mayHoldYear(text, reader)) return undefined;
  const { earliest, latest } = livingSince(reference);
  const dates = datesIn(text, language, locale);
  if (!asked && !dates.isMostlyDate) return undefined;
  const possible = dates.readings.filter((dob) => dob <= latest && dob > earliest);
  const [dob, ...others] = possible;
  if (!dob) return undefined;
  const isGuess = !asked && !dates.hasWholeYear && Number(dob.slice(2, 4)) <= 31;
  return { dob, isGuess, ...(others.length > 0 && { couldAlsoBe: others }) };
}

/** Unasked, "it is 2 pm now, so 2:15" is no birth date: one has its whole year, or there is little else in the message. */
function isMostlyDate(words: readonly Piece[]): boolean {
  const dates = words.filter((word) => isMonth(word) || digitsOf(word) !== undefined);
  return hasWholeYear(words) || dates.length * 2 >= words.length;
}

const hasWholeYear = (words: readonly Piece[]): boolean =>
  words.some((word) => /^(?:19|20)\d\d$/.test(digitsOf(word) ?? ''));

/** Between which days somebody can have been born who writes today. */
export function livingSince(reference: string): { earliest: string; latest: string } {
  const latest = reference.slice(0, 10);
  return { earliest: `${Number(latest.slice(0, 4)) - 125}`, latest };
}

/** Every date with a year that a text can be read as, possible or not, and what it is made of. */
export function datesIn(
  text: string,
  language: Language,
  locale: string,
): { readings: string[]; month: boolean; digits: string[]; isMostlyDate: boolean; hasWholeYear: boolean } {
  const reader = readerFor(language, locale);
  const words = inDigits(tokens(spaced(text)), reader);
  const readings = [...new Set([...byMonthName(words, reader), ...byNumbers(words, reader)])];
  const digits = words.map(digitsOf).filter((d) => d !== undefined);
  return {
    readings,
    month: words.some(isMonth),
    digits,
    isMostlyDate: isMostlyDate(words),
    hasWholeYear: hasWholeYear(words),
  };
}

const readers = new Map<string, Reader>();

function readerFor(language: Language, locale: string): Reader {
  const key = `${language.code} ${locale}`;
  let reader = readers.get(key);
  if (!reader) readers.set(key, (reader = makeReader(language, locale)));
  return reader;
}

function makeReader(language: Language, locale: string): Reader {
  const months = new PhraseFinder<number>();
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(language.code, { month: style, timeZone: 'UTC' });
    for (let m = 0; m < 12; m++) months.add(format.format(Date.UTC(2024, m, 15)), m + 1);
  }
  for (const [m, names] of Object.entries(language.words.birth.months))
    for (const name of list(names)) months.add(name, Number(m));
  const numbers = new PhraseFinder<number>();
  for (const [value, names] of Object.entries(language.words.birth.numbers))
    for (const name of list(names)) numbers.add(name, Number(value));
  const spokenYear = ['19', '20', '100', '900', '1000', '2000'].flatMap((value) =>
    list(language.words.birth.numbers[value]),
  );
  return {
    yearWords: new Set(spokenYear.flatMap(tokens)),
    months,
    numbers,
    order: orderOf(language, locale),
    settled: language.code !== 'en' || /[-_][A-Z]{2}/i.test(locale),
  };
}

/** English alone does not say whether the month comes first; a country does. */
function orderOf(language: Language, locale: string): 'dmy' | 'mdy' {
  if (language.code !== 'en' || !/[-_]/.test(locale)) return language.words.birth.order;
  const parts = new Intl.DateTimeFormat(locale.replace('_', '-')).formatToParts(0).map(({ type }) => type);
  return parts.indexOf('month') < parts.indexOf('day') ? 'mdy' : 'dmy';
}

// "9:30" and "9h30-11h30" are hours, whatever else they could be.
const clocks = /(?<!\d)\d{1,2}[:h]\d\d(?![:\d])/g;

// "12-05-1984" and "12th" must fall apart into numbers, and "5月" too.
const spaced = (text: string): string =>
  fold(text)
    .replace(clocks, ' ')
    .replace(/(\d)(?=[^\d])/g, '$1 ')
    .replace(/([^\d])(?=\d)/g, '$1 ')
    .replace(/[-/.,]/g, ' ');

/** Number words become digits: "nineteen eighty four", "mil novecientos ochenta y cuatro". */
function inDigits(words: readonly string[], { numbers, months }: Reader): (string | number)[] {
  const out: (string | number)[] = [];
  for (let at = 0; at < words.length;) {
    const month = months.longestAt(words, at);
    if (month) {
      out.push(`month ${month.meanings[0]}`);
      at = month.end;
      continue;
    }
    const values: number[] = [];
    let end = at;
    for (let hit = numbers.longestAt(words, end); hit; hit = numbers.longestAt(words, end)) {
      values.push(hit.meanings[0] as number);
      end = hit.end;
    }
    if (values.length > 0) out.push(...spoken(values));
    else out.push(words[at] as string);
    at = Math.max(end, at + 1);
  }
  return out;
}

/** 1000 9 100 84 is 1984, and so is 19 84; -1 stands for "and". */
function spoken(values: readonly number[]): number[] {
  const numbers: number[] = [];
  let current = 0;
  let last = Infinity;
  const close = (): void => {
    if (last !== Infinity) numbers.push(current);
    [current, last] = [0, Infinity];
  };
  for (const value of values) {
    if (value < 0) continue;
    if (value === 100 || value === 1000) {
      const head = current % 1000 === current ? current : current % 1000;
      const base = current - head;
      [current, last] =
        head > 0 && head < value
          ? [base + head * value, value]
          : head === 0
            ? [base + value, value]
            : [current + value, value];
      continue;
    }
    const fits = value < last && (last >= 100 || (last >= 20 && last % 10 === 0 && value < 10));
    if (last !== Infinity && !fits) close();
    current += value;
    last = value;
  }
  close();
  return yearsJoined(numbers);
}

const yearsJoined = (numbers: number[]): number[] =>
  numbers.reduce<number[]>((done, n) => {
    const before = done[done.length - 1];
    const century = (before === 19 || before === 20) && n >= 10 && n < 100 && done.length > 0;
    return century ? [...done.slice(0, -1), before * 100 + n] : [...done, n];
  }, []);

type Piece = string | number;
const isMonth = (piece: Piece): piece is string => typeof piece === 'string' && piece.startsWith('month ');
const digitsOf = (piece: Piece): string | undefined =>
  typeof piece === 'number' ? String(piece) : /^\d+$/.test(piece) ? piece : undefined;

function byMonthName(words: readonly Piece[], _reader: Reader): string[] {
  const at = words.findIndex(isMonth);
  if (at < 0) return [];
  const month = Number((words[at] as string).slice(6));
  const before = words
    .slice(0, at)
    .map(digitsOf)
    .filter((d) => d !== undefined)
    .slice(-2);
  const after = words
    .slice(at + 1)
    .map(digitsOf)
    .filter((d) => d !== undefined)
    .slice(0, 3);
  const year = [...after, ...before].find((d) => d.length === 4) ?? joinedYear(after);
  const days = [...before.reverse(), ...after].filter((d) => d.length <= 2 && Number(d) >= 1 && Number(d) <= 31);
  const day = days[0];
  if (!day) return [];
  const shortYear =
    after.find((d) => d.length === 2 && d !== day) ??
    (before.length > 0 ? after.find((d) => d.length === 2) : undefined);
  return (year ? [Number(year)] : shortYear ? yearsOf(shortYear) : []).flatMap((y) => dateOf(y, month, Number(day)));
}

// A recogniser writes "19 84" for what was said as one year.
function joinedYear(after: readonly string[]): string | undefined {
  const at = after.findIndex((d, i) => (d === '19' || d === '20') && after[i + 1]?.length === 2);
  return at < 0 ? undefined : `${after[at]}${after[at + 1]}`;
}

function byNumbers(words: readonly Piece[], reader: Reader): string[] {
  if (words.some(isMonth)) return [];
  const digits = words.map(digitsOf).filter((d) => d !== undefined);
  const found = byParts(splitRuns(digits), reader);
  return found.length > 0 ? found : gapsMoved(digits.join('')).flatMap((parts) => byParts(parts, reader));
}

/** A recogniser puts the gaps anywhere: "03031 984", "13 121 978". */
function gapsMoved(run: string): string[][] {
  const cuts: Record<number, [number, number][]> = {
    8: [[2, 4]],
    7: [
      [2, 3],
      [1, 3],
    ],
    6: [
      [2, 4],
      [1, 2],
    ],
  };
  return (cuts[run.length] ?? []).map(([day, month]) => [run.slice(0, day), run.slice(day, month), run.slice(month)]);
}

function byParts(parts: readonly string[], reader: Reader): string[] {
  if (parts.length < 3) return [];
  const [a, b, c] = parts as [string, string, string];
  if (a.length === 4) return dateOf(Number(a), Number(b), Number(c));
  const year = parts.length > 3 && (c === '19' || c === '20') && parts[3]?.length === 2 ? `${c}${parts[3]}` : c;
  const years = year.length === 4 ? [Number(year)] : year.length === 2 ? yearsOf(year) : [];
  const dmy = years.flatMap((y) => dateOf(y, Number(b), Number(a)));
  const mdy = years.flatMap((y) => dateOf(y, Number(a), Number(b)));
  const [first, second] = reader.order === 'dmy' ? [dmy, mdy] : [mdy, dmy];
  return first.length === 0 ? second : reader.settled ? first : [...first, ...second];
}

/** "2810 1983", "28101983" and "1983 1028" are days, months and years without their gaps. */
function splitRuns(digits: readonly string[]): string[] {
  return digits.flatMap((d, i) => {
    if (d.length === 8)
      return /^(19|20)/.test(d) && Number(d.slice(4, 6)) <= 12
        ? [d.slice(0, 4), d.slice(4, 6), d.slice(6)]
        : [d.slice(0, 2), d.slice(2, 4), d.slice(4)];
    if (d.length === 6) return [d.slice(0, 2), d.slice(2, 4), d.slice(4)];
    if (d.length === 4 && i === 0 && digits.length === 2) return [d.slice(0, 2), d.slice(2)];
    return [d];
  });
}

/** "84" is 1984; "12" may be 2012 or, for the very old, 1912. */
const yearsOf = (two: string): number[] => [2000 + Number(two), 1900 + Number(two)];

function dateOf(year: number, month: number, day: number): string[] {
  return isReal(year, month, day) ? [dayAsText(dayOf(year, month, day))] : [];
}
