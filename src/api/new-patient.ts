import { z } from 'zod';
import { asNumber } from '../accounts/phone-codes';
import { Problem } from '../hub/errors';
import { nameWords, sealed, sealedAddress, sealedOrNull } from '../sealing/sealed';
import { note } from './directory';
import { line, type Ask } from './route';

export const profile = z.object({
  name: line(120),
  birthDate: z.iso.date().nullable(),
  sex: z.enum(['female', 'male', 'other']).nullable(),
  language: z.string().regex(/^[a-z]{2,3}$/),
  email: z.email().max(200).nullable(),
});

export interface NewPatient extends Partial<z.output<typeof profile>> {
  name: string;
  clinicId: number;
  phone: string;
}

export function numberOf(typed: string): string {
  const phone = asNumber(typed);
  if (!phone)
    throw new Problem('not_acceptable', {
      about: { detail: 'Write the number with its country, like +254 712 345678.' },
    });
  return phone;
}

/** A new patient of a clinic, with the phone that may speak for them. */
export async function makePatient(ask: Ask, given: NewPatient): Promise<number> {
  const phone = numberOf(given.phone);
  const language = given.language ?? 'en';
  const [made] = await ask.db.query<{ id: number }[]>(
    `insert into patient (name, name_words, birth_date, sex, language, email, clinic_id) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [
      ...[sealed(given.name), nameWords(given.name), given.birthDate, given.sex, language],
      ...[sealedOrNull(given.email ?? null), given.clinicId],
    ],
  );
  if (!made) throw new Error('No patient was made');
  await ask.db.query(
    `with known as (
       insert into contact (channel, address, language, clinic_id) values ('sms', $1, $2, $3)
       on conflict (channel, address) do update set clinic_id = coalesce(contact.clinic_id, excluded.clinic_id) returning id)
     insert into contact_patient (contact_id, patient_id, relation)
     select id, $4, case when exists (select from contact_patient cp where cp.contact_id = known.id) then 'other' else 'self' end from known`,
    [sealedAddress(phone), language, given.clinicId, made.id],
  );
  await note(ask, 'patient_made', `patient:${made.id}`, given.clinicId);
  return made.id;
}
