import { randomInt } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { ContactId, PatientId } from '../database/ids';
import type { Database } from '../database/statements';
import { putInOutbox } from '../outbox/put-in-outbox';
import { sealedAddress } from '../sealing/sealed';
import type { Secret } from '../secret';
import { keyedHash, keyFor } from './keys';
import { noteSecurity } from './note';
import { beginSession } from './sessions';

const MINUTES = 10;
const TRIES = 5;
/** For one phone, for its neighbours, and for the whole house in an hour: texts cost money, and some people earn it. */
const MOST = { phone: 3, area: 20, house: 500 } as const;
const AREA_DIGITS = 3; // the last ones, that neighbours do not share

export const asNumber = (typed: string): string | undefined => {
  const phone = parsePhoneNumberFromString(typed);
  return phone?.isPossible() ? phone.number : undefined;
};

/** In which words the code is sent; it stands in the text as `{{code}}`. */
export type Wording = (language: string) => string;

/**
 * Sends a code to a phone, if somebody's. What comes back is nothing, and is as slow, whether we know the number or not: the
 * same rows are read and written, and only the text in the outbox is missing.
 */
export async function askForCode(db: Database, secret: Secret, typed: string, wording: Wording): Promise<void> {
  const phone = asNumber(typed);
  if (!phone) return;
  const key = keyFor(secret, 'phone look-up');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const [phoneHash, areaHash] = [keyedHash(key, phone), keyedHash(key, phone.slice(0, -AREA_DIGITS))];
  await db.transaction(async (tx) => {
    // One at a time, or ten at once would each count the others as not yet there.
    await tx.query(`select pg_advisory_xact_lock(hashtext('phone code'), hashtext($1))`, [areaHash]);
    if (await isTooMany(tx, phoneHash, areaHash)) return;
    const contact = await contactOf(tx, phone);
    await tx.query(
      `insert into phone_code (phone_hash, area_hash, code_hash, contact_id, expires_at)
       values ($1, $2, $3, $4, clock_now() + $5::integer * interval '1 minute')`,
      [phoneHash, areaHash, keyedHash(key, `${phone} ${code}`), contact?.id ?? null, MINUTES],
    );
    if (!contact) return;
    const text = wording(contact.language).replace('{{code}}', code);
    const message = { text, choices: [], language: contact.language, digits: 'latn' };
    await putInOutbox(tx, { contactId: contact.id, clinicId: null, kind: 'reply', message });
  });
}

async function isTooMany(tx: Database, phoneHash: string, areaHash: string): Promise<boolean> {
  const [asked] = await tx.query<{ phone: number; area: number; house: number }[]>(
    `select count(*) filter (where phone_hash = $1)::integer as phone, count(*) filter (where area_hash = $2)::integer as area,
            count(*)::integer as house
       from phone_code where asked_at > clock_now() - interval '1 hour'`,
    [phoneHash, areaHash],
  );
  return !asked || asked.phone >= MOST.phone || asked.area >= MOST.area || asked.house >= MOST.house;
}

/** Where a text reaches this phone. */
async function contactOf(tx: Database, phone: string): Promise<{ id: ContactId; language: string } | undefined> {
  const [contact] = await tx.query<{ id: ContactId; language: string }[]>(
    `select id, coalesce(language, 'en') as language from contact
      where channel in ('sms', 'whatsapp') and address = $1 and unreachable_at is null
        and exists (select from contact_patient cp where cp.contact_id = contact.id)
      order by channel = 'sms' desc limit 1`,
    [sealedAddress(phone)],
  );
  return contact;
}

/**
 * Who brings the code, and the birth date of somebody the phone speaks for, is signed in for that person; and for all of
 * them if it is the phone's owner. Every try counts on the phone, whoever makes it from wherever.
 */
export async function signInByCode(
  db: Database,
  secret: Secret,
  given: { phone: string; code: string; birthDate: string; device: string },
): Promise<string | undefined> {
  const phone = asNumber(given.phone);
  if (!phone) return undefined;
  const key = keyFor(secret, 'phone look-up');
  return db.transaction(async (tx) => {
    const contactId = await takeCode(tx, keyedHash(key, phone), keyedHash(key, `${phone} ${given.code}`));
    if (!contactId) return undefined;
    const patients = await openedBy(tx, contactId, given.birthDate);
    if (patients.length === 0) return undefined;
    await tx.query('update phone_code set used_at = clock_now() where contact_id = $1 and used_at is null', [
      contactId,
    ]);
    await noteSecurity(tx, `patient:${contactId}`, 'signed_in', `contact:${contactId}`);
    return beginSession(tx, { contactId, patients }, given.device);
  });
}

// The try is counted before it is judged, on every code of this phone that could still be guessed.
async function takeCode(tx: Database, phoneHash: string, codeHash: string): Promise<ContactId | undefined> {
  const [rows] = await tx.query<[{ hash: string; contactId: ContactId | null }[], number]>(
    `update phone_code set tries = tries + 1
      where phone_hash = $1 and used_at is null and expires_at > clock_now() and tries < $2
      returning code_hash as hash, contact_id as "contactId"`,
    [phoneHash, TRIES],
  );
  return rows.find(({ hash }) => hash === codeHash)?.contactId ?? undefined;
}

async function openedBy(tx: Database, contactId: ContactId, birthDate: string): Promise<PatientId[]> {
  const people = await tx.query<{ id: PatientId; self: boolean; right: boolean }[]>(
    `select p.id, cp.relation = 'self' as self, p.birth_date::text = $2 as right
       from contact_patient cp join patient p on p.id = cp.patient_id where cp.contact_id = $1 order by p.id`,
    [contactId, birthDate],
  );
  const named = people.filter(({ right }) => right);
  return (named.some(({ self }) => self) ? people.filter((one) => one.right || !one.self) : named).map(({ id }) => id);
}
