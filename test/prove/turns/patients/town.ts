import type { ContactId, PatientId } from '../../../../src/database/ids';
import { findTimes } from '../../../../src/scheduling/find-times';
import { book } from '../../../../src/scheduling/book';
import { nameWords, sealed, sealedAddress } from '../../../../src/sealing/sealed';
import { makeStage, type Stage } from '../../../dialogues/given';
import type { Random } from '../../random';
import { hasAVisit, type Person, somebody } from './person';

export interface Resident extends Person {
  contactId: ContactId;
  patientId?: PatientId;
  /** The visit they have had since before the first message. */
  visit?: { id: number; reference: string; starts: string };
}

export interface Town {
  stage: Stage;
  residents: Resident[];
}

/** Few enough times at the general doctor's that people come into each other's way; nobody at all for the eyes. */
const GIVEN = [
  'a reminder goes out 24 hours before',
  'Dr Kamau (general) is free on Tue 2 June at 09:00, 09:30, 10:00',
  'Dr Hassan (ophthalmology) is free on Mon 1 June at 06:00',
];

/** One clinic and the people who will write to it, in a database of their own. */
export async function makeTown(random: Random, people: number): Promise<Town> {
  const stage = await makeStage(GIVEN);
  const residents: Resident[] = [];
  for (let nr = 0; nr < people; nr++) residents.push(await settle(stage, somebody(nr, random), random));
  return { stage, residents };
}

async function settle(stage: Stage, person: Person, random: Random): Promise<Resident> {
  const { db, clinic } = stage;
  const [contact] = await db.query<{ id: ContactId }[]>(
    'insert into contact (channel, address, clinic_id, language) values ($1, $2, $3, $4) returning id',
    [person.channel, sealedAddress(person.address), clinic, person.known ? person.language : null],
  );
  if (!contact) throw new Error('Nobody moved in');
  if (!person.known) return { ...person, contactId: contact.id };
  const [patient] = await db.query<{ id: PatientId }[]>(
    'insert into patient (name, name_words, birth_date) values ($1, $2, $3) returning id',
    [sealed(person.name.join(' ')), nameWords(person.name.join(' ')), person.born],
  );
  if (!patient) throw new Error('Nobody was born');
  await db.query(`insert into contact_patient (contact_id, patient_id, relation) values ($1, $2, 'self')`, [
    contact.id,
    patient.id,
  ]);
  const resident = { ...person, contactId: contact.id, patientId: patient.id };
  return hasAVisit(person) ? { ...resident, visit: await aVisit(stage, patient.id, random) } : resident;
}

/** In two days or three, so that it is reminded of while they write. */
async function aVisit(
  { db, doctors }: Stage,
  patientId: PatientId,
  random: Random,
): Promise<Resident['visit'] & object> {
  const doctor = doctors.get(random.pick(['Dr Okafor', 'Dr Achieng', 'Dr Mwangi']));
  const day = random.pick(['2026-06-03', '2026-06-04']);
  const minute = 9 * 60 + random.below(24) * 15;
  const wanted = { providers: [doctor!.providerId], fromDay: day, fromMinute: minute };
  for (const slot of await findTimes(db, wanted)) {
    const outcome = await book(db, { slot, patientId, by: 'staff:1' });
    if (outcome.kind === 'settled')
      return { id: outcome.visit.id, reference: outcome.visit.reference ?? '', starts: slot.starts.toISOString() };
  }
  throw new Error('The town is too small for its people');
}
