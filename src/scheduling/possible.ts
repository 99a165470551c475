import type { Rule, Slot, Wanted } from './types';
import { isDay } from './wall-clock';

/** What is wrong with a wish before the calendar is even looked at. The database would answer it with an error. */
export function ruleAgainstWords({ providerId, serviceId, starts }: Slot): Rule | undefined {
  if (!isInstant(starts)) return 'impossible_time';
  if (!Number.isSafeInteger(providerId)) return 'no_such_provider';
  if (!Number.isSafeInteger(serviceId)) return 'no_such_service';
  return undefined;
}

/** Within the years that a calendar of visits has any use for. */
const isInstant = (date: Date): boolean => date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 3000;

/** A day that is none has no free times, and neither has an hour that is none. */
export const isPossible = ({ fromDay, toDay, earliest, latest, fromMinute, toMinute }: Wanted): boolean =>
  [fromDay, toDay].every((day) => day === undefined || isDay(day)) &&
  [earliest, latest].every((date) => date === undefined || isInstant(date)) &&
  [fromMinute, toMinute].every((minute) => minute === undefined || Number.isInteger(minute));
