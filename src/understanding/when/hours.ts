import { type Clock, type Reading } from './piece';

const minutesIn = (clock: Clock): number => clock.hour * 60 + clock.minute;

const at = (minutes: number, sure: boolean): Clock => {
  const inDay = ((minutes % 1440) + 1440) % 1440;
  return { hour: Math.floor(inDay / 60), minute: inDay % 60, sure };
};

/** A number taken for an hour. Past twelve, or nought, there is only one. */
export function clockOfHour({ n }: Reading, minute = 0): Clock {
  return { hour: n % 24, minute, sure: n > 12 || n === 0, of24: n > 12 };
}

/** "930", "1430". */
export function clockOfDigits({ n }: Reading): Clock {
  return { hour: Math.floor(n / 100) % 24, minute: n % 100, sure: n >= 1300 || n < 100, of24: n >= 1300 };
}

/** Some minutes later or earlier; a quarter to one stays in the twelve hours of a clock face. */
export function shifted(clock: Clock, minutes: number): Clock {
  const moved = at(minutesIn(clock) + minutes, clock.sure);
  return !clock.sure && moved.hour === 0 ? { ...moved, hour: 12 } : moved;
}

/** n is 0 for am, 12 for pm; "17:05 pm" stays what it is. */
export function inHalf(clock: Clock, n: number): Clock {
  const hour = clock.hour > 12 || (clock.hour === 0 && clock.sure) ? clock.hour : (clock.hour % 12) + n;
  return {
    hour,
    minute: clock.minute,
    sure: true,
    fixed: true,
    others: clock.others?.map((other) => inHalf(other, n)),
  };
}

/** "6 in the evening", "12 at night", "1 at night". */
export function inPart(clock: Clock, { part, name }: Reading): Clock {
  const { hour } = clock;
  if (clock.fixed || hour > 12 || hour === 0) return { ...clock, sure: true };
  if (part === 'afternoon') return inHalf(clock, hour === 11 ? 0 : 12);
  if (part === 'midday') return inHalf(clock, hour < 10 || hour === 12 ? 12 : 0);
  const late = part === 'evening' || (part === 'night' && (hour >= 5 || name === 'today'));
  return inHalf(clock, late && hour < 12 ? 12 : 0);
}

/** A bare "3" on a working day means the afternoon, a bare "9" the morning. */
export function likely(clock: Clock): Clock {
  return clock.sure || clock.hour >= 7 ? clock : { ...clock, hour: clock.hour + 12 };
}

export function otherHalf(clock: Clock): Clock {
  return { ...clock, hour: (clock.hour + 12) % 24, sure: true };
}

/** Start and end of a range, each helping to tell which half of the day the other is in. */
export function spanned(start: Clock, end: Clock): [Clock, Clock] {
  const first = end.sure ? latestBefore(start, end) : likely(start);
  return [settled(first), settled(end.sure ? end : soonestAfter(end, first))];
}

const readings = (clock: Clock): Clock[] => (clock.sure ? [clock] : [clock, otherHalf(clock)]);

/** "11 to 1 pm" starts before noon, "3 to 4 pm" after it; who writes "18:00" writes "3" for the night. */
function latestBefore(clock: Clock, end: Clock): Clock {
  if (end.of24 && minutesIn(clock) < minutesIn(end)) return clock;
  const earlier = readings(clock).filter((one) => minutesIn(one) < minutesIn(end));
  return earlier.sort((a, b) => minutesIn(b) - minutesIn(a))[0] ?? (readings(clock).at(-1) as Clock);
}

function soonestAfter(clock: Clock, start: Clock): Clock {
  const later = readings(clock).filter((one) => minutesIn(one) > minutesIn(start));
  return later.sort((a, b) => minutesIn(a) - minutesIn(b))[0] ?? clock;
}

const settled = (clock: Clock): Clock => ({ ...clock, sure: true });

export const asText = ({ hour, minute }: Clock): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** Spoken hours that count from dawn: the third hour is nine o'clock. */
export const fromDawn = (clock: Clock): Clock => ({ ...clock, hour: ((clock.hour + 5) % 12) + 1 });
