import type { Happened, Remembered } from '../../flows/vocabulary';
import { openCase } from '../desk/open-case';
import { nameWords, sealedOrNull } from '../sealing/sealed';
import { openPeople, peopleOf } from './grant-identity';
import { actorOf, type Speaker } from './speaker';
import { dayIn } from './times-in-words';

export async function keepName(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const id = subject(remembered);
  await speaker.tx.query('update patient set name = $2, name_words = $3 where id = $1', [
    id,
    sealedOrNull(remembered.name),
    nameWords(remembered.name ?? ''),
  ]);
  await note(speaker, 'name_corrected', `patient:${id}`);
  return { type: 'wish.granted', facts: { people: await peopleOf(speaker) } };
}

export async function keepBirthDate(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const id = subject(remembered);
  await speaker.tx.query('update patient set birth_date = $2 where id = $1', [id, remembered.birthDate]);
  await note(speaker, 'birth_date_corrected', `patient:${id}`);
  return { type: 'wish.granted' };
}

export async function findDetails(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const id = subject(remembered);
  const [person] = await openPeople(speaker, [id]);
  if (!person) throw new Error(`There is no patient ${id}`);
  return { type: 'details.found', facts: { patient: { id, name: person.name }, born: person.born ?? undefined } };
}

const bornOf = ({ born }: { born: string | null }, speaker: Speaker): string => (born ? dayIn(born, speaker) : '?');

/** Only of somebody who has shown who they are. */
function subject({ patient, openFor }: Remembered): number {
  const id = patient?.id ?? openFor[0];
  if (id === undefined || !openFor.includes(id)) throw new Error('Nobody whose details may be changed from here');
  return id;
}

export const keepConsent = (speaker: Speaker): Promise<Happened> => consent(speaker, 'reminders', true);

/** No reminders then. What somebody asks for themselves is answered all the same. */
export async function refuseConsent(speaker: Speaker): Promise<Happened> {
  await speaker.tx.query('update contact set stopped_at = clock_now() where id = $1', [speaker.contactId]);
  return consent(speaker, 'reminders', false);
}

async function consent(
  { tx, contactId, inboxId, language }: Speaker,
  scope: string,
  given: boolean,
): Promise<Happened> {
  await tx.query('insert into consent (contact_id, scope, given, wording, inbox_id) values ($1, $2, $3, $4, $5)', [
    contactId,
    scope,
    given,
    `welcome.what_we_keep/${language}`,
    inboxId,
  ]);
  return { type: 'wish.granted' };
}

/** What fits into a message comes at once; the whole copy is for the desk to send. */
export async function sendMyData(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  await openCase(speaker, 'data_copy');
  const people = await openPeople(speaker, remembered.openFor);
  const [row] = await speaker.tx.query<{ visits: number }[]>(
    'select count(*)::int as visits from visit where patient_id = any($1::bigint[])',
    [remembered.openFor],
  );
  const name = people.map((person) => `${person.name} (${bornOf(person, speaker)})`).join(', ');
  return { type: 'wish.granted', facts: { name, times: row?.visits ?? 0 } };
}

/** Nobody is erased by a program while visits or duties to keep records may stand against it; messages end at once. */
export async function eraseMyData(speaker: Speaker, { openFor }: Remembered): Promise<Happened> {
  await openCase(speaker, 'data_erasure');
  await leaveLists(speaker);
  await note(speaker, 'erasure_asked', `contact:${speaker.contactId}`, { patients: openFor });
  await speaker.tx.query('update contact set stopped_at = clock_now() where id = $1', [speaker.contactId]);
  return consent(speaker, 'all', false);
}

/** From here on this address speaks for nobody. Who it was thought to be is kept for the desk alone. */
export async function forgetNumber(speaker: Speaker): Promise<Happened> {
  const { tx, contactId } = speaker;
  const [patients] = await tx.query<[{ id: number }[], number]>(
    'delete from contact_patient where contact_id = $1 returning patient_id as id',
    [contactId],
  );
  await tx.query('update contact set stopped_at = clock_now(), verified_at = null where id = $1', [contactId]);
  await leaveLists(speaker);
  await note(speaker, 'number_unlinked', `contact:${contactId}`, { patients: patients.map(({ id }) => id) });
  await openCase(speaker, 'wrong_number');
  return { type: 'wish.granted', facts: { people: [], verified: false, openFor: [] } };
}

const leaveLists = ({ tx, contactId }: Speaker): Promise<unknown> =>
  tx.query(`update waiting set status = 'left' where contact_id = $1 and status = 'waiting'`, [contactId]);

const note = (speaker: Speaker, action: string, about: string, details: object = {}): Promise<unknown> =>
  speaker.tx.query('insert into audit (clinic_id, actor, action, subject, details) values ($1, $2, $3, $4, $5)', [
    speaker.clinicId,
    actorOf(speaker),
    action,
    about,
    JSON.stringify(details),
  ]);
