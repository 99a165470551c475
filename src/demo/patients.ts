import type { EntityManager } from 'typeorm';
import type { ContactId, PatientId } from '../database/ids';
import { nameWords, sealed, sealedAddress } from '../sealing/sealed';
import type { Chance } from './chance';
import type { Clinic } from './clinics';
import { CROWD_SIZE, numberOf, type Person, somebody } from './crowd';
import { insertRow, insertRows } from './rows';

export interface Patient {
  id: PatientId;
  contactId: ContactId;
}

/** Unknown to each other and to us, but they fill the calendar. */
export async function addCrowd(
  db: EntityManager,
  chance: Chance,
  clinic: Clinic,
  at: { today: string; firstLine: number },
): Promise<Patient[]> {
  const people = Array.from({ length: CROWD_SIZE }, () => somebody(chance, clinic.languages, at.today));
  const patients = await insertRows<PatientId>(
    db,
    'patient',
    people.map((person) => patientRow(person, at.today)),
  );
  const contacts = await insertRows<ContactId>(
    db,
    'contact',
    people.map(({ channel, language }, i) =>
      contactRow(clinic, channel, numberOf(at.firstLine + i), language, at.today),
    ),
  );
  const crowd = patients.map((id, i) => ({ id, contactId: contacts[i] as ContactId }));
  await insertRows(
    db,
    'contact_patient',
    crowd.map((patient) => speaksFor(patient, 'self', at.today)),
  );
  return crowd;
}

export type Name = 'Ann' | 'Bob' | 'Cat' | 'Dan';

/** The four people of our tests, one phone each, so that whoever plays with the demo can be one of them. */
export async function addNamed(
  db: EntityManager,
  [nairobi, lisbon, newYork]: [Clinic, Clinic, Clinic],
  today: string,
): Promise<Record<Name, Patient>> {
  const person = (name: string, birthDate: string, sex: Person['sex'], language: string): Person => {
    return { name, birthDate, sex, language, channel: 'sms' };
  };
  const add = (who: Person, clinic: Clinic, line: number): Promise<Patient> => addPerson(db, who, clinic, line, today);
  const named = {
    Ann: await add(person('Ann', '1991-03-14', 'female', 'en'), nairobi, 1),
    Bob: await add(person('Bob', '1984-11-02', 'male', 'sw'), nairobi, 2),
    Cat: await add(person('Cat', '1996-07-21', 'female', 'pt'), lisbon, 3),
    Dan: await add(person('Dan', '1978-01-30', 'male', 'es'), newYork, 4),
  };
  // Ann speaks for her daughter, and Dan for his father, from their own phones.
  await addDependant(db, named.Ann, person('Zuri', '2019-05-09', 'female', 'en'), 'child', today);
  await addDependant(db, named.Dan, person('Ernesto', '1949-09-17', 'male', 'es'), 'parent', today);
  return named;
}

async function addPerson(
  db: EntityManager,
  person: Person,
  clinic: Clinic,
  line: number,
  today: string,
): Promise<Patient> {
  const id = await insertRow<PatientId>(db, 'patient', patientRow(person, today));
  const row = contactRow(clinic, person.channel, numberOf(line), person.language, today);
  const contactId = await insertRow<ContactId>(db, 'contact', { ...row, verified_at: `${today}T00:00:00Z` });
  const patient = { id, contactId };
  await insertLink(db, speaksFor(patient, 'self', today));
  return patient;
}

async function addDependant(
  db: EntityManager,
  speaker: Patient,
  person: Person,
  relation: string,
  today: string,
): Promise<void> {
  const id = await insertRow<PatientId>(db, 'patient', patientRow(person, today));
  await insertLink(db, speaksFor({ id, contactId: speaker.contactId }, relation, today));
}

const insertLink = (db: EntityManager, row: Record<string, unknown>): Promise<unknown> =>
  insertRows(db, 'contact_patient', [row]);

const patientRow = ({ name, birthDate, sex, language }: Person, today: string): Record<string, unknown> => ({
  ...{ name: sealed(name), name_words: nameWords(name), sex, language },
  birth_date: birthDate,
  created_at: `${today}T00:00:00Z`,
});

const contactRow = (
  clinic: Clinic,
  channel: string,
  address: string,
  language: string,
  today: string,
): Record<string, unknown> => ({
  ...{ channel, address: sealedAddress(address), language },
  time_zone: clinic.zone,
  clinic_id: clinic.id,
  created_at: `${today}T00:00:00Z`,
});

const speaksFor = (patient: Patient, relation: string, today: string): Record<string, unknown> => ({
  contact_id: patient.contactId,
  patient_id: patient.id,
  relation,
  since: `${today}T00:00:00Z`,
});
