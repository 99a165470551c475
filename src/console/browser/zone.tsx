import { language } from './call';

const parts = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }); // prettier-ignore

/** What the clock on the clinic's wall shows: `2026-06-01T09:30:00`. */
export const onWall = (instant: string | Date, zone: string): string =>
  parts(zone).format(new Date(instant)).replace(', ', 'T');

/** The instant at which the clinic's wall shows this. */
export function instantOf(wall: string, zone: string): string {
  const asked = Date.parse(`${wall}Z`);
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  let guess = asked;
  for (let i = 0; i < 2; i++) guess += asked - Date.parse(`${onWall(new Date(guess), zone)}Z`);
  return new Date(guess).toISOString();
}

export const dayOn = (instant: string | Date, zone: string): string => onWall(instant, zone).slice(0, 10);

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const timeInWords = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(new Date(instant));

export const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(
    new Date(`${day}T12:00:00Z`),
  );

export const whenInWords = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(new Date(instant)); // prettier-ignore

export const weekdayInWords = (weekday: number): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'long' }).format(new Date(Date.UTC(2024, 0, weekday)));
