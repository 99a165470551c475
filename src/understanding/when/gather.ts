import { type Day, weekdayOf } from './calendar';
import { inPart } from './hours';
import { partReading } from './parts';
import { type Language } from './language';
import { isA, type Kind, type Piece, type Reading, readingOf } from './piece';
import { type Scene } from './rules';

/** What belongs to one answer: a day, a time, and the pieces they were read from. */
export interface Gathered {
  day?: Reading;
  time?: Reading;
  pieces: Piece[];
  /** It takes back what was said before ("no, the 14th"). */
  rather: boolean;
  /** It is another choice ("or Thursday"). */
  or: boolean;
}

const dayKinds: Kind[] = ['date', 'dates', 'openDate', 'moment', 'stretch'];
const timeKinds: Kind[] = ['clock', 'clocks', 'openClock', 'part'];

const readingAmong = (piece: Piece, kinds: Kind[]): Reading | undefined =>
  piece.readings.find(({ kind }) => kinds.includes(kind));

/** Days and times in the order of the text; a second day, or a second time, starts another answer. */
export function gather(pieces: Piece[], { today, language }: Pick<Scene, 'today' | 'language'>): Gathered[] {
  const all: Gathered[] = [];
  let [rather, or] = [false, false];
  pieces.forEach((piece, i) => {
    rather ||= isA(piece, 'rather') && all.length > 0;
    or ||= isA(piece, 'or') || isA(piece, 'and');
    const [day, time] = dayAndTime(piece, i, pieces);
    if (
      (!day && !time) ||
      isOver(day, today) ||
      isDenied(pieces, i, language) ||
      isDoubtful(pieces, i) ||
      isTold(pieces, i)
    )
      return;
    const last = all.at(-1);
    if (!last || !joins(last, day, time, rather)) all.push({ day, time, pieces: [piece], rather, or });
    else
      Object.assign(last, {
        day: oneDay(last.day, day),
        time: inOne(last.time, time),
        pieces: [...last.pieces, piece],
      });
    [rather, or] = [false, false];
  });
  return all;
}

function dayAndTime(piece: Piece, at: number, pieces: Piece[]): [Reading | undefined, Reading | undefined] {
  const [day, time] = [readingAmong(piece, dayKinds), readingAmong(piece, timeKinds)];
  if (!day || !time) return [day, time ?? timeWithin(day)];
  // "4.22": the time when another piece has the day.
  const elsewhere = pieces.some((other, i) => i !== at && readingAmong(other, dayKinds));
  return elsewhere && !isA(pieces[at - 1], 'on') ? [undefined, time] : [day, undefined];
}

/** "9 tomorrow" and "Tuesday AM" are days that bring their time along. */
function timeWithin(day: Reading | undefined): Reading | undefined {
  if (day?.kind !== 'date') return undefined;
  if (day.clock) return { kind: 'clock', n: 0, clock: day.clock };
  return day.part && partReading(day.part, {});
}

const joins = (last: Gathered, day: Reading | undefined, time: Reading | undefined, rather: boolean): boolean => {
  if (rather && (day ? last.day : last.time)) return false;
  return (
    !(day && last.day && !oneDay(last.day, day, true)) && !(time && last.time && !isVague(last.time) && !isVague(time))
  );
};

/** "Wednesday evening next week": a weekday and its week. */
function oneDay(first: Reading | undefined, second: Reading | undefined, both = false): Reading | undefined {
  const [day, week] = first?.kind === 'date' ? [first, second] : [second, first];
  if (!day?.floating || day.from === undefined || week?.name !== 'week' || week.from === undefined)
    return both ? undefined : (first ?? second);
  const from = week.from + weekdayOf(day.from) - 1;
  return { ...day, from, to: from, floating: false };
}

/** A part of a day, or "as soon as possible", says less than a time on the clock. */
const isVague = (time: Reading): boolean => time.kind === 'part' || time.name === 'asap' || time.name === 'vague';

/** "in the morning … at 10": the clock says when, the part of the day which half. */
function inOne(first: Reading | undefined, second: Reading | undefined): Reading | undefined {
  if (!first || !second) return first ?? second;
  if (isVague(second)) return isVague(first) ? first : inThatPart(first, second);
  return isVague(first) ? inThatPart(second, first) : first;
}

function inThatPart(time: Reading, vague: Reading): Reading {
  const unsure = time.kind === 'clock' && time.clock && !time.clock.sure && vague.part;
  return unsure && time.clock
    ? { ...time, clock: inPart(time.clock, vague), from: vague.from }
    : { ...time, from: time.from ?? vague.from };
}

const before = (pieces: Piece[], at: number): Piece | undefined =>
  pieces.slice(0, at).findLast((piece) => isComma(piece) || !isSmall(piece));
const after = (pieces: Piece[], at: number): Piece | undefined =>
  pieces.slice(at + 1).find((piece) => isComma(piece) || !isSmall(piece));
const isSmall = (piece: Piece): boolean => (['glue', 'on', 'at', 'dayMark'] as const).some((kind) => isA(piece, kind));
const isComma = (piece: Piece): boolean => readingOf(piece, 'glue')?.name === ',';

/** Nobody books a visit for yesterday: what lies in the past tells a story. */
export const isOver = (day: Reading | undefined, today: Day): boolean => {
  if (day?.name === OVER) return true;
  const last = day?.to ?? day?.from;
  return last !== undefined && last < today;
};

/** Of hours and minutes that have gone by, this very day. */
export const OVER = 'over';

export function goneBy(pieces: Piece[]): Gathered | undefined {
  const piece = pieces.find(({ readings }) => readings.some(({ name }) => name === OVER));
  const day = piece?.readings.find(({ name }) => name === OVER);
  return piece && day && { day, pieces: [piece], rather: false, or: false };
}

/** "not Monday", "सोमवार नहीं"; but "no, Monday" has a comma. */
const isDenied = (pieces: Piece[], at: number, { notFollows }: Language): boolean =>
  isA(notFollows ? after(pieces, at) : before(pieces, at), 'not');

/** "It is 2 pm now", "right now it's 2 pm": the hour it is, and none that is asked for. */
function isTold(pieces: Piece[], at: number): boolean {
  const is = pieces.findLastIndex((piece, i) => i < at && i >= at - 2 && isA(piece, 'itIs'));
  const between = pieces.slice(is + 1, at).every((piece) => isA(piece, 'at') || isA(piece, 'glue'));
  const after = pieces.slice(at + 1, at + 4);
  const stop = after.findIndex((piece) => isA(piece, 'stop') || isA(piece, 'glue') || isA(piece, 'itIs'));
  const beside = [...pieces.slice(Math.max(0, is - 2), is), ...after.slice(0, stop < 0 ? after.length : stop)];
  return is >= 0 && between && beside.some((piece) => isA(piece, 'now') && !isA(piece, 'daysAway'));
}

/** "sun", "sat", "may": only when nothing else stands in the text, or beside another date or a word that leads one. */
function isDoubtful(pieces: Piece[], at: number): boolean {
  if (!pieces[at]?.readings.every(({ weak }) => weak)) return false;
  // "dentista quinta": a name of a day that is also "fifth" stands last, right behind a word.
  const next = pieces[at + 1];
  const last =
    pieces[at]?.readings.some(({ last }) => last) && isA(pieces[at - 1], 'word') && (!next || isA(next, 'stop'));
  if (last) return false;
  const kinds: Kind[] = [...dayKinds, ...timeKinds, 'on', 'which', 'since', 'until', 'or'];
  const beside = [pieces[at - 1], pieces[at + 1]];
  return pieces.some((piece) => isA(piece, 'word')) && !beside.some((piece) => kinds.some((kind) => isA(piece, kind)));
}

/** The one answer of a whole text: the first day and the surest time, or what was put in their place. */
export const oneOf = (all: Gathered[]): Gathered | undefined =>
  all.length
    ? all.reduce((answer, more) => ({ ...merged(answer, more), pieces: [...answer.pieces, ...more.pieces] }))
    : undefined;

function merged(answer: Gathered, more: Gathered): Gathered {
  if (more.rather) return { ...answer, day: more.day ?? answer.day, time: more.time ?? answer.time };
  const surer = !more.or && isSure(more.time) && answer.time?.kind === 'clock' && !isSure(answer.time);
  return { ...answer, day: answer.day ?? more.day, time: surer ? more.time : inOne(answer.time, more.time) };
}

const isSure = (time: Reading | undefined): boolean => time?.kind === 'clock' && !!time.clock?.sure;
