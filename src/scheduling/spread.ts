import type { FreeTime } from './types';

/**
 * Picks times that are a real choice: the earliest first, then what differs most from those already picked, in provider and
 * in half-day, and among equals the earlier. Three times in a row of one provider come out only when there is nothing else.
 */
export function spread(times: readonly FreeTime[], count: number): FreeTime[] {
  if (times.length <= count) return [...times].sort(byStart);
  const left = [...times];
  const picked: FreeTime[] = [];
  while (picked.length < count && left.length > 0) {
    const best = left.reduce((a, b) => (likeness(b, picked) < likeness(a, picked) ? b : a));
    picked.push(...left.splice(left.indexOf(best), 1));
  }
  return picked.sort(byStart);
}

export const byStart = (a: FreeTime, b: FreeTime): number => +a.starts - +b.starts || a.providerId - b.providerId;

const likeness = (time: FreeTime, picked: readonly FreeTime[]): number =>
  picked.reduce((sum, other) => sum + alike(time, other), 0);

// The same instant twice is the poorest choice of all: somebody who cannot come then cannot come to either.
const alike = (a: FreeTime, b: FreeTime): number =>
  (+a.starts === +b.starts ? 3 : 0) + (halfDay(a) === halfDay(b) ? 1 : 0) + (a.providerId === b.providerId ? 1 : 0);

const HALF_DAY = 12 * 60 * 60 * 1000;
const halfDay = (time: FreeTime): string => `${time.day} ${+time.starts - +time.midnight < HALF_DAY ? 'am' : 'pm'}`;
