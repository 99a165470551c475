import { DateTime } from 'luxon';
import type { PatientId, SeriesId } from '../database/ids';
import type { Database } from '../database/statements';
import { claimTime } from './book';
import type { By } from './change-status';
import { isStaff } from './claim';
import { findAllTimes } from './find-times';
import { lockCounted } from './make-room';
import { allOrNothing } from './transaction';
import type { FreeTime, Refusal, Rule, Slot, Visit, Wanted } from './types';
import { dayOf, instantOf, plusDays } from './wall-clock';
import { whyNot } from './why-not';

export interface Repeat {
  repeats: 'weekly' | 'monthly';
  every: number;
  times: number;
}

/** One date of a series as it would be: bookable, or with the rules against it and the nearest times that are free. */
export interface Planned {
  slot: Slot;
  against: Rule[];
  alternatives: FreeTime[];
}

type Who = Pick<By, 'by'> & { patientId: PatientId };

/** At most a year of weeks: more is a mistake in typing, not a plan. */
export const MOST_TIMES = 52;

/** The whole series before anything is booked, every date looked at. */
export async function previewSeries(db: Database, first: Slot, repeat: Repeat, who: Who): Promise<Planned[]> {
  const zone = await zoneOf(db, first);
  const planned: Planned[] = [];
  for (const starts of datesOf(first.starts, zone, repeat)) {
    const slot = { ...first, starts };
    const against = await whyNot(db, slot, who);
    planned.push({
      slot,
      against,
      alternatives: against.length > 0 ? await nearest(db, slot, zone, who) : [],
    });
  }
  return planned;
}

/**
 * The same wall-clock time each week or month. The 31st becomes the last day of a shorter month; of a time that comes twice
 * on one of the days the first is meant, and one that the clocks skip becomes the moment of the skip.
 */
export function datesOf(first: Date, zone: string, { repeats, every, times }: Repeat): Date[] {
  checkTimes(times);
  if (!Number.isInteger(every) || every < 1 || every > 12)
    throw new RangeError('A series repeats every 1 to 12 weeks or months');
  if (Number.isNaN(+first)) return Array.from({ length: times }, () => first);
  const start = DateTime.fromJSDate(first, { zone });
  const day = DateTime.fromISO(start.toISODate(), { zone: 'utc' });
  const unit = repeats === 'weekly' ? 'weeks' : 'months';
  return Array.from({ length: times }, (_, i) =>
    i === 0 ? first : new Date(instantOf(day.plus({ [unit]: i * every }).toISODate(), start.toFormat('HH:mm'), zone)),
  );
}

function checkTimes(times: number): void {
  if (!Number.isInteger(times) || times < 1 || times > MOST_TIMES)
    throw new RangeError(`A series has 1 to ${MOST_TIMES} dates`);
}

/** Enough for every minute of the days around, so that the nearest is among them however fine the grid. */
const ALL_AROUND = 7 * 24 * 60;

async function nearest(db: Database, slot: Slot, zone: string, who: Who): Promise<FreeTime[]> {
  if (Number.isNaN(+slot.starts)) return [];
  const day = dayOf(slot.starts, zone);
  const wanted: Wanted = {
    providers: [slot.providerId],
    services: [slot.serviceId],
    mode: slot.mode,
    fromDay: plusDays(day, -3),
    toDay: plusDays(day, 3),
    patientId: who.patientId,
    staff: isStaff(who.by),
  };
  const around = await findAllTimes(db, wanted, ALL_AROUND);
  const distance = (time: FreeTime): number => Math.abs(+time.starts - +slot.starts);
  return around.sort((a, b) => distance(a) - distance(b)).slice(0, 3);
}

export type SeriesOutcome =
  | { kind: 'settled'; seriesId: SeriesId; visits: Visit[] }
  | { kind: 'refused'; rules: [Refusal, ...Refusal[]]; slot: Slot };

/** All dates or none; what is told is told once. The dates are those of a preview, with alternatives put in where the patient chose them. */
export function bookSeries(
  db: Database,
  slots: Slot[],
  repeat: Repeat,
  who: { patientId: PatientId } & By,
): Promise<SeriesOutcome> {
  checkTimes(slots.length);
  return allOrNothing<SeriesOutcome>(db, async (tx) => {
    const seriesId = await insertSeries(tx, slots, repeat, who.patientId);
    const visits: Visit[] = [];
    // Sorted, because two series that claim the same times in different orders would wait for each other.
    const sorted = [...slots].sort((a, b) => +a.starts - +b.starts || a.providerId - b.providerId);
    for (const slot of whatIsCounted(sorted)) await lockCounted(tx, slot);
    for (const slot of sorted) {
      const notices = visits.length === 0 ? (who.notices ?? []) : [];
      const outcome = await claimTime(tx, { slot, seriesId, ...who, notices });
      if (outcome.kind === 'refused') return { ...outcome, slot };
      visits.push(outcome.visit);
    }
    return { kind: 'settled', seriesId, visits };
  });
}

/** One slot for each provider and service, by provider: the order in which everybody locks what is counted. */
const whatIsCounted = (slots: Slot[]): Slot[] =>
  [...new Map(slots.map((slot) => [`${slot.providerId} ${slot.serviceId}`, slot])).values()].sort(
    (a, b) => a.providerId - b.providerId,
  );

async function insertSeries(tx: Database, slots: Slot[], repeat: Repeat, patientId: PatientId): Promise<SeriesId> {
  const [row] = await tx.query<{ id: SeriesId }[]>(
    'insert into series (clinic_id, patient_id, repeats, every) values ($1, $2, $3, $4) returning id',
    [slots[0]?.clinicId, patientId, repeat.repeats, repeat.every],
  );
  if (!row) throw new Error('A series could not be noted');
  return row.id;
}

async function zoneOf(db: Database, slot: Slot): Promise<string> {
  const [row] = await db.query<{ zone: string }[]>(
    'select c.time_zone as zone from service s join clinic c on c.id = s.clinic_id where s.id = $1',
    [slot.serviceId],
  );
  return row?.zone ?? 'utc';
}
