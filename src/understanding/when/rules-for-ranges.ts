import { addMonths, type Day, dayOf, upcoming, weekdayOf } from './calendar';
import { asClock } from './clock-of';
import { isA, type Kind, type Part, type Reading } from './piece';
import { type Rule, rule, type Scene } from './rules';
import { weekAround } from './rules-for-days';
import { dates, wholeMonth } from './rules-for-month-days';

/** A bare weekday is the next one, today included; whether today still counts depends on the time. */
export const weekdayRule: Rule = rule('weekday', ([weekday], { today }) => {
  if (!weekday) return null;
  const day = upcoming(weekday.n, today);
  return { kind: 'date', n: 0, from: day, to: day, floating: true, weak: weekday.weak, last: weekday.last };
});

const leadsMonth: Kind[] = ['in', 'within', 'since', 'until', 'before', 'after', 'from', 'between', 'which', 'edge'];
export const monthRule: Rule = rule('month', ([month], { pieces, at, end, today }) => {
  const led =
    leadsMonth.some((kind) => isA(pieces[at - 1], kind)) && !isA(pieces[end], 'word') && !isA(pieces[end], 'or');
  return month?.weak && !led ? null : wholeMonth(month, undefined, today);
});

/** Two days make a range; a weekday that would end before it starts is the one of the week after. */
function range(a: Reading | undefined, b: Reading | undefined): Reading | undefined {
  if (a?.from === undefined || b?.to === undefined) return undefined;
  const to: Day = b.floating && b.to < a.from ? b.to + 7 : b.to;
  // "from 1 to 15 October", said on the 5th.
  const from = a.from <= to || a.floating ? a.from : addMonths(a.from, -12);
  return from > to || to - from > 366 ? undefined : dates(from, to);
}

export const dayRangeRules: Rule[] = [
  rule('from|between? on? date|dates to|dash|until on? date|dates', ([, , a, , , b]) => range(a, b)),
  rule('between on? date|dates and on? date|dates', ([, , a, , , b]) => range(a, b)),
  rule('hour|hhmm !date', ([time, day], scene) => besideDay(day, time, scene)),
  rule('date !hour|hhmm', ([day, time], scene) => besideDay(day, time, scene)),
  rule('date for hour', ([day, , time], scene) => (isLast(scene) ? besideDay(day, time, scene) : null)),
  // "mañana a 11"
  rule('date to !hour|hhmm', ([day, , time], scene) => (isLast(scene) ? besideDay(day, time, scene) : null)),
  rule('dates from|between? on? date to|dash|until|and on? date', ([week, , , a, , , b], scene) =>
    week?.name === 'week' && !isOnlyAnd(scene) ? range(inWeek(a, week), inWeek(b, week)) : null,
  ),
  rule('date half', ([day, half]) => (day && half && !half.weak ? { ...day, part: halfDay(half) } : null)),
  rule('date length', ([day, span], scene) => lasting(day, span, scene)),
];

/** "Next week between Wednesday and Friday": weekdays of that week. */
const inWeek = (day: Reading | undefined, week: Reading): Reading | undefined => {
  if (!day?.floating || day.from === undefined || week.from === undefined) return undefined;
  const from = week.from + weekdayOf(day.from) - 1;
  return { ...day, from, to: from, floating: false };
};
const isOnlyAnd = ({ pieces, at, end }: Scene): boolean =>
  pieces.slice(at, end).some((piece) => isA(piece, 'and')) &&
  !pieces.slice(at, end).some((piece) => isA(piece, 'between'));

const isLast = ({ pieces, end }: Scene): boolean => end === pieces.length || isA(pieces[end], 'stop');

/** "9 tomorrow", "tomorrow 9": a number right beside a day, in digits, that nothing else claims. */
function besideDay(day: Reading | undefined, time: Reading | undefined, scene: Scene): Reading | null {
  const { pieces, at, end } = scene;
  const [before, after] = [pieces[at - 1], pieces[end]];
  const claimed = isA(before, 'for') && !isLast(scene);
  if (!day || !time?.digits || claimed || (isA(after, 'word') && time.kind === 'hour' && after?.tight)) return null;
  return { ...day, clock: asClock(time, scene) };
}

/** "Tuesday AM". */
const halfDay = ({ n }: Reading): Part => (n === 0 ? 'morning' : 'afternoon');

/** "from today for 3 days". */
function lasting(day: Reading | undefined, span: Reading | undefined, { pieces, at }: Scene): Reading | undefined {
  if (day?.from === undefined || !span?.days || !isA(pieces[at - 1], 'from')) return undefined;
  return dates(day.from, day.from + span.days);
}

const openDay = (side: 'from' | 'to', day: Day | undefined, name?: string): Reading | undefined =>
  day === undefined ? undefined : { kind: 'openDate', n: 0, side, from: day, to: day, name };

/** The week and the day that need no other word come last: "the week of the 18th" has been read by now. */
export const lastRules: Rule[] = [
  rule('dayIntro unit', ([, unit], { today }) => (unit?.name === 'week' ? weekAround(today) : null)),
];

/** "after Tuesday", "before the 15th", "by Friday", "the 7th or later". */
export const openDayRules: Rule[] = [
  rule('after on? date|dates', ([, , day]) =>
    openDay('from', day?.kind === 'dates' && day.to !== undefined ? day.to + 1 : day?.from),
  ),
  rule('after unit? year', ([, , year]) => openDay('from', year && dayOf(year.n + 1, 1, 1))),
  rule('unit? year orLater', ([, year]) => openDay('from', year && dayOf(year.n + 1, 1, 1))),
  rule('before unit? year', ([, , year]) => openDay('to', year && dayOf(year.n, 1, 1))),
  rule('since on? date|dates', ([, , day]) => openDay('from', day?.from)),
  rule('before on? date|dates', ([, , day]) => openDay('to', day?.from)),
  rule('until on? date|dates', ([, , day]) => openDay('to', day?.to, 'until')),
  rule('dates untilHere', ([span]) => span),
  rule('date untilHere', ([day]) => openDay('to', day?.to, 'until')),
  rule('date orLater', ([day]) => openDay('from', day?.from)),
  rule('date orEarlier', ([day]) => openDay('to', day?.from)),
  rule('asap', (_, { today, minute }) => ({
    kind: 'openClock', n: 0, name: 'asap', side: 'from', from: today, clock: { hour: Math.floor(minute / 60), minute: minute % 60, sure: true },
  })), // prettier-ignore
];
