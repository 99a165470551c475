import { DateTime } from 'luxon';
import { addLadder } from '../../../src/reminders/ladder';
import { placeTimers } from '../../../src/reminders/place-timers';
import { startTimers } from '../../../src/scheduling/effects';
import { zonesInDispute } from '../../../src/scheduling/zone-data';
import { makeUniverse, type Universe } from '../../universe';
import type { Finding, Stage } from '../proof';

const FROM = '2026-06-01T00:00:00Z';
const YEARS = 10;
const LADDER = [
  { kind: 'attend', minutesBefore: 24 * 60 },
  { kind: 'soon', minutesBefore: 120 },
  { kind: 'evening', daysBefore: 1, at: '18:00' },
] as const;

/** Ten years of visits in many zones: each reminder once, by its instant or its wall clock, and never while people sleep. */
export async function years({ quick, random }: Stage): Promise<Finding> {
  const u = await makeUniverse();
  try {
    await u.setClock(FROM);
    const all = random.shuffled(Intl.supportedValuesOf('timeZone')).slice(0, quick ? 30 : 400);
    const disputed = new Set(
      (await zonesInDispute(u.db, all, new Date(FROM), quick ? 366 : 366 * YEARS)).map(({ zone }) => zone),
    );
    const zones = all.filter((zone) => !disputed.has(zone));
    for (const zone of zones) await clinicIn(u, zone, quick ? 40 : 250, () => random.below(YEARS * 365 * 96));
    let looked = 0;
    for (let placed = 1; placed > 0; looked += placed) placed = await placeTimers(u.db);
    const rows = await reminders(u);
    const faults = rows.map(against);
    const tally = (what: string): number => faults.filter((each) => each.includes(what)).length;
    const due = rows.filter(({ settled }) => !settled).length;
    return {
      counts: {
        zones: `${zones.length} (${disputed.size} left out: Node and Postgres know different clocks)`,
        visits: rows.length / LADDER.length,
        reminders: due,
        'moved out of the night': rows.filter((row) => row.due !== row.by).length,
      },
      invariants: {
        'no reminder in the quiet hours': tally('quiet'),
        'each is at its instant or its hour on the wall, unless people sleep then': tally('elsewhen'),
        'none is after its visit': tally('late'),
        'each is there once': await twice(u),
        'none is lost': rows.filter(({ settled }) => settled).length,
        'all were looked at': looked === rows.length ? 0 : 1,
      },
    };
  } finally {
    await u.close();
  }
}

async function clinicIn(u: Universe, zone: string, visits: number, quarter: () => number): Promise<void> {
  const clinic = await u.add.clinic({ zone });
  await addLadder(u.db, clinic, null, LADDER);
  const patient = await u.add.patient('Somebody');
  // One in a place of their own, elsewhere: the night is theirs.
  const starts = Array.from({ length: visits }, () => new Date(+new Date(FROM) + (quarter() + 96 * 5) * 15 * 60_000));
  await u.db.query(
    `with changed as (
       insert into visit (clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by, overbooked_by, changed_at)
       select $1, 'R' || n, $2, $3, $4, 'booked', (t at time zone $6)::date, t, t + interval '15 minutes', tstzrange(t, t + interval '15 minutes'), n, 'system', 'system', clock_now()
         from unnest($5::timestamptz[]) with ordinality as x (t, n) on conflict do nothing returning *),
     ${startTimers('changed')} select count(*) from timers`,
    [clinic, u.okafor, u.skin, patient, starts, zone],
  );
}

interface Reminder {
  kind: string;
  due: number;
  by: number;
  starts: number;
  zone: string;
  settled: boolean;
}

async function reminders({ db }: Universe): Promise<Reminder[]> {
  const rows = await db.query<{ kind: string; due: Date; starts: Date; zone: string; settled: boolean }[]>(
    `select t.kind, t.due_at as due, v.starts, c.time_zone as zone, t.settled_at is not null as settled
       from timer t join visit v on v.id = t.visit_id join clinic c on c.id = v.clinic_id`,
  );
  return rows.map((row) => ({
    ...row,
    due: +row.due,
    starts: +row.starts,
    by: wantedAt(row.kind, row.starts, row.zone),
  }));
}

/** When it should be, by another road than the one that made it: luxon's zones, and no SQL. */
function wantedAt(kind: string, starts: Date, zone: string): number {
  if (kind === 'attend') return +starts - 24 * 3_600_000;
  if (kind === 'soon') return +starts - 2 * 3_600_000;
  const day = DateTime.fromJSDate(starts, { zone }).minus({ days: 1 });
  return +day.set({ hour: 18, minute: 0, second: 0, millisecond: 0 });
}

const isQuiet = (at: number, zone: string): boolean => {
  const { hour } = DateTime.fromMillis(at, { zone });
  return hour >= 20 || hour < 9;
};

function against({ due, by, starts, zone, settled }: Reminder): string[] {
  if (settled) return [];
  const moved = due !== by;
  return [
    ...(isQuiet(due, zone) ? ['quiet'] : []),
    ...(moved && !isQuiet(by, zone) ? ['elsewhen'] : []),
    // Out of the night to its next end: never further than the night is long, and an hour.
    ...(moved && Math.abs(due - by) > 14 * 3_600_000 ? ['elsewhen'] : []),
    ...(due >= starts ? ['late'] : []),
  ];
}

async function twice({ db }: Universe): Promise<number> {
  const [row] = await db.query<{ n: number }[]>(
    `select count(*)::int as n from (
       select v.id from visit v left join timer t on t.visit_id = v.id and t.settled_at is null group by v.id having count(*) <> ${LADDER.length}) wrong`,
  );
  return row?.n ?? 0;
}
