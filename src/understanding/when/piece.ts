import { type Day } from './calendar';

export type Part = 'morning' | 'midday' | 'afternoon' | 'evening' | 'night';

/** A time on a clock. `sure` is false when it may be twelve hours off ("at 7"). */
export interface Clock {
  hour: number;
  minute: number;
  sure: boolean;
  /** "noon", "9 am": no part of a day beside it changes it. */
  fixed?: boolean;
  /** Written as an hour past twelve. */
  of24?: boolean;
  /** The other equally good readings. */
  others?: Clock[];
}

/** What a word or a group of words can be. The same word may be several things: "second", "may", "mañana". */
export type Kind =
  // words of the vocabulary
  | 'weekday' | 'month' | 'daysAway' | 'part' | 'clockWord' | 'half' | 'unit' | 'which' | 'edge' | 'fraction' | 'feast'
  | 'at' | 'on' | 'glue' | 'within' | 'in' | 'later' | 'after' | 'before' | 'until' | 'since' | 'from' | 'for' | 'to' | 'between'
  | 'and' | 'or' | 'not' | 'rather' | 'past' | 'lacking' | 'hourMark' | 'hourIntro' | 'minuteMark' | 'dayMark' | 'dayIntro' | 'yearMark'
  | 'monthIntro' | 'rest' | 'orLater' | 'orEarlier' | 'asap' | 'now' | 'plus' | 'times' | 'counted' | 'label' | 'money'
  | 'ahead' | 'domIntro' | 'monthLink' | 'weeksOn' | 'ago' | 'longerThan' | 'untilHere' | 'withinHere' | 'monthMark' | 'shift' | 'itIs'
  // numbers
  | 'number' | 'dom' | 'hour' | 'minute' | 'year' | 'hhmm' | 'ordinal' | 'monthNumber' | 'shortYear'
  // what has been understood
  | 'clock' | 'clocks' | 'date' | 'dates' | 'length' | 'moment' | 'openDate' | 'openClock' | 'stretch' | 'unreal'
  // the rest
  | 'dash' | 'stop' | 'word'; // prettier-ignore

export interface Reading {
  kind: Kind;
  /** The number, the weekday, the month, the days away …: what it is depends on the kind. */
  n: number;
  /** A word that is more often something else ("may", "sun"): it needs company. */
  weak?: boolean;
  /** Written in digits; number words and digits differ where a clock counts from dawn. */
  digits?: boolean;
  from?: Day;
  to?: Day;
  clock?: Clock;
  until?: Clock;
  part?: Part;
  /** For open times: is this the earliest or the latest? */
  side?: 'from' | 'to';
  /** A weekday by itself: it may as well be a week later. */
  floating?: boolean;
  /** The same day and month the other way round, where the text leaves that open. */
  swapped?: Day;
  /** A weak word that counts as the last one, too. */
  last?: boolean;
  /** Lengths of time. */
  months?: number;
  days?: number;
  minutes?: number;
  name?: string;
  /** Of a day or an hour that does not exist: where in the text it is named. */
  named?: { start: number; end: number };
}

export interface Piece {
  readings: Reading[];
  start: number;
  end: number;
  /** Nothing stands between this piece and the one before. */
  tight: boolean;
}

export function readingOf(piece: Piece | undefined, kind: Kind): Reading | undefined {
  if (!piece) return undefined;
  for (const reading of piece.readings) if (reading.kind === kind) return reading;
  return undefined;
}

export const isA = (piece: Piece | undefined, kind: Kind): boolean => readingOf(piece, kind) !== undefined;
export const isAny = (piece: Piece | undefined, ...kinds: Kind[]): boolean => kinds.some((kind) => isA(piece, kind));
