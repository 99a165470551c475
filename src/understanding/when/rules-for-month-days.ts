import {
  type Day,
  dayOf,
  dayOfMonth,
  easterOf,
  firstOfMonth,
  isReal,
  lastOfMonth,
  monthOf,
  nextDayOfMonth,
  nextMonthDay,
  nthWeekday,
  weekdayOf,
  yearOf,
} from './calendar';
import { isA, type Reading } from './piece';
import { isUnrealDay, isUnrealDayOf, unreal } from './unreal';
import { type Action, type Found, pick, pickAll, type Rule, rule, type Scene } from './rules';

export const date = (day: Day | undefined): Reading | undefined =>
  day === undefined ? undefined : { kind: 'date', n: 0, from: day, to: day };
export const dates = (from: Day | undefined, to: Day | undefined, name?: string): Reading | undefined =>
  from === undefined || to === undefined ? undefined : { kind: 'dates', n: 0, from, to, name };

/** The day of a named month: in that year, or the next time it comes round. */
export function dayInMonth(
  month: Reading | undefined,
  day: Reading | undefined,
  year: Reading | undefined,
  today: Day,
): Day | undefined {
  if (!month || !day) return undefined;
  if (!year) return nextMonthDay(month.n, day.n, today);
  return isReal(year.n, month.n, day.n) ? dayOf(year.n, month.n, day.n) : undefined;
}

/** "9.30" and "10 March" can both follow "at": a number that a time claims is not a day. */
const claimedByTime = ({ pieces, at, end }: Scene): boolean =>
  (isA(pieces[at - 1], 'at') && isA(pieces[end], 'dom')) || isA(pieces[end], 'half') || isA(pieces[end], 'hourMark');

/** "one may ask", "sept trente". */
const isNoMonth = (found: Found, month: Reading, day: Reading, { pieces }: Scene): boolean =>
  found.indexOf(day) < found.indexOf(month) ||
  pieces.some((piece) => piece.readings.includes(month) && isA(piece, 'number'));

/** "Tuesday the third of May" is the third Tuesday where the 3rd is no Tuesday and the number is a word. */
function nthInstead(found: Found, { today }: Scene): Day | undefined {
  const [weekday, nth, month] = [found[0], pick(found, 'ordinal'), pick(found, 'month')];
  if (weekday?.kind !== 'weekday' || !nth || nth.digits || nth.n > 5 || !month) return undefined;
  const plain = dayInMonth(month, nth, pick(found, 'year'), today);
  const span = wholeMonth(month, pick(found, 'year'), today);
  if (plain === undefined || weekdayOf(plain) === weekday.n || span?.from === undefined || span.to === undefined)
    return undefined;
  return nthWeekday(nth.n, weekday.n, span.from, span.to);
}

/** In "July, first Friday" the number counts the Fridays. */
const countsAnother = (day: Reading | undefined, { pieces, end }: Scene): boolean =>
  day?.kind === 'ordinal' &&
  !day.digits &&
  (isA(pieces[end], 'unit') || isA(pieces[end], 'weekday') || isA(pieces[end - 1], 'weekday'));

const monthDay: Action = (found, scene) => {
  const [month, day, year] = [pick(found, 'month'), pick(found, 'dom', 'ordinal'), pick(found, 'year')];
  if (month?.weak && day?.kind === 'dom' && !day.digits && isNoMonth(found, month, day, scene)) return null;
  if (countsAnother(day, scene)) return null;
  const dayIsLast = !!day && !!scene.pieces[scene.end - 1]?.readings.includes(day);
  if (dayIsLast ? claimedByTime(scene) : isA(scene.pieces[scene.at - 1], 'at') && isA(scene.pieces[scene.end], 'dom'))
    return null;
  return (
    date(nthInstead(found, scene) ?? dayInMonth(month, day, year, scene.today)) ??
    (isUnrealDay(month, day, year, scene) ? unreal('date', [day, month], scene) : null)
  );
};

/** "32 December", "June 45": no month has so many days. */
const beyondMonth: Action = (found, scene) => {
  const [month, day] = [pick(found, 'month'), pick(found, 'number', 'ordinal')];
  return isUnrealDayOf(month, day, scene) ? unreal('date', [day, month], scene) : null;
};

/** From the 3rd to the 5th: the end is the first such day that does not lie before the start. */
const monthDays: Action = (found, scene) => {
  const [from, to] = pickAll(found, 'dom', 'ordinal');
  const [month, year] = [pick(found, 'month'), pick(found, 'year')];
  const end = dayInMonth(month, to, year, scene.today);
  if (isOnlyAnd(found) || !from || !month || end === undefined || isA(scene.pieces[scene.end], 'half')) return null;
  const start = firstOfMonth(end) + from.n - 1;
  return start <= end ? dates(start, end) : null;
};

/** "the 3rd and the 5th" are two days; "between the 3rd and the 5th" is a range. */
const isOnlyAnd = (found: Found): boolean => !!pick(found, 'and') && !pick(found, 'between');

/** "between 4 and 22 this month". */
const daysOfSpan: Action = (found) => {
  const [from, to] = pickAll(found, 'dom', 'ordinal');
  const span = pick(found, 'dates');
  if (isOnlyAnd(found) || !from || !to || span?.name !== 'month' || span.from === undefined) return null;
  return from.n < to.n ? dates(span.from + from.n - 1, span.from + to.n - 1) : null;
};

export function wholeMonth(month: Reading | undefined, year: Reading | undefined, today: Day): Reading | undefined {
  if (!month) return undefined;
  const first = year
    ? dayOf(year.n, month.n, 1)
    : dayOf(yearOf(today) + (month.n < monthOf(today) ? 1 : 0), month.n, 1);
  return dates(first, lastOfMonth(first), 'month');
}

const aDay = 'weekday? domIntro|dayIntro|on? domIntro? dom|ordinal dayMark?';
const toADay = `to|dash|until|and to? ${aDay}`;

/** These come before clock times, so that "13 to 15 July" is not taken for hours. */
export const monthDayRules: Rule[] = [
  rule(`from|between? ${aDay} ${toADay} month yearMark? year?`, monthDays),
  rule(`from|between? month from|between? ${aDay} ${toADay} year?`, monthDays),
  rule(`from|between ${aDay} to|dash|until|and month ${aDay} year?`, monthDays),
  rule(`from|between? ${aDay} ${toADay} in? dates`, daysOfSpan),
  rule(`dates from|between? ${aDay} ${toADay}`, daysOfSpan),
  rule(`${aDay} dash|or? month dash|or? yearMark? year`, monthDay),
  rule(`${aDay} dash|or? month`, monthDay),
  rule('dayIntro|on? number|ordinal month', beyondMonth),
  rule('month !number|ordinal', beyondMonth),
  rule(`weekday? month dash|or? ${aDay} weekday? year`, monthDay),
  rule(`weekday? month dash|or? ${aDay} weekday?`, monthDay),
  rule(`year yearMark? ${aDay} month`, monthDay),
  rule(`year yearMark? dash|or? month dash|or? ${aDay} weekday?`, monthDay),
  rule('month dash? yearMark? year', (found, { today }) =>
    wholeMonth(pick(found, 'month'), pick(found, 'year'), today),
  ),
  rule('year yearMark? month', (found, { today }) => wholeMonth(pick(found, 'month'), pick(found, 'year'), today)),
  rule('domIntro|dayIntro|on? domIntro? dom monthLink monthNumber yearMark? year?', (found, { today }) => {
    const month = pick(found, 'monthNumber');
    return date(month && dayInMonth({ ...month, kind: 'month' }, pick(found, 'dom'), pick(found, 'year'), today));
  }),
  rule('which? feast year?', ([which, feast, year], { today }) =>
    (which?.n ?? 0) < 0 ? null : feastDay(feast, year, today),
  ),
];

/** "12-25", or "easter-2" for Good Friday. */
function feastIn(name: string, year: number): Day {
  if (name.startsWith('easter')) return easterOf(year) + Number(name.slice('easter'.length));
  const [month = 0, day = 0] = name.split('-').map(Number);
  return dayOf(year, month, day);
}

function feastDay(feast: Reading | undefined, year: Reading | undefined, today: Day): Reading | undefined {
  if (!feast?.name) return undefined;
  const day = feastIn(feast.name, year?.n ?? yearOf(today));
  return date(year || day >= today ? day : feastIn(feast.name, yearOf(today) + 1));
}

/** "the third month", where that is how months are named. */
export const monthNumberRules: Rule[] = [
  rule('monthNumber !monthMark', ([n]) => (n ? { kind: 'month', n: n.n } : null)),
  rule('monthIntro month', ([, month]) => month),
  rule('monthIntro monthNumber|ordinal', ([, n]) => (n && n.n >= 1 && n.n <= 12 ? { kind: 'month', n: n.n } : null)),
];

/** A day of the month that is also a certain weekday, within four months; else the weekday was a slip. */
export function dayAndWeekday(day: number, weekday: number, today: Day): Day | undefined {
  for (let later = 0; later < 4; later++) {
    const first = firstOfMonth(today, later);
    const wanted = first + day - 1;
    if (wanted >= today && day <= dayOfMonth(lastOfMonth(first)) && weekdayOf(wanted) === weekday) return wanted;
  }
  return nextDayOfMonth(day, today);
}
