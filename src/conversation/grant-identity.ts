import type { Happened, Person, Remembered } from '../../flows/vocabulary';
import type { ContactId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { nameWords, sealedOrNull } from '../sealing/sealed';
import { firstName, type Speaker } from './speaker';

/** After this many wrong birth dates in a row an address may not try again for a while, however it asks. */
const WRONG_DATES = 3;
const LOCKED_HOURS = 12;

/** A birth date of somebody this address speaks for opens what is known about them. */
export async function recognisePatient(speaker: Speaker, { birthDate }: Remembered): Promise<Happened> {
  const { tx, contactId } = speaker;
  const [contact] = await tx.query<{ locked: boolean }[]>(
    'select coalesce(locked_until > clock_now(), false) as locked from contact where id = $1 for update',
    [contactId],
  );
  const people = contact?.locked ? [] : await bornOn(speaker, birthDate);
  await (people.length > 0 ? forgetMistakes(speaker) : countMistake(speaker));
  if (people.length === 0) return { type: 'patient.not_recognised', facts: { birthDate: undefined } };
  return { type: 'patient.recognised', facts: { verified: true, openFor: await opened(speaker, people) } };
}

/** Who owns the phone may hear of everybody they speak for; anybody else only of themselves. */
async function opened(speaker: Speaker, recognised: Person[]): Promise<number[]> {
  const ids = recognised.map(({ id }) => id);
  if (!recognised.some(({ self }) => self)) return ids;
  const others = (await peopleOf(speaker)).filter(({ self }) => !self).map(({ id }) => id);
  return [...new Set([...ids, ...others])];
}

const bornOn = ({ tx, contactId }: Speaker, birthDate: string | undefined): Promise<Person[]> =>
  tx.query<Person[]>(
    `select p.id, p.name, cp.relation = 'self' as self from patient p join contact_patient cp on cp.patient_id = p.id
      where cp.contact_id = $1 and p.birth_date = $2::date`,
    [contactId, birthDate ?? null],
  );

const forgetMistakes = ({ tx, contactId }: Speaker): Promise<unknown> =>
  tx.query('update contact set wrong_birth_dates = 0, verified_at = clock_now() where id = $1', [contactId]);

const countMistake = ({ tx, contactId }: Speaker): Promise<unknown> =>
  tx.query(
    `update contact set wrong_birth_dates = wrong_birth_dates + 1,
            locked_until = case when wrong_birth_dates + 1 >= $2 then clock_now() + $3::integer * interval '1 hour' else locked_until end
      where id = $1`,
    [contactId, WRONG_DATES, LOCKED_HOURS],
  );

/** First names only: that is what a shared telephone may show. */
export const peopleOf = async ({ tx, contactId }: Pick<Speaker, 'tx' | 'contactId'>): Promise<Person[]> => {
  const people = await run<Person>(tx, PEOPLE, [contactId]);
  return people.map(withFirstName);
};

const PEOPLE: Statement = {
  name: 'people_of_contact',
  text: `select p.id, p.name, cp.relation = 'self' as self from patient p join contact_patient cp on cp.patient_id = p.id
          where cp.contact_id = $1 order by cp.since, p.id limit 6`,
};

/** As they are written down in full, for keeping them out of what leaves the house. */
export const fullNamesOf = async (tx: Database, contactId: ContactId): Promise<string[]> =>
  (
    await tx.query<{ name: string }[]>(
      'select p.name from patient p join contact_patient cp on cp.patient_id = p.id where cp.contact_id = $1',
      [contactId],
    )
  ).map(({ name }) => name);

/** What is known of those who may hear it. */
export async function openPeople(
  { tx }: Pick<Speaker, 'tx'>,
  ids: number[],
): Promise<{ name: string; born: string | null }[]> {
  const people = await tx.query<{ name: string; born: string | null }[]>(
    'select name, birth_date::text as born from patient where id = any($1::bigint[]) order by id',
    [ids],
  );
  return people.map(withFirstName);
}

/** A new patient of this address, or one it already has by that name and birth date. */
export async function registerPatient(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const { tx, contactId, language } = speaker;
  const { name, birthDate, forWhom } = remembered;
  const known = (await bornOn(speaker, birthDate)).find((person) => alike(person.name, name));
  const patient = known ?? (await insertPatient(speaker, remembered));
  if (!known) {
    await tx.query('insert into contact_patient (contact_id, patient_id, relation) values ($1, $2, $3)', [
      contactId,
      patient.id,
      forWhom === 'other' ? 'other' : 'self',
    ]);
    await tx.query(
      `insert into consent (contact_id, scope, given, wording, inbox_id) values ($1, 'visits', true, $2, $3)`,
      [contactId, `booking.who/${language}`, speaker.inboxId],
    );
  }
  return {
    type: 'patient.registered',
    facts: {
      verified: true,
      patient: { id: patient.id, name: firstName(patient.name) },
      openFor: [...remembered.openFor, patient.id],
      people: await peopleOf(speaker),
    },
  };
}

async function insertPatient({ tx, language }: Speaker, { name, birthDate }: Remembered): Promise<Person> {
  const [patient] = await tx.query<Person[]>(
    'insert into patient (name, name_words, birth_date, language) values ($1, $2, $3, $4) returning id, name',
    [sealedOrNull(name), nameWords(name ?? ''), birthDate, language],
  );
  if (!patient) throw new Error('A patient could not be registered');
  return patient;
}

const withFirstName = <T extends { name: string }>(person: T): T => ({ ...person, name: firstName(person.name) });
const alike = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();
