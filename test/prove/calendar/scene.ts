import type { EntityManager } from 'typeorm';
import type { PatientId, ContactId, ProviderId } from '../../../src/database/ids';
import { makeUniverse, MONDAY, type Universe } from '../../universe';
import type { Stage } from '../proof';

export interface Scene extends Universe {
  /** As many as were asked for, beside the four of the universe. */
  crowd: { patients: PatientId[]; contacts: ContactId[] };
}

/** Sets a scene in a database of its own, brings the clients there, and clears it away afterwards. */
export async function onScene<T>(
  stage: Stage,
  options: { people: number },
  play: (scene: Scene) => Promise<T>,
): Promise<T> {
  const universe = await makeUniverse();
  try {
    const crowd = await gather(universe.db, options.people);
    await makeRules(universe.db);
    await stage.crew.goTo(universe.url);
    return await play({ ...universe, crowd });
  } finally {
    await universe.close();
  }
}

async function gather(db: EntityManager, people: number): Promise<Scene['crowd']> {
  const patients = await db.query<{ id: PatientId }[]>(
    `insert into patient (name) select 'Patient ' || i from generate_series(1, $1::int) i returning id`,
    [people],
  );
  const contacts = await db.query<{ id: ContactId }[]>(
    `insert into contact (channel, address) select 'sms', '+1555' || i from generate_series(1, $1::int) i returning id`,
    [people],
  );
  return { patients: patients.map(({ id }) => id), contacts: contacts.map(({ id }) => id) };
}

/** Every booked visit gets two timers, so that half a booking can be told from a whole one. */
const makeRules = (db: EntityManager): Promise<unknown> =>
  db.query(
    `insert into reminder_rule (clinic_id, kind, minutes_before, days_before, at_local)
     select id, 'remind', 30, null::smallint, null::time from clinic union all select id, 'attended?', 1, null, null from clinic`,
  );

/** From here on the clock runs, from Monday at eight. */
export const startClock = (db: EntityManager): Promise<unknown> =>
  db.query('update clock set frozen_at = null, shift = $1::timestamptz - clock_timestamp()', [MONDAY]);

/** Lets minutes pass in a moment. */
export const skip = (db: EntityManager, minutes: number): Promise<unknown> =>
  db.query(`update clock set shift = shift + $1::double precision * interval '1 minute'`, [minutes]);

/** While the work goes on, ten minutes pass in a quarter of a second, so holds run out under everybody's hands. */
export async function whileTimeFlies<T>(db: EntityManager, work: Promise<T>): Promise<T> {
  let over = false;
  const flying = (async () => {
    while (!over) {
      await new Promise((resume) => setTimeout(resume, 25));
      await skip(db, 1);
    }
  })();
  try {
    return await work;
  } finally {
    over = true;
    await flying;
  }
}

/** Starts on the quarter hours from nine to twelve and one to five, or on any other grid. */
export function startsOn(scene: Scene, day: number, everyMinutes: number, count: number, from = '09:00'): Date[] {
  const first = +scene.slot(`${day} ${from}`).starts;
  return Array.from({ length: count }, (_, i) => new Date(first + i * everyMinutes * 60_000));
}

/** More doctors of the same service, who work from nine to five without a pause. */
export async function moreProviders(
  scene: Scene,
  count: number,
  options: { service?: Scene['skin']; cap?: number } = {},
): Promise<ProviderId[]> {
  const made: ProviderId[] = [];
  for (let i = 0; i < count; i++) {
    const provider = await scene.add.provider(`Dr ${i}`, [options.service ?? scene.skin], options);
    await scene.add.hours(provider, { days: [1, 2, 3, 4, 5, 6, 7], pause: null, starts: '08:00', ends: '20:00' });
    made.push(provider);
  }
  return made;
}
