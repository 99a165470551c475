import type { ClinicId, ProviderId, ServiceId } from '../database/ids';
import { type Interval, subtract } from './intervals';
import {
  type Day,
  eachDay,
  instantOf,
  plusDays,
  stretches,
  type WallTime,
  weekdayOf,
  weeksBetween,
} from './wall-clock';

/** What somebody entered about one provider in one clinic. */
export interface WorkPlan {
  zone: string;
  hours: WorkingHours[];
  extra: ExtraHours[];
  /** Leave, closures and group sessions: nothing else is booked then. */
  away: Interval[];
}

export interface Terms {
  modes: string[];
  onlyServiceId: ServiceId | null;
}

export interface WorkingHours extends Terms {
  weekday: number;
  starts: WallTime;
  ends: WallTime;
  everyWeeks: number;
  fromDay: Day;
  toDay: Day | null;
  breaks: { starts: WallTime; ends: WallTime }[];
}

export interface ExtraHours extends Terms {
  during: Interval;
}

export interface Shift extends Terms {
  day: Day;
  midnight: number;
  during: Interval;
  starts: Interval;
}

export interface ShiftOwner {
  providerId: ProviderId;
  clinicId: ClinicId;
}

/** The shifts of these days, both included: hours and extra hours, less breaks and everything that keeps the provider away. */
export function shiftsBetween(plan: WorkPlan, from: Day, to: Day): Shift[] {
  const work = [
    ...plan.hours.flatMap((hours) => weekly(hours, plan.zone, from, to)),
    ...plan.extra.map((extra) => ({ during: [extra.during], terms: extra })),
  ];
  return work
    .flatMap(({ during, terms }) => subtract(during, plan.away).map((piece) => ({ piece, terms })))
    .flatMap(({ piece, terms: { modes, onlyServiceId } }) =>
      stretches(piece, plan.zone).map((stretch) => ({ ...stretch, during: piece, modes, onlyServiceId })),
    )
    .filter((shift) => shift.day >= from && shift.day <= to);
}

// A night shift begins on the day before, so that day is looked at too.
function weekly(hours: WorkingHours, zone: string, from: Day, to: Day): { during: Interval[]; terms: Terms }[] {
  const first = [plusDays(from, -1), hours.fromDay].sort().at(-1) ?? from;
  const last = [to, hours.toDay ?? to].sort()[0] ?? to;
  return [...eachDay(first, last)]
    .filter((day) => weekdayOf(day) === hours.weekday && weeksBetween(hours.fromDay, day) % hours.everyWeeks === 0)
    .map((day) => ({ during: workedOn(day, hours, zone), terms: hours }));
}

function workedOn(day: Day, hours: WorkingHours, zone: string): Interval[] {
  const whole = between(day, hours.starts, hours.ends, zone);
  // Work ends at the first of two equal times: patients must not read a time after closing. A break lasts until the second.
  // One that reads as earlier than the shift begins is in its small hours.
  const breaks = hours.breaks.map((pause) =>
    between(pause.starts < hours.starts ? plusDays(day, 1) : day, pause.starts, pause.ends, zone, true),
  );
  return subtract([whole], breaks);
}

function between(day: Day, starts: WallTime, ends: WallTime, zone: string, lastEnd = false): Interval {
  const endDay = ends > starts ? day : plusDays(day, 1);
  return { from: instantOf(day, starts, zone), to: instantOf(endDay, ends, zone, lastEnd) };
}
