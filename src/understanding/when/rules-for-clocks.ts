import { asClock } from './clock-of';
import { clockOfHour, inHalf, inPart, shifted, spanned } from './hours';
import { type Clock, isA, type Kind, type Reading } from './piece';
import { type Action, type Rule, rule, type Scene } from './rules';

const clock = (value: Clock | undefined): Reading | undefined => value && { kind: 'clock', n: 0, clock: value };

const clocks = (start: Clock, end: Clock): Reading => {
  const [first, last] = spanned(start, end);
  return { kind: 'clocks', n: 0, clock: first, until: last };
};

/** An "at" before a time belongs to it, and is often all that tells an hour from a number. */
const timed = (pattern: string, action: Action): Rule =>
  rule(`at|hourIntro? ${pattern}`, ([, ...found], scene) => action(found, scene));

/** What a language's own patterns add to or take from the hour: "half past", "menos cuarto", "halb". */
function patternRule(pattern: string, change: string): Rule {
  const kinds = pattern.split(' ');
  const [hourAt, minutesAt] = [
    kinds.indexOf('hour'),
    kinds.findIndex((kind) => /^(fraction|minute|number)/.test(kind)),
  ];
  const sign = change.startsWith('-') ? -1 : 1;
  const fixed = Number(change.slice(1));
  const bare = minutesAt >= 0 && kinds[minutesAt] === 'number' && !pattern.includes('minuteMark');
  return timed(kinds.map((kind) => (kind === 'hour' ? 'hour|clock|clockWord' : kind)).join(' '), (found, scene) => {
    if (bare && !isRound(found[minutesAt])) return null;
    const base = asClock(found[hourAt], scene);
    const minutes = change.length > 1 ? fixed : (found[minutesAt]?.n ?? 0);
    return base && minutes < 60 ? clock(shifted(base, sign * minutes)) : null;
  });
}

const besides: Kind[] = ['which', 'weekday', 'daysAway', 'date', 'dates', 'month'];
const besideADay = ({ pieces, at, end }: Scene): boolean =>
  besides.some((kind) => isA(pieces[at - 1], kind) || isA(pieces[end], kind));

/** "at 25 to 7": only round minutes are said so, and "from 10 to 7" is a range. */
const isRound = (minutes: Reading | undefined): boolean => !!minutes && minutes.n <= 25 && minutes.n % 5 === 0;

export function clockRules(patterns: Record<string, string>): Rule[] {
  return [
    ...Object.entries(patterns).map(([pattern, change]) => patternRule(pattern, change)),
    timed(
      'hour minute half',
      ([hour, minute, half], scene) => hour && minute && withHalf(clockOfHour(hour, minute.n), half, scene),
    ),
    timed('hour|hhmm|clock|clockWord half', ([time, half], scene) => withHalf(asClock(time, scene), half, scene)),
    timed('half hour|hhmm|clock', ([half, time], scene) => withHalf(asClock(time, scene), half, scene)),
    timed('hour hourMark minute? minuteMark?', ([hour, , minute]) => hour && clock(clockOfHour(hour, minute?.n ?? 0))),
    timed(
      'hour ~hourMark ~minute half',
      ([hour, , minute, half]) => hour && half && clock(inHalf(clockOfHour(hour, minute?.n), half.n)),
    ),
    timed('hour hourMark half', ([hour, , half]) => hour && half && clock(inHalf(clockOfHour(hour), half.n))),
    rule('at|hourIntro hour|hhmm', ([, time], scene) => (isJustOne(time, scene) ? null : clock(asClock(time, scene)))),
    rule(
      'at|hourIntro hour minute minuteMark?',
      ([, hour, minute]) => hour && minute && clock(clockOfHour(hour, minute.n)),
    ),
    rule('at|hourIntro clock', ([, time]) => time),
    timed('hour|hhmm|clock clockWord', ([, word]) => clock(word?.clock)),
    // "6 15" in words of time, or all by itself.
    rule('hour minute', ([hour, minute], scene) =>
      hour && minute && isSpacedTime(hour, minute, scene) ? clock(clockOfHour(hour, minute.n)) : null,
    ),
    rule('for hhmm', ([, time], scene) => (time && time.n % 5 === 0 ? clock(asClock(time, scene)) : null)),
    timed('clockWord', ([word]) => clock(word?.clock)),
    timed('hour|hhmm|clock|clockWord part', ([time, part], scene) => withPart(asClock(time, scene), part)),
    timed('part hour|hhmm|clock', ([part, time], scene) => withPart(asClock(time, scene), part)),
    timed(
      'hour minute minuteMark? part',
      ([hour, minute, , part]) => hour && minute && withPart(clockOfHour(hour, minute.n), part),
    ),
    timed('part hour minute', ([part, hour, minute]) => hour && minute && withPart(clockOfHour(hour, minute.n), part)),
  ];
}

/** A lone "a" or "p" is a half of the day only right behind the number. */
const withHalf = (time: Clock | undefined, half: Reading | undefined, scene: Scene): Reading | undefined =>
  time && half && (!half.weak || scene.pieces[scene.end - 1]?.tight) ? clock(inHalf(time, half.n)) : undefined;
const withPart = (time: Clock | undefined, part: Reading | undefined): Reading | undefined =>
  time && part && { kind: 'clock', n: 0, clock: inPart(time, part), from: part.from };

const leadsTime: Kind[] = ['for', 'after', 'before', 'until', 'between', 'and', 'from', 'to', 'since'];
const isSpacedTime = (hour: Reading, minute: Reading, { pieces, at, end }: Scene): boolean => {
  if (end - at !== 2 || hour.digits !== minute.digits || minute.n < 10) return false;
  return (
    leadsTime.some((kind) => isA(pieces[at - 1], kind)) || (at === 0 && (minute.n % 5 === 0 || end === pieces.length))
  );
};

/** "about one transaction". */
const isJustOne = (time: Reading | undefined, { pieces, end }: Scene): boolean =>
  time?.n === 1 && !time.digits && isA(pieces[end], 'word');

/** From one time to another, once the single times are known. */
export const clockRangeRules: Rule[] = [
  rule('from|between|at|since? hour|hhmm|clock to|dash|until at|hourIntro? clock', ([, start, , , end], scene) =>
    range(start, end, scene),
  ),
  rule('from|between|at|since? clock to|dash|until at|hourIntro? hour|hhmm|clock', ([, start, , , end], scene) =>
    range(start, end, scene),
  ),
  rule('between hour|hhmm|clock and at? hour|hhmm|clock', ([, start, , , end], scene) => range(start, end, scene)),
  rule('from|between|since hour|hhmm to|dash|until hour|hhmm', ([, start, , end], scene) => range(start, end, scene)),
  rule('hour|hhmm dash|to|until hour|hhmm', ([start, , end], scene) =>
    besideADay(scene) ? range(start, end, scene) : null,
  ),
  rule('clocks half', ([times, half]) => times && half && both(times, (time) => inHalf(time, half.n))),
  rule('clocks part', ([times, part]) => bothInPart(times, part)),
  rule('part clocks', ([part, times]) => bothInPart(times, part)),
];

const range = (start: Reading | undefined, end: Reading | undefined, scene: Scene): Reading | undefined => {
  const [first, last] = [asClock(start, scene), asClock(end, scene)];
  return first && last && { ...clocks(first, last), from: end?.from ?? start?.from };
};

const both = ({ clock: start, until: end }: Reading, change: (time: Clock) => Clock): Reading | undefined =>
  start && end && { kind: 'clocks', n: 0, clock: change(start), until: change(end) };

const bothInPart = (times: Reading | undefined, part: Reading | undefined): Reading | undefined => {
  const found = times && part && both(times, (time) => inPart(time, part));
  return found && { ...found, from: part.from };
};

const open = (side: 'from' | 'to', time: Clock | undefined, source?: Reading): Reading | undefined =>
  time && { kind: 'openClock', n: 0, side, clock: time, from: source?.from };

/** "after 3", "before noon", "3 or later". */
export const openClockRules: Rule[] = [
  rule('after at|hourIntro? hour|hhmm|clock', ([, , time], scene) => open('from', asClock(time, scene), time)),
  rule('before|until at|hourIntro? hour|hhmm|clock', ([, , time], scene) => open('to', asClock(time, scene), time)),
  rule('since at|hourIntro? hour|hhmm|clock', ([, , time], scene) => open('from', asClock(time, scene), time)),
  rule('from clock orLater?', ([, time, later], scene) =>
    later ? open('from', asClock(time, scene)) : clock(asClock(time, scene)),
  ),
  rule('clock orLater', ([time]) => open('from', time?.clock)),
  rule('clock orEarlier', ([time]) => open('to', time?.clock)),
  rule(
    'openClock half',
    ([time, half]) => time?.side && time.clock && half && open(time.side, inHalf(time.clock, half.n)),
  ),
  rule('openClock part', ([time, part]) => openInPart(time, part)),
  rule('part openClock', ([part, time]) => openInPart(time, part)),
  rule('openClock and? openClock', ([a, , b]) => bounded(a, b)),
];

const openInPart = (time: Reading | undefined, part: Reading | undefined): Reading | undefined =>
  time?.side && time.clock && part && { ...time, clock: inPart(time.clock, part), from: part.from };

function bounded(a: Reading | undefined, b: Reading | undefined): Reading | null {
  if (!a?.clock || !b?.clock || a.side === b.side) return null;
  return a.side === 'from' ? clocks(a.clock, b.clock) : clocks(b.clock, a.clock);
}
