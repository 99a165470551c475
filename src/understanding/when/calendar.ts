/** Days counted from 1 January 1970: whole numbers are quick to compare and add, and no time zone can bend them. */
export type Day = number;

const dayInMs = 86_400_000;

export const dayOf = (year: number, month: number, day: number): Day => Date.UTC(year, month - 1, day) / dayInMs;

/** `YYYY-MM-DD` to a day; whatever follows the date is ignored. */
export const dayFromText = (text: string): Day =>
  dayOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));

export const dayAsText = (day: Day): string => new Date(day * dayInMs).toISOString().slice(0, 10);

export const yearOf = (day: Day): number => new Date(day * dayInMs).getUTCFullYear();
/** 1 to 12. */
export const monthOf = (day: Day): number => new Date(day * dayInMs).getUTCMonth() + 1;
/** 1 to 31. */
export const dayOfMonth = (day: Day): number => new Date(day * dayInMs).getUTCDate();
/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const mondayOf = (day: Day): Day => day - weekdayOf(day) + 1;

export const firstOfMonth = (day: Day, later = 0): Day => dayOf(yearOf(day), monthOf(day) + later, 1);
export const lastOfMonth = (day: Day): Day => firstOfMonth(day, 1) - 1;
export const isReal = (year: number, month: number, day: number): boolean =>
  day >= 1 && month >= 1 && month <= 12 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** 31 January and one month is the last day of February. */
export function addMonths(day: Day, months: number): Day {
  const first = firstOfMonth(day, months);
  return Math.min(first + dayOfMonth(day) - 1, lastOfMonth(first));
}

/** The next time this weekday comes round, today included. */
export const upcoming = (weekday: number, today: Day): Day => today + ((weekday - weekdayOf(today) + 7) % 7);

/** The next 29 February, 5 May …, today included; no day when the month never has it. */
export function nextMonthDay(month: number, day: number, today: Day): Day | undefined {
  for (let year = yearOf(today); year < yearOf(today) + 9; year++) {
    if (isReal(year, month, day) && dayOf(year, month, day) >= today) return dayOf(year, month, day);
  }
  return undefined;
}

/** The next 14th, today included; months too short for it are passed over. */
export function nextDayOfMonth(day: number, today: Day): Day | undefined {
  for (let later = 0; later < 4; later++) {
    const first = firstOfMonth(today, later);
    if (first + day - 1 >= today && day <= dayOfMonth(lastOfMonth(first))) return first + day - 1;
  }
  return undefined;
}

/** The first Friday, the last Tuesday (n = -1) of a span of days. */
export function nthWeekday(n: number, weekday: number, from: Day, to: Day): Day | undefined {
  if (n < 0) return to - ((weekdayOf(to) - weekday + 7) % 7) + 7 * (n + 1);
  const day = upcoming(weekday, from) + 7 * (n - 1);
  return day <= to ? day : undefined;
}

/** Easter Sunday of the western churches (Butcher's rule). */
export function easterOf(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf(year, Math.floor(f / 31), (f % 31) + 1);
}
