import { asClock } from './clock-of';
import { fromDawn, inHalf, inPart, likely, shifted, spanned } from './hours';
import { type Clock, isA, type Kind, type Piece, type Reading, readingOf } from './piece';
import { endsSentence, unreal } from './unreal';
import { type Action, type Found, pick, type Rule, rule, type Scene } from './rules';

const clock = (value: Clock | undefined): Reading | undefined => value && { kind: 'clock', n: 0, clock: value };

const clocks = (start: Clock, end: Clock): Reading => {
  const [first, last] = spanned(start, end);
  return { kind: 'clocks', n: 0, clock: first, until: last };
};

/** An "at" before a time belongs to it, and is often all that tells an hour from a number. */
const timed = (pattern: string, action: Action): Rule =>
  rule(`at|hourIntro? ${pattern}`, ([, ...found], scene) => (isBetweenTimes(scene) ? null : action(found, scene)));

/** Times that only the word before them makes a time. */
const introduced = (pattern: string, action: Action): Rule =>
  rule(`at|hourIntro ${pattern}`, (found, scene) => (isBetweenTimes(scene) ? null : action(found, scene)));

/** In "de 3 a las 5" the words before the 5 tell of a range, and must be left for it; in "el 3 a las 5" they do not. */
const isBetweenTimes = ({ pieces, at }: Scene): boolean =>
  isA(pieces[at], 'to') && beforeRange.some((kind) => isA(pieces[at - 1], kind)) && !isDayNumber(pieces, at - 1);
const beforeRange: Kind[] = ['clock', 'hour', 'hhmm', 'clockWord'];

const isDayNumber = (pieces: Piece[], at: number): boolean => {
  const hour = readingOf(pieces[at], 'hour');
  const introduced = (['on', 'domIntro', 'dayIntro'] as const).some((kind) => isA(pieces[at - 1], kind));
  return !!hour && (introduced || (isA(pieces[at - 1], 'weekday') && hour.n > 12));
};

/** What a language's own patterns add to or take from the hour: "half past", "menos cuarto", "halb". */
function patternRule(pattern: string, change: string): Rule {
  const kinds = pattern.split(' ');
  const [hourAt, minutesAt] = [
    kinds.findIndex((kind) => kind === 'hour' || kind === 'clockWord'),
    kinds.findIndex((kind) => /^(fraction|minute|number)/.test(kind)),
  ];
  const sign = change.startsWith('-') ? -1 : 1;
  const fixed = Number(change.slice(1));
  const bare = minutesAt >= 0 && minutesAt < hourAt && kinds[minutesAt] === 'number' && !pattern.includes('minuteMark');
  const unmarked = kinds[minutesAt] === 'number' && !kinds.includes('minuteMark');
  return timed(kinds.map((kind) => (kind === 'hour' ? 'hour|clock|clockWord' : kind)).join(' '), (found, scene) => {
    if (bare && !isRound(found[minutesAt])) return null;
    if (unmarked && !pick(found, 'minuteMark') && isA(scene.pieces[scene.end], 'hourMark')) return null;
    const base = asClock(found[hourAt], scene);
    const minutes = change.length > 1 ? fixed : (found[minutesAt]?.n ?? 0);
    if (!base || minutes >= 60) return null;
    const half = pick(found, 'half');
    return clock(shifted(half ? inHalf(base, half.n) : base, sign * minutes));
  });
}

const besides: Kind[] = ['which', 'weekday', 'daysAway', 'date', 'dates', 'month'];
const besideADay = ({ pieces, at, end }: Scene): boolean =>
  isA(pieces[end], 'between') || besides.some((kind) => isA(pieces[at - 1], kind) || isA(pieces[end], kind));

/** "at 25 to 7": only round minutes are said so, and "from 10 to 7" is a range. */
const isRound = (minutes: Reading | undefined): boolean => !!minutes && minutes.n <= 25 && minutes.n % 5 === 0;

/** The time among the words, with its minutes, and moved to the right half of the day by "pm" or "in the evening". */
const timeOf: Action = (found, scene) => {
  const base = asClock(pick(found, 'hour', 'hhmm', 'clock', 'clockWord'), scene);
  const [minute, half, part] = [pick(found, 'minute'), pick(found, 'half'), pick(found, 'part')];
  const time = base && withMinutes(base, minute?.n);
  if (minute?.n && pick(found, 'hour')?.n === 24) return null;
  if (!time || (half && isLoose(half, scene))) return null;
  const settled = part ? inItsPart(time, part, scene) : half ? inHalf(time, half.n) : time;
  return { kind: 'clock', n: 0, clock: settled, from: part?.from ?? pick(found, 'clock')?.from };
};

/** "saa 6:15 mchana": no quarter past six lies around noon, so it was counted from dawn even in digits. */
function inItsPart(time: Clock, part: Reading, { language }: Scene): Clock {
  const plain = inPart(time, part);
  if (!language.clockFromDawn || time.sure || time.others || lies(plain, part)) return plain;
  const counted = inPart(fromDawn(time), part);
  return lies(counted, part) ? { ...counted, others: [plain] } : plain;
}

const lies = ({ hour }: Clock, { clock: from, until }: Reading): boolean =>
  !!from && !!until && hour >= from.hour && hour <= until.hour;

/** "halb vier", "fünf vor halb vier". */
const shiftedTime: Action = (found, scene) => {
  const [base, shift] = [asClock(pick(found, 'hour', 'clockWord'), scene), pick(found, 'shift')];
  const minutes = (pick(found, 'number', 'minute')?.n ?? 0) * (pick(found, 'lacking') ? -1 : 1);
  return base && shift && Math.abs(minutes) < 30 ? clock(shifted(base, shift.n + minutes)) : null;
};

const withMinutes = (time: Clock, minute: number | undefined): Clock =>
  minute === undefined ? time : { ...time, minute, others: time.others?.map((other) => ({ ...other, minute })) };

/** A lone "a" or "p" is a half of the day only right behind the number. */
const isLoose = (half: Reading, { pieces, end }: Scene): boolean => !!half.weak && !pieces[end - 1]?.tight;

const only =
  (fits: (found: Found, scene: Scene) => boolean, action: Action): Action =>
  (found, scene) =>
    fits(found, scene) ? action(found, scene) : null;

const unrealHour: Action = (found, scene) => {
  const [hour, half] = [pick(found, 'number', 'hour'), pick(found, 'half')];
  if (!hour?.digits || !Number.isInteger(hour.n) || (half && isLoose(half, scene))) return null;
  // "13 pm" says thirteen twice; "13 am" says two things.
  const isNone = hour.n > 24 || (half?.n === 0 && hour.n > 12);
  return isNone && hour.n < (half ? 60 : 30) ? unreal('hour', [hour, half, pick(found, 'hourMark')], scene) : null;
};

/** "25 pm", "13 am", "at 25 o'clock". */
const unrealHourRules: Rule[] = [
  rule('at|hourIntro? number !half', unrealHour),
  rule('at|hourIntro? number !hourMark', unrealHour),
  rule('hourIntro !number', (found, scene) => (endsSentence(scene) ? unrealHour(found, scene) : null)),
];

export function clockRules(patterns: Record<string, string>): Rule[] {
  return [
    ...unrealHourRules,
    ...Object.entries(patterns).map(([pattern, change]) => patternRule(pattern, change)),
    timed('shift hour|clockWord hourMark?', shiftedTime),
    timed('number|minute minuteMark? past|lacking shift hour hourMark?', shiftedTime),
    timed('hour minute half', timeOf),
    timed('half hour minute', timeOf),
    timed('hour|hhmm|clock|clockWord half', timeOf),
    timed('half hour|hhmm|clock', timeOf),
    timed('hour ~dash? hourMark minute? minuteMark?', timeOf),
    timed('hour ~hourMark ~minute half', timeOf),
    timed('hour hourMark half', timeOf),
    timed('clock hourMark half?', timeOf),
    introduced('hour|hhmm', only(isNoCount, timeOf)),
    introduced('hour and? dash? !minute minuteMark?', timeOf),
    introduced('clock', timeOf),
    rule('hour minute', only(isSpacedTime, timeOf)),
    rule(
      'for hhmm',
      only(([, time]) => time?.n !== undefined && time.n % 5 === 0, timeOf),
    ),
    timed('clockWord', timeOf),
    timed('hour|hhmm|clock|clockWord part', timeOf),
    timed('part|half hour hourMark minute? minuteMark?', timeOf),
    timed('hour|hhmm|clock clockWord', ([, word]) => clock(word?.clock)),
    timed('part hour|hhmm|clock', only(isNoCount, timeOf)),
    timed('hour minute minuteMark? part', timeOf),
    timed('part hour minute', timeOf),
  ];
}

/** "6 15" among words of time, or all by itself. */
function isSpacedTime([hour, minute]: Found, { pieces, at, end }: Scene): boolean {
  if (end - at !== 2 || hour?.digits !== minute?.digits || !minute || minute.n < 10) return false;
  // In words: "five thirty", "huit quarante".
  if (!hour?.digits && minute.n % 5 === 0) return true;
  return (
    leadsTime.some((kind) => isA(pieces[at - 1], kind)) || (at === 0 && (minute.n % 5 === 0 || end === pieces.length))
  );
}
const leadsTime: Kind[] = ['for', 'after', 'before', 'until', 'between', 'and', 'from', 'to', 'since'];
/** "about one transaction" is no time. */
const isNoCount = ([, time]: Found, { pieces, end }: Scene): boolean =>
  !(time?.n === 1 && !time.digits && isA(pieces[end], 'word'));

const lasting: Action = (found, scene) => {
  const [start, span] = [asClock(pick(found, 'hour', 'clock'), scene), pick(found, 'length')];
  if (!start || !span?.minutes) return null;
  const first = likely(start);
  return { kind: 'clocks', n: 0, clock: first, until: { ...shifted(first, span.minutes), sure: true } };
};

/** From one time to another, once the single times are known. */
export const clockRangeRules: Rule[] = [
  rule('from hour|clock for length', lasting),
  rule('from clock length', lasting),
  rule('for length from hour|clock', lasting),
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
  if (start?.kind === 'hour' && isDayNumber(scene.pieces, scene.at)) return undefined;
  const [first, last] = [asClock(start, scene), asClock(end, scene)];
  return first && last && { ...clocks(first, last), from: end?.from ?? start?.from };
};

const both = ({ clock: start, until: end }: Reading, change: (time: Clock) => Clock): Reading | undefined =>
  start && end && { kind: 'clocks', n: 0, clock: change(start), until: change(end) };

const bothInPart = (times: Reading | undefined, part: Reading | undefined): Reading | undefined => {
  const found = times && part && both(times, (time) => inPart(time, part));
  return found && { ...found, from: part.from };
};

/** "after 2027" is a year, "after 2030" a time. */
const isYear = (time: Reading | undefined): boolean =>
  time?.kind === 'hhmm' && time.n >= 1990 && time.n < 2100 && (time.n % 100) % 15 > 0;

/** "hasta el 5" is a day. */
const isDay = (time: Reading | undefined, { pieces, at, end }: Scene): boolean =>
  isYear(time) ||
  (time?.kind === 'hour' && pieces.slice(at + 1, end).some((piece) => isA(piece, 'on') || isA(piece, 'domIntro')));

const open = (side: 'from' | 'to', time: Clock | undefined, source?: Reading): Reading | undefined =>
  time && { kind: 'openClock', n: 0, side, clock: time, from: source?.from };

/** "after 3", "before noon", "3 or later". */
export const openClockRules: Rule[] = [
  rule('after at|hourIntro? hour|hhmm|clock', ([, , time], scene) =>
    isDay(time, scene) ? null : open('from', asClock(time, scene), time),
  ),
  rule('before|until at|hourIntro? hour|hhmm|clock', ([, , time], scene) =>
    isDay(time, scene) ? null : open('to', asClock(time, scene), time),
  ),
  rule('since at|hourIntro? hour|hhmm|clock', ([, , time], scene) =>
    isDay(time, scene) ? null : open('from', asClock(time, scene), time),
  ),
  rule('from clock orLater?', ([, time, later], scene) =>
    later ? open('from', asClock(time, scene)) : clock(asClock(time, scene)),
  ),
  rule('clocks untilHere', ([times]) => times),
  rule('clock untilHere', ([time]) => lastTime(time)),
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

/** "5 बजे तक": like "by Friday", the time itself is the best one. */
const lastTime = (time: Reading | undefined): Reading | undefined => {
  const found = open('to', time?.clock, time);
  return found && { ...found, name: 'until' };
};

const openInPart = (time: Reading | undefined, part: Reading | undefined): Reading | undefined =>
  time?.side && time.clock && part && { ...time, clock: inPart(time.clock, part), from: part.from };

function bounded(a: Reading | undefined, b: Reading | undefined): Reading | null {
  if (!a?.clock || !b?.clock || a.side === b.side) return null;
  return a.side === 'from' ? clocks(a.clock, b.clock) : clocks(b.clock, a.clock);
}
