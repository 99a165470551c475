import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import type { ContactId, PatientId } from '../database/ids';
import { nameWords, sealed, sealedAddress, sealedOrNull } from '../sealing/sealed';
import { dayCell, languageCell, words } from './cells';
import { type Became, type Into, type Kind, Refused } from './kind';

const shape = z.object({
  name: words(120),
  phone: words(40),
  birth_date: dayCell.optional(),
  sex: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['female', 'male', 'other'], 'Write female, male or other.'))
    .optional(),
  language: languageCell.optional(),
  email: z.email('This is no address of email.').max(200).optional(),
});

/** The same name and birth date at the same phone is the same person, and is left as they are. */
export const patients: Kind<typeof shape> = {
  shape,
  async take(into, [row]): Promise<Became> {
    if (!row) throw new Error('No row');
    if (row.birth_date && row.birth_date > into.now.toISOString().slice(0, 10))
      throw new Refused('birth_date', 'This day has not come yet.');
    const phone = numberIn('phone', row.phone);
    const contactId = await contactAt(into, phone, row.language);
    if (await patientAt(into, phone, row.name, row.birth_date)) return 'known';
    const [made] = await into.tx.query<{ id: PatientId }[]>(
      `insert into patient (name, name_words, birth_date, sex, language, email, clinic_id) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [
        ...[sealed(row.name), nameWords(row.name), row.birth_date ?? null, row.sex ?? null, row.language ?? 'en'],
        ...[sealedOrNull(row.email), into.clinicId],
      ],
    );
    // The first of a phone owns it; whoever comes after is somebody they speak for.
    await into.tx.query(
      `insert into contact_patient (contact_id, patient_id, relation)
       select $1, $2, case when exists (select from contact_patient where contact_id = $1) then 'other' else 'self' end`,
      [contactId, made?.id],
    );
    return 'made';
  },
};

export function numberIn(column: string, typed: string): string {
  const phone = parsePhoneNumberFromString(typed);
  if (!phone?.isPossible()) throw new Refused(column, 'Write the number with its country, like +254 712 345678.');
  return phone.number;
}

async function contactAt({ tx, clinicId }: Into, phone: string, language = 'en'): Promise<ContactId> {
  const [contact] = await tx.query<{ id: ContactId }[]>(
    `with made as (insert into contact (channel, address, language, clinic_id) values ('sms', $1, $2, $3)
       on conflict (channel, address) do nothing returning id)
     select id from made union all select id from contact where channel = 'sms' and address = $1 limit 1`,
    [sealedAddress(phone), language, clinicId],
  );
  if (!contact) throw new Error('No contact was made');
  return contact.id;
}

/** Whom a phone speaks for, by name; by the birth date too where the line has one. */
export async function patientAt(
  { tx }: Into,
  phone: string,
  name: string | undefined,
  birthDate?: string,
): Promise<PatientId | undefined> {
  const found = await tx.query<{ id: PatientId; name: string; self: boolean }[]>(
    `select p.id, p.name, cp.relation = 'self' as self from contact k join contact_patient cp on cp.contact_id = k.id join patient p on p.id = cp.patient_id
      where k.channel = 'sms' and k.address = $1 and p.erased_at is null and ($2::date is null or p.birth_date is null or p.birth_date = $2)
      order by cp.relation = 'self' desc, p.id`,
    [sealedAddress(phone), birthDate ?? null],
  );
  const same = (one: string): boolean => one.toLowerCase() === name?.toLowerCase();
  return (name === undefined ? found.find(({ self }) => self) : found.find((one) => same(one.name)))?.id;
}
