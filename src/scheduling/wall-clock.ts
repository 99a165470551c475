import { DateTime, IANAZone, Settings } from 'luxon';
import { type Interval, intersect } from './intervals';

Settings.throwOnInvalid = true;
declare module 'luxon' {
  interface TSSettings {
    throwOnInvalid: true;
  }
}

/** A calendar day, 'YYYY-MM-DD', and a wall-clock time, 'HH:MM'; they mean an instant only together with a zone. */
export type Day = string;
export type WallTime = string;

const MINUTE = 60_000;

export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/** 'YYYY-MM-DD' and in the calendar: the 30th of February is not. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** 'HH:MM', up to the '24:00' that ends a day. */
export const isWallTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);

/** The start that somebody names. A time that does not exist, or not on that day, is an invalid date, which nothing can be booked at. */
export function startNamed(day: Day, time: WallTime, zone: string): Date {
  if (!isDay(day) || !isWallTime(time)) return new Date(NaN);
  const wall = Date.parse(`${day}T00:00:00Z`) + minutesOf(time) * MINUTE;
  const instant = instantOf(day, time, zone);
  return new Date(instant + offsetAt(instant, zone) * MINUTE === wall ? instant : NaN);
}

export const dayOf = (instant: number | Date, zone: string): Day => DateTime.fromMillis(+instant, { zone }).toISODate();

export const plusDays = (day: Day, days: number): Day =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate();

export function* eachDay(from: Day, to: Day): Generator<Day> {
  for (let day = from; day <= to; day = plusDays(day, 1)) yield day;
}

/** Monday is 1. */
export const weekdayOf = (day: Day): number => DateTime.fromISO(day, { zone: 'utc' }).weekday;

/** Whole weeks from the week of `from` to the week of `day`; both weeks begin on Monday. */
export function weeksBetween(from: Day, day: Day): number {
  const monday = (d: Day): DateTime => DateTime.fromISO(d, { zone: 'utc' }).startOf('week');
  return Math.round(monday(day).diff(monday(from), 'weeks').weeks);
}

/**
 * The instant of a wall-clock time. A time that the clocks skip becomes the moment of the skip; of a time that comes twice
 * the first is meant, or the second with `last`.
 */
export function instantOf(day: Day, time: WallTime, zone: string, last = false): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutesOf(time) * MINUTE;
  const offsets = [...new Set([offsetAt(wall - 26 * 60 * MINUTE, zone), offsetAt(wall + 26 * 60 * MINUTE, zone)])];
  const instants = offsets
    .map((offset) => wall - offset * MINUTE)
    .filter((instant) => instant + offsetAt(instant, zone) * MINUTE === wall)
    .sort((a, b) => a - b);
  return (
    (last ? instants.at(-1) : instants[0]) ??
    changesBetween(wall - 26 * 60 * MINUTE, wall + 26 * 60 * MINUTE, zone)[0] ??
    wall
  );
}

const minutesOf = (time: WallTime): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

const offsetAt = (instant: number, zone: string): number => IANAZone.create(zone).offset(instant);

/** The moments at which the zone changes its offset inside `[from, to)`. */
function changesBetween(from: number, to: number, zone: string): number[] {
  const changes: number[] = [];
  const step = 6 * 60 * MINUTE; // no zone has ever changed twice within six hours
  for (let left = from; left < to; left += step) {
    const right = Math.min(left + step, to);
    if (offsetAt(left, zone) !== offsetAt(right, zone)) changes.push(firstWithNewOffset(left, right, zone));
  }
  return changes;
}

function firstWithNewOffset(before: number, after: number, zone: string): number {
  const old = offsetAt(before, zone);
  let low = before;
  let high = after;
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle, zone) === old) low = middle;
    else high = middle;
  }
  return Math.ceil(high / 1_000) * 1_000;
}

/** Part of an interval in which one day and one offset are in force. */
export interface Stretch {
  day: Day;
  /** Midnight of that day as this offset would have it: starts are counted from here. */
  midnight: number;
  /** Where visits may begin. When the clocks go back, the hour that comes twice is left out the second time. */
  starts: Interval;
}

/** Cuts an interval at every local midnight and at every change of the clocks. */
export function stretches(during: Interval, zone: string): Stretch[] {
  const firstDay = dayOf(during.from, zone);
  const lastDay = dayOf(during.to - 1, zone);
  return [...eachDay(firstDay, lastDay)].flatMap((day) => stretchesOfDay(day, during, zone));
}

function stretchesOfDay(day: Day, during: Interval, zone: string): Stretch[] {
  const begins = instantOf(day, '00:00', zone);
  const ends = instantOf(plusDays(day, 1), '00:00', zone);
  const cuts = [begins, ...changesBetween(begins, ends, zone).filter((at) => at > begins), ends];
  return cuts.slice(0, -1).flatMap((from, i) => {
    const offset = offsetAt(from, zone);
    const repeated = i === 0 ? 0 : Math.max(0, offsetAt(from - 1, zone) - offset) * MINUTE;
    const starts = intersect({ from: from + repeated, to: cuts[i + 1] ?? ends }, during);
    return starts ? [{ day, midnight: Date.parse(`${day}T00:00:00Z`) - offset * MINUTE, starts }] : [];
  });
}
