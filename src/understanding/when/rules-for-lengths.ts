import { addMonths, type Day, weekdayOf } from './calendar';
import { scaled } from './language';
import { OVER } from './gather';
import { isA, isAny, type Piece, type Reading } from './piece';
import { type Rule, rule, type Scene } from './rules';
import { date, dates } from './rules-for-month-days';

/** Lengths of time first: "in 3 days" must not leave a 3 behind. */
export const lengthRules: Rule[] = [
  rule('number !unit', ([n, unit], scene) => (isHourOfDay(scene) ? null : length(n?.n, unit))),
  rule('unit !number', ([unit, n], { language }) => (language.unitBeforeNumber ? length(n?.n, unit) : null)),
  rule('times unit', ([times, unit]) => length(times?.n, unit)),
  rule('fraction times? unit', ([part, , unit]) =>
    unit?.name === 'hour' && part ? { ...unit, kind: 'length', n: 1, minutes: part.n } : null,
  ),
  rule('length and? times? fraction', ([span, and, , part]) =>
    and && span?.name === 'hour' && part ? { ...span, minutes: (span.minutes ?? 0) + part.n } : null,
  ),
  rule('length and? length', ([a, , b], { pieces, at }) => (isA(pieces[at - 1], 'between') ? null : sum(a, b))),
];

/** "3 heures" is a time, "dans 3 heures" is not; "20 minutes past" belongs to an hour. */
function isHourOfDay(scene: Scene): boolean {
  const { pieces, at, end } = scene;
  // "4 au 23 mois prochain"
  if (isA(pieces[end], 'which') && (isA(pieces[at - 1], 'to') || isA(pieces[at - 1], 'dash'))) return true;
  if (isA(pieces[end - 1], 'minuteMark') && isBesideHour(scene)) return true;
  if (!isA(pieces[end - 1], 'hourMark')) return false;
  const afterLength = isA(pieces[at - 1], 'and') && isA(pieces[at - 2], 'length');
  const led = afterLength || isAny(pieces[at - 1], 'in', 'within', 'plus', 'which');
  return !led && !isAny(pieces[end], 'later', 'which');
}

/** The minutes of an hour that stands before them or behind. */
function isBesideHour({ pieces, at, end }: Scene): boolean {
  const [two, one, next] = [pieces[at - 2], pieces[at - 1], pieces[end]];
  if (isAny(one, 'hourMark', 'lacking') || (isA(one, 'and') && isA(two, 'hourMark'))) return true;
  if (isA(one, 'past') && isTime(pieces, at - 3)) return true;
  if (isA(one, 'hour') && isAny(two, 'at', 'hourIntro')) return true;
  return isAny(next, 'past', 'lacking', 'ahead', 'after', 'before') && isTime(pieces, end);
}

const isTime = (pieces: Piece[], at: number): boolean =>
  pieces.slice(at + 1, at + 4).some((piece) => isA(piece, 'hour') || isA(piece, 'hhmm') || isA(piece, 'clock'));

function length(n: number | undefined, unit: Reading | undefined): Reading | undefined {
  if (n === undefined || !unit?.name || unit.name === 'weekend' || n > 999) return undefined;
  return { ...unit, kind: 'length', n, name: unit.name, ...scaled(unit, n) };
}

const sum = (a: Reading | undefined, b: Reading | undefined): Reading => ({
  kind: 'length', n: 0, name: b?.name?.endsWith('ahead') ? b.name : a?.name,
  months: (a?.months ?? 0) + (b?.months ?? 0),
  days: (a?.days ?? 0) + (b?.days ?? 0),
  minutes: (a?.minutes ?? 0) + (b?.minutes ?? 0),
}); // prettier-ignore

/** How many days it takes until so many of them were no Saturday or Sunday. */
function workdays(count: number, today: Day): number {
  let days = 0;
  for (let left = count; left > 0;) if (weekdayOf(today + ++days) < 6) left--;
  return days;
}

function ahead(span: Reading | undefined, { today, minute }: Scene, times = 1): Reading | undefined {
  if (!span) return undefined;
  const days = Math.floor(span.days ?? 0);
  const day =
    addMonths(today, times * (span.months ?? 0)) + times * (span.name === 'workday' ? workdays(days, today) : days);
  if (!span.minutes) return date(day);
  const total = minute + times * span.minutes;
  const inDay = ((total % 1440) + 1440) % 1440;
  const clock = { hour: Math.floor(inDay / 60), minute: Math.floor(inDay % 60), sure: true };
  return { kind: 'moment', n: 0, from: day + Math.floor(total / 1440), clock };
}

export function spanAhead(span: Reading | undefined, scene: Scene): Reading | undefined {
  const end = ahead(span, scene);
  if (!end || !span) return undefined;
  if (end.kind === 'date') return dates(scene.today, end.from);
  const now = { hour: Math.floor(scene.minute / 60), minute: scene.minute % 60, sure: true };
  return { kind: 'stretch', n: 0, from: scene.today, clock: now, to: end.from, until: end.clock };
}

/** "the next 3 days" start tomorrow, "the next 2 hours" now. */
function comingUnits(count: number, unit: Reading, scene: Scene): Reading | undefined {
  const span = length(count, unit);
  if (unit.minutes) return spanAhead(span, scene);
  return dates(scene.today + 1, ahead(span, scene)?.from);
}

export const fromDay = (
  day: Day | undefined,
  span: Reading | undefined,
  scene: Scene,
  times: 1 | -1,
): Reading | undefined =>
  day === undefined || !span || span.minutes ? undefined : ahead(span, { ...scene, today: day }, times);

/** "The last 3 minutes": from then till now, and nothing that could be booked. */
function justGone(which: Reading | undefined, span: Reading | undefined, scene: Scene): Reading | undefined {
  // "20 minutes past eight"
  const ofHour = isTime(scene.pieces, scene.end - 1);
  const start = which?.n === -1 && !ofHour && span?.minutes && span.n > 0 ? ahead(span, scene, -1) : undefined;
  const now = { hour: Math.floor(scene.minute / 60), minute: scene.minute % 60, sure: true };
  return (
    start && { kind: 'stretch', n: 0, name: OVER, from: start.from, clock: start.clock, to: scene.today, until: now }
  );
}

/** "15 minutes ago". */
function ago(span: Reading | undefined, scene: Scene): Reading | undefined {
  const then = ahead(span, scene, -1);
  return then && { ...then, kind: 'moment', name: OVER };
}

/** "In more than two weeks": from then on. */
const since = (start: Reading | undefined): Reading | undefined =>
  start && {
    kind: start.clock ? 'openClock' : 'openDate',
    n: 0,
    side: 'from',
    from: start.from,
    to: start.from,
    clock: start.clock,
  };

const isAhead = (span: Reading | undefined): boolean => !!span?.name?.endsWith('ahead');

export const aheadRules: Rule[] = [
  rule('daysAway length later', ([away, span], scene) => fromDay(scene.today + (away?.n ?? 0), span, scene, 1)),
  rule('in length later?', ([, span], scene) => ahead(span, scene)),
  rule('length later', ([span], scene) => ahead(span, scene)),
  rule('length', ([span], scene) => (isAhead(span) ? ahead(span, scene) : undefined)),
  rule('after length', ([, span], scene) =>
    span?.minutes || isA(scene.pieces[scene.end], 'after') ? null : ahead(span, scene),
  ),
  rule('plus length', ([, span], scene) => (isA(scene.pieces[scene.at - 1], 'now') ? ahead(span, scene) : null)),
  rule('now plus length', ([, , span], scene) => ahead(span, scene)),
  rule('length withinHere', ([span], scene) => spanAhead(span, scene)),
  rule('within length', ([, span], scene) => spanAhead(span, scene)),
  rule(
    'within length !which',
    ([, span, which], scene) =>
      span && (which?.n === -1 ? justGone(which, span, scene) : coming(which, span.n, span, scene)),
  ),
  rule('longerThan length', ([, span], scene) => since(ahead(span, scene))),
  rule('which length', ([which, span], scene) => justGone(which, span, scene)),
  rule('length which', ([span, which], scene) => justGone(which, span, scene)),
  rule('which unit', ([which, unit], scene) => justGone(which, length(1, unit), scene)),
  rule('unit which', ([unit, which], scene) => justGone(which, length(1, unit), scene)),
  rule('number !which !unit', ([n, which, unit], scene) => justGone(which, n && length(n.n, unit), scene)),
  rule('ago length', ([, span], scene) => ago(span, scene)),
  rule('length ago', ([span], scene) => ago(span, scene)),
  rule('number which unit', ([n, which, unit], scene) =>
    n && unit && isLed(which, scene) ? coming(which, n.n, unit, scene) : null,
  ),
  rule('which !length', ([which, span], scene) => (span ? coming(which, span.n, span, scene) : null)),
  rule('length !which', ([span, which], scene) => (span ? coming(which, span.n, span, scene) : null)),
];

/** "the 2 next weeks", but not "we are only 3 next week". */
const isLed = (which: Reading | undefined, { pieces, at }: Scene): boolean =>
  which?.n !== 1 ||
  at === 0 ||
  isA(pieces[at - 1], 'glue') ||
  isA(pieces[at - 1], 'dayIntro') ||
  isA(pieces[at - 1], 'within');

const coming = (which: Reading | undefined, count: number, unit: Reading, scene: Scene): Reading | undefined =>
  which && which.n > 0 && count > 0 && !leadsElsewhere(scene)
    ? comingUnits(count, oneOf(unit, count), scene)
    : undefined;

/** "for one hour next Tuesday". */
const leadsElsewhere = ({ pieces, at, end }: Scene): boolean =>
  !isA(pieces[at], 'which') && (['weekday', 'unit', 'month', 'dates'] as const).some((kind) => isA(pieces[end], kind));

/** A length that has been counted already, back to one of its unit. */
const oneOf = (unit: Reading, count: number): Reading =>
  unit.kind === 'length' ? { ...unit, ...scaled(unit, 1 / count) } : unit;
