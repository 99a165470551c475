import type { ClinicId, ProviderId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Interval } from './intervals';
import type { WorkingHours } from './shifts';
import { isDay, isWallTime, isZone } from './wall-clock';

/** Something that staff entered and cannot have meant. The message is for whoever entered it. */
export class EntryError extends Error {}

const MODES = new Set(['in_person', 'video']);

export function checkHours(hours: readonly WorkingHours[]): void {
  for (const each of hours) {
    const problem = problemWith(each) ?? each.breaks.map((pause) => problemWithBreak(pause, each)).find(Boolean);
    if (problem) throw new EntryError(problem);
  }
}

function problemWith({ weekday, starts, ends, everyWeeks, fromDay, toDay, modes }: WorkingHours): string | undefined {
  if (![1, 2, 3, 4, 5, 6, 7].includes(weekday)) return `There is no weekday ${weekday}: Monday is 1 and Sunday is 7.`;
  for (const time of [starts, ends]) if (!isWallTime(time)) return `${time} is no time of day. Write it like 09:30.`;
  if (starts === ends || starts === '24:00')
    return `Hours from ${starts} to ${ends} have no length. A whole day is 00:00 to 24:00.`;
  for (const day of [fromDay, toDay ?? fromDay])
    if (!isDay(day)) return `${day} is not in the calendar. Write a day like 2026-06-01.`;
  if (toDay !== null && toDay < fromDay) return `The last day, ${toDay}, is before the first, ${fromDay}.`;
  if (!Number.isInteger(everyWeeks) || everyWeeks < 1 || everyWeeks > 52)
    return `Hours can repeat every 1 to 52 weeks, not every ${everyWeeks}.`;
  if (modes.length === 0 || modes.some((mode) => !MODES.has(mode)))
    return `Visits in these hours are in_person, video or both, not "${modes.join(', ')}".`;
  return undefined;
}

function problemWithBreak(pause: WorkingHours['breaks'][number], hours: WorkingHours): string | undefined {
  for (const time of [pause.starts, pause.ends]) if (!isWallTime(time)) return `${time} is no time of day.`;
  if (pause.starts === pause.ends) return `The break from ${pause.starts} to ${pause.ends} has no length.`;
  const [from, to] = [sinceStart(pause.starts, hours), sinceStart(pause.ends, hours)];
  if (from < to && to <= sinceStart(hours.ends, hours)) return undefined;
  return `The break from ${pause.starts} to ${pause.ends} is not inside the hours from ${hours.starts} to ${hours.ends}.`;
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Minutes after the hours begin; what reads as earlier, or as their beginning, is on the next day. */
function sinceStart(time: string, hours: WorkingHours): number {
  const later = minutes(time) - minutes(hours.starts);
  return later < 0 ? later + 24 * 60 : later;
}

export function checkSpan(during: Interval): void {
  if (!Number.isFinite(during.from) || !Number.isFinite(during.to))
    throw new EntryError('That is no date. Enter a day and a time for the beginning and for the end.');
  if (during.to <= during.from) throw new EntryError('The end must be after the beginning.');
}

export function checkSeats(seats: number): void {
  if (!Number.isInteger(seats) || seats < 1 || seats > 200)
    throw new EntryError(`A session has 1 to 200 seats, not ${seats}.`);
}

export async function checkProvider(tx: Database, providerId: ProviderId): Promise<void> {
  const found = await tx.query<unknown[]>('select from provider where id = $1', [providerId]);
  if (found.length === 0) throw new EntryError(`There is no provider ${providerId}.`);
}

/** A clinic that is there, in a zone whose clocks we know. */
export async function checkClinic(tx: Database, clinicId: ClinicId): Promise<void> {
  const [clinic] = await tx.query<{ zone: string }[]>('select time_zone as zone from clinic where id = $1', [clinicId]);
  if (!clinic) throw new EntryError(`There is no clinic ${clinicId}.`);
  checkZone(clinic.zone);
}

export function checkZone(zone: string): void {
  if (!isZone(zone)) throw new EntryError(`"${zone}" is no time zone that we know. Write it like Africa/Nairobi.`);
}
