import type { FreeTime, Wanted } from '../scheduling/types';

type Find = (wanted: Wanted, count?: number) => Promise<FreeTime[]>;

const SHOWN = 3;
/** How many starts of one day are looked at for the one nearest to the hour that was asked for. */
const OF_A_DAY = 12;

/** Nothing is free as it was asked for: what comes nearest, by the hour on that day, by the day at that hour, or at all. */
export async function nearestTo(asked: Wanted, find: Find): Promise<FreeTime[]> {
  const { toDay, fromMinute, toMinute, weekdays, ...anyTime } = asked;
  if ((toDay ?? fromMinute ?? toMinute ?? weekdays) === undefined) return [];
  const hours = { ...(fromMinute !== undefined && { fromMinute }), ...(toMinute !== undefined && { toMinute }) };
  const timed = Object.keys(hours).length > 0;
  const thatDay =
    timed && toDay ? closest(await find({ ...anyTime, toDay }, OF_A_DAY), fromMinute ?? toMinute ?? 0) : [];
  const thatHour = timed ? await find({ ...anyTime, ...hours }) : [];
  const near = byStart([...thatDay.slice(0, thatHour.length > 0 ? 1 : SHOWN), ...thatHour]).slice(0, SHOWN);
  return near.length > 0 ? near : find(anyTime);
}

const closest = (times: FreeTime[], minute: number): FreeTime[] =>
  [...times].sort((a, b) => Math.abs(minuteOf(a) - minute) - Math.abs(minuteOf(b) - minute));

const minuteOf = ({ starts, midnight }: FreeTime): number => (+starts - +midnight) / 60_000;

const byStart = (times: FreeTime[]): FreeTime[] =>
  [...times]
    .sort((a, b) => +a.starts - +b.starts)
    .filter(
      (time, i, all) =>
        i === 0 || +time.starts !== +(all[i - 1]?.starts ?? 0) || time.providerId !== all[i - 1]?.providerId,
    );
