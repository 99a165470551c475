import {
  type Day,
  dayOf,
  dayOfMonth,
  firstOfMonth,
  isReal,
  lastOfMonth,
  monthOf,
  nextDayOfMonth,
  nextMonthDay,
  weekdayOf,
  yearOf,
} from './calendar';
import { isA, type Reading } from './piece';
import { type Action, type Rule, rule, type Scene } from './rules';

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

const monthDay =
  (month: number, day: number, year: number): Action =>
  (found, scene) =>
    claimedByTime(scene) &&
    found[year] === undefined &&
    found[day] &&
    scene.pieces[scene.end - 1]?.readings.includes(found[day])
      ? null
      : date(dayInMonth(found[month], found[day], found[year], scene.today));

/** From the 3rd to the 5th: the end is the first such day that does not lie before the start. */
function daysInMonth(
  month: Reading | undefined,
  a: Reading | undefined,
  b: Reading | undefined,
  year: Reading | undefined,
  scene: Scene,
) {
  const to = dayInMonth(month, b, year, scene.today);
  if (to === undefined || !a || !month) return undefined;
  const from = isReal(yearOf(to), month.n, a.n) ? dayOf(yearOf(to), month.n, a.n) : undefined;
  return from !== undefined && from <= to ? dates(from, to) : undefined;
}

export function wholeMonth(month: Reading | undefined, year: Reading | undefined, today: Day): Reading | undefined {
  if (!month) return undefined;
  const first = year
    ? dayOf(year.n, month.n, 1)
    : dayOf(yearOf(today) + (month.n < monthOf(today) ? 1 : 0), month.n, 1);
  return dates(first, lastOfMonth(first), 'month');
}

/** These come before clock times, so that "13 to 15 July" is not taken for hours. */
export const monthDayRules: Rule[] = [
  rule(
    'from|between? on? dom|ordinal to|dash|until|and on? dom|ordinal month yearMark? year?',
    ([lead, , a, link, , b, month, , year], scene) =>
      link?.kind === 'and' && lead?.kind !== 'between' ? null : daysInMonth(month, a, b, year, scene),
  ),
  rule(
    'from|between? month dom|ordinal to|dash|until|and dom|ordinal yearMark? year?',
    ([lead, month, a, link, b, , year], scene) =>
      (link?.kind === 'and' && lead?.kind !== 'between') || isA(scene.pieces[scene.end], 'half')
        ? null
        : daysInMonth(month, a, b, year, scene),
  ),
  rule('weekday? dayIntro|on? dom|ordinal dayMark? dash? month dash? yearMark? year', monthDay(5, 2, 8)),
  rule('weekday? dayIntro|on? dom|ordinal dayMark? dash? month', monthDay(5, 2, 9)),
  rule('weekday? month dash? on? dom|ordinal dayMark? year', monthDay(1, 4, 6)),
  rule('weekday? month dash? on? dom|ordinal dayMark? weekday?', monthDay(1, 4, 9)),
  rule('year yearMark? dash? month dash? dom|ordinal dayMark? weekday?', monthDay(3, 5, 0)),
  rule('month dash? yearMark? year', ([month, , , year], { today }) => wholeMonth(month, year, today)),
  rule('year yearMark? month', ([year, , month], { today }) => wholeMonth(month, year, today)),
  rule('feast year?', ([feast, year], { today }) => feastDay(feast, year, today)),
];

function feastDay(feast: Reading | undefined, year: Reading | undefined, today: Day): Reading | undefined {
  const [month = 0, day = 0] = (feast?.name ?? '').split('-').map(Number);
  return date(year ? dayOf(year.n, month, day) : nextMonthDay(month, day, today));
}

/** A day of the month that is also a certain weekday, within four months; else the weekday was a slip. */
export function dayAndWeekday(day: number, weekday: number, today: Day): Day | undefined {
  for (let later = 0; later < 4; later++) {
    const first = firstOfMonth(today, later);
    const wanted = first + day - 1;
    if (wanted >= today && day <= dayOfMonth(lastOfMonth(first)) && weekdayOf(wanted) === weekday) return wanted;
  }
  return nextDayOfMonth(day, today);
}
