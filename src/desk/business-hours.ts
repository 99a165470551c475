import { DateTime } from 'luxon';

/** A stretch of a weekday in which the desk is staffed, by the clinic's clock. Monday is 1. */
export interface OpenHours {
  weekday: number;
  starts: string;
  ends: string;
}

/** Further than any desk is closed. */
const DAYS_AHEAD = 30;

/**
 * When so many minutes of staffed time have passed since an instant. Minutes are real ones: an hour that a change of clocks
 * skips does not count, one that comes twice counts twice. Nothing when the desk does not open in a month.
 */
export function staffedMinutesLater(from: Date, minutes: number, hours: OpenHours[], zone: string): Date | undefined {
  let left = minutes;
  for (const { begins, ends } of stretches(from, hours, zone)) {
    const start = Math.max(+begins, +from);
    const has = (+ends - start) / 60_000;
    if (has <= 0) continue;
    if (left <= has) return new Date(start + left * 60_000);
    left -= has;
  }
  return undefined;
}

export const isStaffed = (at: Date, hours: OpenHours[], zone: string): boolean =>
  [...stretches(at, hours, zone, 1)].some(({ begins, ends }) => begins <= at && at < ends);

function* stretches(
  from: Date,
  hours: OpenHours[],
  zone: string,
  days = DAYS_AHEAD,
): Generator<{ begins: Date; ends: Date }> {
  const first = DateTime.fromJSDate(from, { zone }).startOf('day');
  for (let day = 0; day < days; day++) {
    const date = first.plus({ days: day });
    const today = hours.filter(({ weekday }) => weekday === date.weekday);
    for (const { starts, ends } of today.sort((a, b) => a.starts.localeCompare(b.starts)))
      yield { begins: atClock(date, starts), ends: atClock(date, ends) };
  }
}

function atClock(day: DateTime, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toJSDate();
}
