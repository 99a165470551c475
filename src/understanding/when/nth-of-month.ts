import { firstOfMonth, lastOfMonth, mondayOf, nthWeekday } from './calendar';
import { type Reading } from './piece';
import { date, dates } from './rules-for-month-days';

const nthWeek = (n: number, span: Reading | undefined): Reading | undefined => {
  if (span?.from === undefined || span.to === undefined || span.name === 'week') return undefined;
  const monday = n < 0 ? mondayOf(span.to - 3) + 7 * (n + 1) : mondayOf(span.from + 3) + 7 * (n - 1);
  return dates(monday, monday + 6, 'week');
};

/** "la segunda quincena de marzo": half of a month, and no fourteen days. */
const halfMonth = (n: number, span: Reading | undefined): Reading | undefined => {
  if (span?.from === undefined || span.name !== 'month' || (n !== 1 && n !== 2)) return undefined;
  return n === 1 ? dates(span.from, span.from + 14) : dates(span.from + 15, span.to);
};

/** "the ninth month of next year". */
function nthMonth(n: number, span: Reading | undefined): Reading | undefined {
  const number = n < 0 ? 13 + n : n;
  if (span?.from === undefined || span.name !== 'year' || number > 12) return undefined;
  const first = firstOfMonth(span.from, number - 1);
  return dates(first, lastOfMonth(first), 'month');
}

const nthWeekend = (n: number, span: Reading | undefined): Reading | undefined => {
  const saturday = span?.from === undefined || span.to === undefined ? undefined : nthWeekday(n, 6, span.from, span.to);
  return saturday === undefined ? undefined : dates(saturday, saturday + 1, 'weekend');
};

/** "The 5th of next month". */
export function dayOfSpan(day: Reading | undefined, span: Reading | undefined): Reading | undefined {
  if (!day || span?.name !== 'month' || span.from === undefined || span.to === undefined) return undefined;
  const found = span.from + day.n - 1;
  return found <= span.to ? date(found) : undefined;
}

/** The nth week, weekend or half of a month. */
export function nthUnit(
  nth: Reading | undefined,
  unit: Reading | undefined,
  span: Reading | undefined,
): Reading | undefined {
  if (!nth || (nth.kind === 'which' && nth.n !== -1)) return undefined;
  if (unit?.name === 'weekend') return nthWeekend(nth.n, span);
  if (unit?.name === 'fortnight') return halfMonth(nth.n, span);
  if (unit?.name === 'month') return nthMonth(nth.n, span);
  return unit?.name === 'week' ? nthWeek(nth.n, span) : undefined;
}
