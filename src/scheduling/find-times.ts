import { type Database, run } from '../database/statements';
import { isPossible } from './possible';
import { type Fits, type FoundRow, type NotPlain, PARTS, type Reach, search } from './search-statement';
import { byStart, spread } from './spread';
import type { FreeTime, Wanted } from './types';

/** The first good times: early, and different enough to be a choice. */
export async function findTimes(db: Database, wanted: Wanted, count = 3): Promise<FreeTime[]> {
  // One first fit for each half of a day is choice enough with one provider; among many, a few more to pick from.
  const enough = wanted.providers?.length === 1 ? count : count * 2;
  const first = await look(db, wanted, 'first', enough);
  if (first.length >= count) return spread(first, count);
  // Little is left: also the later starts of the same free stretches.
  const more = merge(first, await look(db, wanted, 'some', count * PARTS));
  if (more.length >= count || wanted.contactId === undefined) return spread(more, count);
  // And last of all what others are looking at just now.
  const { contactId: _, ...forAnybody } = wanted;
  const shown = without(await look(db, forAnybody, 'some', count * PARTS), more);
  return [...more, ...spread(shown, count - more.length)].sort(byStart);
}

const merge = (first: FreeTime[], more: FreeTime[]): FreeTime[] => [...first, ...without(more, first)].sort(byStart);

const without = (times: FreeTime[], known: FreeTime[]): FreeTime[] =>
  times.filter((time) => !known.some((other) => byStart(time, other) === 0));

/** Every start, earliest first: for calendars and pages, where a person wants to see them all. */
export async function findAllTimes(db: Database, wanted: Wanted, limit = 500): Promise<FreeTime[]> {
  const { contactId: _, ...forAnybody } = wanted;
  return look(db, forAnybody, 'every', limit);
}

async function look(db: Database, wanted: Wanted, fits: Fits, limit: number): Promise<FreeTime[]> {
  if (!isPossible(wanted)) return [];
  const plain = await ask(db, wanted, fits, 'plain', limit);
  const rows = plain.every(isFound) ? plain : (await ask(db, wanted, fits, 'full', limit)).filter(isFound);
  return onceEach(rows.map(inOurWords).sort(byStart));
}

function ask(db: Database, wanted: Wanted, fits: Fits, reach: Reach, limit: number): Promise<(FoundRow | NotPlain)[]> {
  const { statement, values } = search(wanted, fits, reach, limit);
  return run<FoundRow | NotPlain>(db, statement, values);
}

const isFound = (row: FoundRow | NotPlain): row is FoundRow => row.provider_id !== null;

// A provider who gives two services of the specialty is found twice at the same start; one of them is enough.
const onceEach = (times: FreeTime[]): FreeTime[] =>
  times.filter((time, i) => i === 0 || byStart(time, times[i - 1] as FreeTime) !== 0);

const inOurWords = (row: FoundRow): FreeTime => ({
  providerId: row.provider_id,
  serviceId: row.service_id,
  clinicId: row.clinic_id,
  sessionId: row.session_id ?? null,
  starts: row.start_at,
  ends: row.end_at,
  day: row.day,
  midnight: row.midnight,
  zone: row.zone,
  mode: row.mode,
});
