import { dayOf, isReal, nextMonthDay, yearOf } from './calendar';
import { type Language } from './language';
import { type Clock, type Reading } from './piece';
import { type Token } from './tokens';

export interface NumericForm {
  readings: Reading[];
  length: number;
}

/** Dates and times written with digits and signs: 9:30, 2026-06-01T09:30, 1/6, 1.6.2026. */
export function numericForm(tokens: Token[], at: number, language: Language, today: number): NumericForm | undefined {
  const next = tokens[at + 1];
  if (next?.kind === 'digits') return spacedDate(tokens, at, language);
  if (!next || next.kind !== 'sign' || (next.text === '-' && isMinutes(tokens, at))) return undefined;
  if (next.text === ':' || ((next.text === ';' || next.text === '|') && next.tight))
    return colonClock(tokens, at) ?? unrealClock(tokens, at);
  if (!next.tight && next.text !== '/') return undefined;
  // "37,1" is no hour.
  if (next.text === ',' && digitsAt(tokens, at + 2)?.tight)
    return {
      readings: [{ kind: 'number', n: Number(`${tokens[at]?.text}.${tokens[at + 2]?.text}`), digits: true }],
      length: 3,
    };
  if (next.text === '/' || next.text === '-' || next.text === '.')
    return separated(tokens, at, next.text, language, today);
  return undefined;
}

/** "24 12 2026". */
function spacedDate(tokens: Token[], at: number, language: Language): NumericForm | undefined {
  const texts = [0, 1, 2].map((i) => digitsAt(tokens, at + i)?.text ?? '');
  const isOne = texts[0]!.length <= 2 && texts[1]!.length === 2 && /^20\d\d$/.test(texts[2]!);
  return isOne && tokens[at - 1]?.kind !== 'digits' ? dated(threeNumbers(texts, language), 3) : undefined;
}

/** The 30 of "9h30-11h30" begins no date. */
const isMinutes = (tokens: Token[], at: number): boolean => {
  const [mark, hour] = [tokens[at - 1], tokens[at - 2]];
  return (
    !!tokens[at]?.tight && mark?.kind === 'word' && mark.tight && mark.text.length === 1 && hour?.kind === 'digits'
  );
};

const digitsAt = (tokens: Token[], at: number): Token | undefined =>
  tokens[at]?.kind === 'digits' ? tokens[at] : undefined;

/** "8: 45" happens; "8 :45" does too. */
function colonClock(tokens: Token[], at: number): NumericForm | undefined {
  const [hour, minute] = [tokens[at], digitsAt(tokens, at + 2)];
  if (!hour || minute?.text.length !== 2) return undefined;
  const clock = clockFrom(hour.text, minute.text);
  if (!clock) return undefined;
  const seconds = tokens[at + 3]?.text === ':' && tokens[at + 3]?.tight && digitsAt(tokens, at + 4)?.tight;
  const fraction = seconds && tokens[at + 5]?.text === '.' && digitsAt(tokens, at + 6)?.tight && tokens[at + 5]?.tight;
  return { readings: [{ kind: 'clock', n: 0, digits: true, clock }], length: fraction ? 7 : seconds ? 5 : 3 };
}

/** "25:00", "10:75": written as a time, and none. */
function unrealClock(tokens: Token[], at: number): NumericForm | undefined {
  const [hour, colon, minute] = [tokens[at], tokens[at + 1], digitsAt(tokens, at + 2)];
  const alone = tokens[at - 1]?.text !== ':' && tokens[at + 3]?.text !== ':';
  const written = colon?.text === ':' && colon.tight && minute?.tight && minute.text.length === 2;
  return hour && minute && alone && written && Number(hour.text) <= 29 ? unreal('hour', hour, minute, 3) : undefined;
}

const unreal = (name: 'date' | 'hour', { start }: Token, { end }: Token, length: number): NumericForm => ({
  readings: [{ kind: 'unreal', n: 0, name, named: { start, end } }],
  length,
});

/** A leading nought or an hour past twelve says that the 24-hour clock is meant. */
export function clockFrom(hourText: string, minuteText: string): Clock | undefined {
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  if (hour > 24 || minute > 59 || hourText.length > 2 || (hour === 24 && minute > 0)) return undefined;
  return { hour: hour % 24, minute, sure: hour > 12 || hour === 0 || hourText.startsWith('0'), of24: hour > 12 };
}

function separated(
  tokens: Token[],
  at: number,
  sign: string,
  language: Language,
  today: number,
): NumericForm | undefined {
  const numbers = run(tokens, at, sign);
  if (numbers.length > 3) return { readings: [{ kind: 'word', n: 0 }], length: numbers.length * 2 - 1 };
  const texts = numbers.map(({ text }) => text);
  if (texts.length === 3)
    return (
      dated(threeNumbers(texts, language), 5) ??
      unrealDate(numbers, sign, today) ?? { readings: [{ kind: 'word', n: 0 }], length: 5 }
    );
  // "2026/10:15" is a year and a time.
  if (texts.length < 2 || tokens[at + 3]?.text === ':') return undefined;
  return twoNumbers(texts as [string, string], sign, language, today) ?? unrealDate(numbers, sign, today);
}

/** "31/11", "30.02.2027", "2027-02-30": no such day. A year that is over belongs to a birth. */
function unrealDate(numbers: Token[], sign: string, today: number): NumericForm | undefined {
  const [first, last] = [numbers[0] as Token, numbers.at(-1) as Token];
  const year = numbers.length === 3 && [first, last].find(({ text }) => text.length === 4);
  const rest = numbers.filter((number) => number !== year).map(({ text }) => Number(text));
  const ahead = !year || (Number(year.text) >= yearOf(today) && Number(year.text) < yearOf(today) + 10);
  const written = year ? ahead : numbers.length === 2 && sign === '/';
  const [a = 0, b = 0] = rest;
  const dayAndMonth = Math.min(a, b) >= 1 && Math.min(a, b) <= 12 && Math.max(a, b) <= 39;
  const both = Math.max(a, b) <= 31 && Math.min(a, b) > 12 && Math.min(a, b) < 20;
  const short = numbers.every(({ text }) => text.length <= 2 || text === (year || undefined)?.text);
  if (!written || !short || !(dayAndMonth || both)) return undefined;
  return unreal('date', first, last, numbers.length * 2 - 1);
}

function run(tokens: Token[], at: number, sign: string): Token[] {
  const numbers = [tokens[at] as Token];
  for (let i = at + 1; tokens[i]?.text === sign; i += 2) {
    const next = digitsAt(tokens, i + 1);
    const spaced = sign === '/' || (sign === '.' && isSpacedDate(tokens, at));
    if (!next || (!spaced && !(next.tight && tokens[i]?.tight))) break;
    numbers.push(next);
  }
  return numbers;
}

/** "25. 11. 2026" and "25. 11.": the second full stop tells it from the end of a sentence. */
const isSpacedDate = (tokens: Token[], at: number): boolean =>
  [1, 3].every((i) => tokens[at + i]?.text === '.' && tokens[at + i]?.tight) && !!digitsAt(tokens, at + 2);

const dated = (day: number | undefined, length: number): NumericForm | undefined =>
  day === undefined ? undefined : { readings: [{ kind: 'date', n: 0, from: day, to: day }], length };

const realDay = (year: number, month: number, day: number): number | undefined =>
  isReal(year, month, day) ? dayOf(year, month, day) : undefined;

const fullYear = (text: string): number => (text.length <= 2 ? 2000 + Number(text) : Number(text));

function threeNumbers(texts: string[], { order }: Language): number | undefined {
  const [a = '', b = '', c = ''] = texts;
  const [x, y, z] = [Number(a), Number(b), Number(c)];
  if (a.length === 4) return realDay(x, y, z) ?? realDay(x, z, y);
  if (a.length > 2 || b.length > 2 || (c.length !== 2 && c.length !== 4)) return undefined;
  if (order === 'ymd' && c.length === 2) return realDay(2000 + x, y, z) ?? realDay(fullYear(c), y, x);
  const year = fullYear(c);
  return order === 'mdy' ? (realDay(year, x, y) ?? realDay(year, y, x)) : (realDay(year, y, x) ?? realDay(year, x, y));
}

function twoNumbers(
  [a, b]: [string, string],
  sign: string,
  language: Language,
  today: number,
): NumericForm | undefined {
  const month = monthOfYear(a, b);
  if (month) return month;
  if (a.length > 2 || b.length > 2) return undefined;
  const readings: Reading[] = [];
  // "10-11" may be hours; "27-11" and "5-04" may not.
  const hours = sign === '-' && Number(a) <= 24 && !b.startsWith('0');
  const [day, swapped] = hours ? [] : dayAndMonth(Number(a), Number(b), language, today);
  if (day !== undefined) readings.push({ kind: 'date', n: sign === '.' ? 1 : 0, from: day, to: day, swapped });
  const clock = sign === '.' && b.length === 2 ? clockFrom(a, b) : undefined;
  if (clock) readings.push({ kind: 'clock', n: 1, digits: true, clock });
  // "2.5 hours": as a number it can only be the length of something.
  if (sign === '.') readings.push({ kind: 'number', n: Number(`${a}.${b}`), digits: true });
  return readings.length ? { readings, length: 3 } : undefined;
}

/** The day, and what it would be with day and month the other way round. */
function dayAndMonth(a: number, b: number, { order }: Language, today: number): (number | undefined)[] {
  if (a < 1 || b < 1 || a > 31 || b > 31) return [];
  const monthFirst = a <= 12 ? nextMonthDay(a, b, today) : undefined;
  const dayFirst = b <= 12 ? nextMonthDay(b, a, today) : undefined;
  return (order === 'dmy' ? [dayFirst, monthFirst] : [monthFirst, dayFirst]).filter((day) => day !== undefined);
}

/** "11-2026", "2026/11". */
function monthOfYear(a: string, b: string): NumericForm | undefined {
  const [month, year] = a.length === 4 ? [b, a] : [a, b];
  if (year.length !== 4 || month.length > 2 || !isReal(Number(year), Number(month), 1)) return undefined;
  if (Number(year) < 1900 || Number(year) > 2100) return undefined;
  const from = dayOf(Number(year), Number(month), 1);
  const to = dayOf(Number(year), Number(month) + 1, 1) - 1;
  return { readings: [{ kind: 'dates', n: 0, from, to, name: 'month' }], length: 3 };
}
