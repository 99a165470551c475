import type { DataSource, EntityManager } from 'typeorm';
import { indexEverything } from '../directory/index-terms';
import { SPECIALTIES } from '../directory/specialties';
import { makeShifts } from '../scheduling/make-shifts';
import { plusDays } from '../scheduling/wall-clock';
import { type Chance, chanceFrom } from './chance';
import { addClinic, type Clinic, HORIZON_DAYS, type Span } from './clinics';
import { CROWD_SIZE } from './crowd';
import { lisbon } from './lisbon';
import { nairobi } from './nairobi';
import { addNamedVisits, addWaiting } from './named-visits';
import { newYork } from './new-york';
import { addCrowd, addNamed } from './patients';
import { insertRows } from './rows';
import { fillCalendar } from './visits';

const PAST_DAYS = 7;

/** The lines of the crowd begin far above those of the four people with names. */
const FIRST_CROWD_LINE = 50_000;

/** A network of clinics to try things with: the same on every run for a given seed and day. All of it, or nothing. */
export async function seedDemoNetwork(dataSource: DataSource, made: { seed: number; today: string }): Promise<void> {
  const { today, seed } = made;
  // One day more than can be booked: in New York it is still yesterday when Nairobi turns the page.
  const span: Span = { today, from: plusDays(today, -PAST_DAYS), to: plusDays(today, HORIZON_DAYS + 1) };
  await dataSource.transaction((db) => tellStory(db, chanceFrom(seed), span));
  await dataSource.query('analyze'); // or the first searches would be planned for empty tables
}

/** Nobody has started a clinic here yet. */
export async function isEmpty(dataSource: DataSource): Promise<boolean> {
  const [row] = await dataSource.query<{ empty: boolean }[]>('select not exists (select from clinic) as empty');
  return row?.empty === true;
}

async function tellStory(db: EntityManager, chance: Chance, span: Span): Promise<void> {
  await insertRows(
    db,
    'specialty',
    SPECIALTIES.map(({ code, names, words }) => ({ code, names, words })),
  );
  const clinics: [Clinic, Clinic, Clinic] = [
    await addClinic(db, nairobi, span),
    await addClinic(db, lisbon, span),
    await addClinic(db, newYork, span),
  ];
  await indexEverything(db);
  for (const clinic of clinics) await openClinic(db, clinic, span);
  const named = await addNamed(db, clinics, span.today);
  await addNamedVisits(db, clinics, named, span);
  for (const [at, clinic] of clinics.entries()) {
    const crowd = await addCrowd(db, chance, clinic, {
      today: span.today,
      firstLine: FIRST_CROWD_LINE + at * CROWD_SIZE,
    });
    await fillCalendar(db, chance, clinic, crowd, span);
    await addWaiting(db, clinic, crowd, span);
  }
}

async function openClinic(db: EntityManager, clinic: Clinic, span: Span): Promise<void> {
  for (const provider of Object.values(clinic.providers)) await makeShifts(db, provider, clinic.id, span.from, span.to);
}
