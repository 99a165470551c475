/** What time it is. The only place that asks the machine, so that a test can stand on any day it likes. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface SettableClock extends Clock {
  set(instant: string | Date): void;
  advance(by: { minutes?: number; seconds?: number }): void;
}

export function settableClock(start: string | Date): SettableClock {
  let now = valid(start);
  return {
    now: () => new Date(now),
    set: (instant) => {
      now = valid(instant);
    },
    advance: ({ minutes = 0, seconds = 0 }) => {
      now += (minutes * 60 + seconds) * 1000;
    },
  };
}

function valid(instant: string | Date): number {
  const time = new Date(instant).getTime();
  if (Number.isNaN(time)) throw new Error(`There is no such instant: ${String(instant)}`);
  return time;
}
