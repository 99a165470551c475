import type { Interval } from './intervals';

const MINUTE_MS = 60_000;

/**
 * By how many minutes each sitting begins late when the provider is so far behind with the first. A gap in the day, a break
 * as well, takes up some of it, so after lunch nobody may be late any more. Sorted by their beginning, buffers inside.
 */
export function latenessOf(day: readonly Interval[], minutesBehind: number): number[] {
  const planned = startsOf(day, 0); // where the desk has put two into one time, one of them waits in any case
  return startsOf(day, minutesBehind).map((start, i) => Math.round((start - (planned[i] ?? start)) / MINUTE_MS));
}

function startsOf(day: readonly Interval[], minutesBehind: number): number[] {
  let free = (day[0]?.from ?? 0) + minutesBehind * MINUTE_MS;
  return day.map(({ from, to }) => {
    const start = Math.max(from, free);
    free = start + (to - from);
    return start;
  });
}

/** As one would say it. */
export const inFives = (minutes: number): number => Math.ceil(minutes / 5) * 5;
