import type { ContactId, PatientId } from '../database/ids';
import type { Database } from '../database/statements';
import { nameWords, sealed, sealedAddress } from '../sealing/sealed';

export const relations = ['self', 'parent', 'child', 'spouse', 'carer', 'other'] as const;
export type Relation = (typeof relations)[number];

/** A phone may speak for so many: more is no family, but a list. */
const MOST = 12;

export interface Dependant {
  name: string;
  birthDate: string;
  sex?: 'female' | 'male' | 'other' | null | undefined;
  language?: string | undefined;
  relation: Exclude<Relation, 'self'>;
}

/** Somebody for whom the owner of a phone speaks: their child, or a parent. Undefined when there are too many already. */
export async function addDependant(db: Database, contactId: ContactId, one: Dependant): Promise<PatientId | undefined> {
  const [known] = await db.query<{ count: number; clinicId: number | null; language: string | null }[]>(
    `select (select count(*)::integer from contact_patient where contact_id = k.id) as count, k.clinic_id as "clinicId", k.language
       from contact k where k.id = $1 for update`,
    [contactId],
  );
  if (!known || known.count >= MOST) return undefined;
  const [made] = await db.query<{ id: PatientId }[]>(
    `insert into patient (name, name_words, birth_date, sex, language, clinic_id) values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      ...[sealed(one.name), nameWords(one.name), one.birthDate, one.sex ?? null],
      ...[one.language ?? known.language ?? 'en', known.clinicId],
    ],
  );
  if (!made) throw new Error('No patient was made');
  await db.query('insert into contact_patient (contact_id, patient_id, relation) values ($1, $2, $3)', [
    ...[contactId, made.id, one.relation],
  ]);
  // Who is signed in just now speaks for them from here on.
  await db.query(
    'update sign_in set patient_ids = patient_ids || $2::bigint where contact_id = $1 and ended_at is null',
    [contactId, made.id],
  );
  return made.id;
}

/** From now on this phone may speak for the patient, once its owner has shown that they know the birth date. */
export async function letSpeak(
  db: Database,
  patientId: PatientId,
  { phone, relation }: { phone: string; relation: Relation },
): Promise<ContactId> {
  const [contact] = await db.query<{ id: ContactId }[]>(
    `with known as (insert into contact (channel, address) values ('sms', $1) on conflict (channel, address) do nothing returning id)
     select id from known union all select id from contact where channel = 'sms' and address = $1 limit 1`,
    [sealedAddress(phone)],
  );
  if (!contact) throw new Error('No contact was made');
  await db.query(
    `insert into contact_patient (contact_id, patient_id, relation) values ($1, $2, $3)
     on conflict (contact_id, patient_id) do update set relation = excluded.relation`,
    [contact.id, patientId, relation],
  );
  return contact.id;
}

/** False when this phone did not speak for them. Whoever is signed in by it is shut out with the next click. */
export async function letSpeakNoMore(db: Database, patientId: PatientId, contactId: number): Promise<boolean> {
  const [, ended] = await db.query<[unknown, number]>(
    'delete from contact_patient where patient_id = $1 and contact_id = $2',
    [patientId, contactId],
  );
  return ended === 1;
}
