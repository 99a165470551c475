import {
  type Day,
  dayOf,
  dayOfMonth,
  firstOfMonth,
  lastOfMonth,
  mondayOf,
  nextDayOfMonth,
  nthWeekday,
  upcoming,
  weekdayOf,
  yearOf,
} from './calendar';
import { isA, type Reading, readingOf } from './piece';
import { type Action, type Found, pick, type Rule, rule, type Scene } from './rules';
import { fromDay, spanAhead } from './rules-for-lengths';
import { isBeyond, isUnrealNumber, unreal } from './unreal';
import { dayOfSpan, nthUnit } from './nth-of-month';
import { date, dates, dayAndWeekday, wholeMonth } from './rules-for-month-days';

const weekdayInWeek = (weekday: number, weeks: number, today: Day): Day => mondayOf(today) + 7 * weeks + weekday - 1;

/** "this Friday" is the one to come; "next Friday" is in next week; "the coming Friday" is the next one after today. */
export function whichWeekday(which: number, weekday: number, today: Day): Day {
  if (which === 0) return upcoming(weekday, today);
  if (which === 0.5) return upcoming(weekday, today + 1);
  if (which === 2) return upcoming(weekday, today + 1) + 7;
  return weekdayInWeek(weekday, which, today);
}

/** This week, next month, the weekend after next. */
export function whichUnit(which: number, unit: string, today: Day): Reading | undefined {
  const later = Math.ceil(which);
  const monday = mondayOf(today) + 7 * later;
  const month = firstOfMonth(today, later);
  const year = yearOf(today) + later;
  switch (unit) {
    case 'day':
      return date(today + later);
    case 'week':
      return dates(monday, monday + 6, 'week');
    case 'fortnight':
      return dates(monday, monday + 13, 'week');
    case 'workday':
      return dates(monday, monday + 4, 'week');
    case 'weekend':
      return dates(monday + 5, monday + 6, 'weekend');
    case 'month':
      return dates(month, lastOfMonth(month), 'month');
    case 'year':
      return dates(dayOf(year, 1, 1), dayOf(year, 12, 31), 'year');
    default:
      return undefined;
  }
}

const nthWeekdayOf: Action = (found, scene) => {
  const [nth, weekday] = [pick(found, 'ordinal', 'which'), pick(found, 'weekday')];
  const span = asSpan(pick(found, 'dates', 'month'), scene);
  const known = nth && (nth.kind === 'ordinal' || nth.n === -1);
  if (!known || !weekday || span?.from === undefined || span.to === undefined) return null;
  return date(nthWeekday(nth.n, weekday.n, span.from, span.to));
};

/** The beginning, middle or end of a week or a month. */
function edgeOf(edge: Reading | undefined, span: Reading | undefined): Reading | undefined {
  if (!edge || span?.from === undefined || span.to === undefined || span.name === 'weekend' || span.from === span.to)
    return undefined;
  const length = span.to - span.from + 1;
  const [first, last] =
    length <= 7
      ? { start: [0, 2], middle: [1, 4], end: [3, 6] }[edge.name as 'start']
      : edges(edge.name as 'start', length);
  return dates(span.from + (first ?? 0), span.from + (last ?? 0));
}
const edges = (edge: 'start' | 'middle' | 'end', length: number): [number, number] => {
  const [start, middle, end] = length > 31 ? [59, [150, 211], length - 61] : [9, [10, 20], 20];
  return { start: [0, start], middle, end: [end, length - 1] }[edge] as [number, number];
};

/** "at the beginning of the month", said on the 20th, is next month. */
function edgeAhead(edge: Reading | undefined, unit: Reading, { today }: Scene): Reading | undefined {
  const found = edgeOf(edge, whichUnit(0, unit.name ?? '', today));
  return found?.to !== undefined && found.to < today ? edgeOf(edge, whichUnit(1, unit.name ?? '', today)) : found;
}

/** "next May", "this May", "May of next year". */
function whichMonth(which: Reading | undefined, month: Reading | undefined, today: Day): Reading | undefined {
  if (!which || !month || which.n < 0 || month.weak) return undefined;
  return wholeMonth(month, undefined, today);
}

/** "June next year". */
const monthInYear = (month: Reading | undefined, span: Reading | undefined): Reading | undefined =>
  span?.name === 'year' && span.from !== undefined
    ? wholeMonth(month, { kind: 'year', n: yearOf(span.from) }, span.from)
    : undefined;

/** "Monday next week", "next week Monday". */
const weekdayWhich: Action = (found, { today }) => {
  const which = found.find((reading) => reading?.kind === 'which');
  const weekday = found.find((reading) => reading?.kind === 'weekday');
  return which && weekday ? date(whichWeekday(which.n, weekday.n, today)) : null;
};
/** Early, so that "the 4th to the 22nd of this month" finds its month. */
export const spanRules: Rule[] = [
  rule('which !unit', comingUnit),
  rule('unit !which', comingUnit),
  // "esse dia 16"
  rule('which !unit !dom', ([which, unit, day], { today }) =>
    which?.n === 0 && unit?.name === 'day' && day?.digits ? date(nextDayOfMonth(day.n, today)) : null,
  ),
  // "the week after next"
  rule('unit after which', (found, scene) =>
    endsThere(found, scene) ? whichUnit(2, pick(found, 'unit')?.name ?? '', scene.today) : null,
  ),
  rule('weekday after which', ([weekday, , which], scene) =>
    weekday && endsThere([which], scene) ? date(whichWeekday(2, weekday.n, scene.today)) : null,
  ),
];
const endsThere = (found: Found, { pieces, end }: Scene): boolean =>
  pick(found, 'which')?.n === 1 &&
  !isA(pieces[end], 'weekday') &&
  !isA(pieces[end], 'unit') &&
  !isA(pieces[end], 'month');

function comingUnit(found: Found, scene: Scene): Reading | undefined {
  const [which, unit] = [pick(found, 'which'), pick(found, 'unit')];
  if (!which || !unit?.name || which.n < 0) return undefined;
  // "a terceira semana deste mês": the week is of this month, it is not this week.
  const next = isA(scene.pieces[scene.at], 'unit') ? readingOf(scene.pieces[scene.end], 'unit') : undefined;
  if (next && (which.n === 0 || (next.months ?? 0) > (unit.months ?? 0))) return undefined;
  if (unit.minutes) return which.n > 0 ? spanAhead(unit, scene) : undefined;
  // "सप्ताह में" is one phrase in the platform's data, and is named for it.
  return whichUnit(which.n, unit.name.replace(' ahead', ''), scene.today);
}

export const dayRules: Rule[] = [
  rule('dayIntro|on? ordinal|which unit? weekday in? dates|month', nthWeekdayOf),
  rule('weekday ordinal|which in? dates|month', nthWeekdayOf),
  // The same with the month first, as in Hindi, Chinese or Turkish.
  rule('dates|month ordinal|which unit? weekday', nthWeekdayOf),
  rule('dates|month|year ordinal|which unit', (found, scene) =>
    nthUnit(pick(found, 'ordinal', 'which'), pick(found, 'unit'), asSpan(pick(found, 'dates', 'month', 'year'), scene)),
  ),
  rule('dates ordinal|dom dayMark?', ([span, day]) => dayOfSpan(day, span)),
  rule('number weekday later', ([n, weekday], { today }) =>
    date(n && weekday && upcoming(weekday.n, today + 1) + 7 * (n.n - 1)),
  ),
  rule('dayIntro|on? ordinal unit dates|month|unit', ([, day, unit, span], scene) =>
    unit?.name === 'day' ? dayOfSpan(day, asSpan(span, scene)) : null,
  ),
  rule('dayIntro|on? ordinal|which unit in? dates|month|year', ([, nth, unit, , span], scene) =>
    nthUnit(nth, unit, asSpan(span, scene)),
  ),
  rule('daysAway weekday?', ([away], { today }) => date(today + (away?.n ?? 0))),
  // "el lunes pasado": "pasado" alone would be the day after tomorrow.
  rule('weekday daysAway', ([, away], { today, pieces, end }) =>
    (readingOf(pieces[end - 1], 'which')?.n ?? 0) < 0 ? null : date(today + (away?.n ?? 0)),
  ),
  rule('which weekday', weekdayWhich),
  rule('weekday which', weekdayWhich),
  rule('unit', ([unit], { today }) => (unit?.name === 'weekend' ? comingWeekend(today) : null)),
  rule('which month', ([which, month], { today }) => whichMonth(which, month, today)),
  rule('month which', ([month, which], { today }) => whichMonth(which, month, today)),
  rule('month in? dates', ([month, , span]) => monthInYear(month, span)),
  rule('dates month', ([span, month]) => monthInYear(month, span)),
  rule('weekday dayIntro|on? ordinal|dom', ([weekday, , day], scene) => weekdayAndDay(weekday, day, scene)),
  rule('dayIntro|on? ordinal|dom weekday', ([, day, weekday], scene) => weekdayAndDay(weekday, day, scene)),
  rule('weekday date', ([weekday, day]) => onThatWeekday(day, weekday)),
  rule('date !weekday', ([day, weekday]) => onThatWeekday(day, weekday)),
  rule('weekday|date weeksOn', ([day, weeks], { today }) =>
    date(day && weeks && (day.from ?? upcoming(day.n, today)) + 7 * weeks.n),
  ),
  rule('domIntro dom|ordinal', ([, day], scene) => ordinalDay(day, scene)),
  rule('on domIntro dom|ordinal', ([, , day], scene) => ordinalDay(day, scene)),
  rule('dayIntro ordinal|dom', ([, day], scene) => (day?.digits ? ordinalDay(day, scene) : null)),
  rule('on dom', ([, day], scene) => (day?.digits ? ordinalDay(day, scene) : null)),
  rule('on ordinal', ([, day], scene) => ordinalDay(day, scene)),
  rule('on|domIntro|dayIntro domIntro? number|ordinal', ([, , day], scene) =>
    isUnrealNumber(day, scene) ? unreal('date', [day], scene) : null,
  ),
  rule('ordinal', ([day], scene) => (day?.digits ? ordinalDay(day, scene) : null)),
  rule('ordinal|dom dayMark', ([day], { today }) => date(day && nextDayOfMonth(day.n, today))),
];

const comingWeekend = (today: Day): Reading | undefined => dates(mondayOf(today) + 5, mondayOf(today) + 6, 'weekend');

/** "Thursday the 9th", "Friday 31"; "Tuesday 7" is the time unless the 7th is a Tuesday. */
/** "Wed, 02/12": where day and month could change places, the weekday says whether they do. */
function onThatWeekday(day: Reading | undefined, weekday: Reading | undefined): Reading | null {
  if (!day || day.floating) return null;
  const swapped = day.swapped !== undefined && weekdayOf(day.swapped) === weekday?.n;
  return swapped && weekdayOf(day.from ?? 0) !== weekday?.n ? { ...day, from: day.swapped, to: day.swapped } : day;
}

function weekdayAndDay(weekday: Reading | undefined, day: Reading | undefined, scene: Scene): Reading | undefined {
  if (!weekday || !day || isA(scene.pieces[scene.end], 'half')) return undefined;
  const found = dayAndWeekday(day.n, weekday.n, scene.today);
  const fits = found !== undefined && weekdayOf(found) === weekday.n;
  return fits || day.kind === 'ordinal' || day.n > 12 || scene.end - scene.at > 2 ? date(found) : undefined;
}

/** "the 14th": not when it counts something ("the 2nd floor"), which a plain word behind it may tell. */
function ordinalDay(day: Reading | undefined, scene: Scene): Reading | undefined {
  if (!day || day.n > 31 || isA(scene.pieces[scene.end], 'unit')) return undefined;
  return date(nextDayOfMonth(day.n, scene.today));
}

const around = (day: Day | undefined): Reading | undefined => (day === undefined ? undefined : weekAround(day));

/** The week around a day. */
export const weekAround = (day: Day): Reading | undefined => dates(mondayOf(day), mondayOf(day) + 6, 'week');

/** Days that are said by way of other days. These come once the days above are known. */
export const dayOfRules: Rule[] = [
  rule('for length since|from date', ([, span, , day], scene) => lastingFrom(day, span, scene)),
  rule('weekday dates', ([weekday, span]) =>
    span?.name === 'week' && weekday && span.from !== undefined ? date(span.from + weekday.n - 1) : null,
  ),
  rule('dates on? weekday', ([span, , weekday]) =>
    span?.name === 'week' && weekday && span.from !== undefined ? date(span.from + weekday.n - 1) : null,
  ),
  rule('ordinal|dom dates', ([day, span], scene) =>
    isBeyond(day, span) ? unreal('date', [day, span], scene) : dayOfSpan(day, span),
  ),
  rule('date dates', ([day, span]) =>
    span?.name === 'month' && day?.from !== undefined
      ? dayOfSpan({ kind: 'dom', n: dayOfMonth(day.from) }, span)
      : null,
  ),
  rule('unit dom', ([unit, day], scene) =>
    unit?.name === 'week' && day?.digits && scene.end - scene.at > 2
      ? around(nextDayOfMonth(day.n, scene.today))
      : null,
  ),
  rule('date unit', ([day, unit]) =>
    unit?.name === 'week' && !day?.floating && day?.from !== undefined ? weekAround(day.from) : null,
  ),
  rule('rest dates|unit', ([, span], scene) => restOf(asSpan(span, scene), scene)),
  rule('edge date|weekday|daysAway', ([edge, day], scene) => endOf(edge, day, scene)),
  rule('date|weekday|daysAway edge', ([day, edge], scene) => endOf(edge, day, scene)),
  rule('edge dates|unit', ([edge, span], scene) =>
    span?.kind === 'unit' ? edgeAhead(edge, span, scene) : edgeOf(edge, span),
  ),
  rule('dates|unit rest', ([span], scene) => restOf(asSpan(span, scene), scene)),
  rule('dates edge', ([span, edge]) => edgeOf(edge, span)),
  rule('month edge', ([month, edge], { today }) => edgeOf(edge, wholeMonth(month, undefined, today))),
  rule('unit edge', ([unit, edge], scene) => unit && edgeAhead(edge, unit, scene)),
  rule('edge month', ([edge, month], { today }) => edgeOf(edge, wholeMonth(month, undefined, today))),
  rule('dayIntro|on? ordinal|which unit in? dates|month|year', ([, nth, unit, , span], scene) =>
    nthUnit(nth, unit, asSpan(span, scene)),
  ),
  rule('unit since? on? date', ([unit, , , day]) =>
    unit?.name === 'week' && day?.from !== undefined ? weekAround(day.from) : null,
  ),
  rule('length after|from|since date|now', ([span, , day], scene) =>
    fromDay(day?.kind === 'now' ? scene.today : day?.from, span, scene, 1),
  ),
  rule('length before date', ([span, , day], scene) => fromDay(day?.from, span, scene, -1)),
  rule('date plus? length later?', ([day, plus, span, later], scene) =>
    plus || later ? fromDay(day?.from, span, scene, 1) : null,
  ),
];

function asSpan(reading: Reading | undefined, { today }: Scene): Reading | undefined {
  if (reading?.kind === 'month') return wholeMonth(reading, undefined, today);
  if (reading?.kind === 'year') return dates(dayOf(reading.n, 1, 1), dayOf(reading.n, 12, 31), 'year');
  return reading?.kind === 'unit' ? whichUnit(0, reading.name ?? '', today) : reading;
}

function lastingFrom(day: Reading | undefined, span: Reading | undefined, scene: Scene): Reading | undefined {
  const end = fromDay(day?.from, span, scene, 1);
  return dates(day?.from, end?.from);
}

/** "the end of Sunday". */
function endOf(edge: Reading | undefined, day: Reading | undefined, { today }: Scene): Reading | undefined {
  if (edge?.name !== 'end' || !day) return undefined;
  const on = day.kind === 'weekday' ? upcoming(day.n, today) : day.kind === 'daysAway' ? today + day.n : day.from;
  return on === undefined ? undefined : { kind: 'moment', n: 0, from: on, clock: endOfDay };
}

function restOf(span: Reading | undefined, { today, minute }: Scene): Reading | undefined {
  if (span?.to === undefined) return undefined;
  if (span.to !== span.from) return dates(today, Math.max(today, span.to));
  const now = { hour: Math.floor(minute / 60), minute: minute % 60, sure: true };
  return { kind: 'stretch', n: 0, from: span.to, clock: now, to: span.to, until: endOfDay };
}
const endOfDay = { hour: 23, minute: 59, sure: true };
