import type { Envelope } from '../channels/channel';
import type { ClinicId, ContactId, OutboxId } from '../database/ids';
import type { Database } from '../database/statements';
import { sealedAddress } from '../sealing/sealed';
import { putInOutbox } from './put-in-outbox';

export interface Mail extends Envelope {
  to: string;
  text: string;
  /** 'code' for what signs somebody in: never sent twice, and before all else. */
  kind?: 'mail' | 'code';
  language?: string;
  clinicId?: ClinicId;
  /** After this it is of no use any more, and is not sent. */
  useBy?: Date;
  /** What it speaks of: it is not sent when the visit has changed before it leaves. */
  visit?: { id: number; version: number };
}

/**
 * Puts a mail into the outbox; it leaves after the commit, like everything else. Only where SMTP_URL is set is there somebody
 * to send it (`config.smtp`): elsewhere it would wait for ever.
 */
export async function putMail(db: Database, mail: Mail): Promise<OutboxId> {
  const { to, text, kind = 'mail', language = 'en', clinicId = null, useBy, visit, ...envelope } = mail;
  return putInOutbox(db, {
    contactId: await mailContact(db, to, { language, clinicId }),
    clinicId,
    kind,
    message: { text, choices: [], language, digits: 'latn', mail: envelope },
    ...(useBy && { useBy: useBy.toISOString() }),
    ...(visit && { visit }),
  });
}

/** An address to which mail goes. It speaks for nobody: nothing that is written to it is heard. */
export async function mailContact(
  db: Database,
  typed: string,
  { language, clinicId }: { language: string; clinicId: ClinicId | null },
): Promise<ContactId> {
  const address = asMailAddress(typed);
  if (!address) throw new RangeError('A mail was to be sent to what is no address');
  const [row] = await db.query<{ id: ContactId }[]>(
    `insert into contact (channel, address, language, clinic_id) values ('email', $1, $2, $3)
     on conflict (channel, address) do update set address = excluded.address returning id`,
    [sealedAddress(address), language, clinicId],
  );
  if (!row) throw new Error('An address could not be kept');
  return row.id;
}

/** One address and nothing else: no list, no name, no line break. In small letters, as nobody tells them apart by size. */
export const asMailAddress = (typed: string): string | undefined =>
  ADDRESS.test(typed.trim()) && typed.length <= 254 ? typed.trim().toLowerCase() : undefined;

const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]+\.[^\s@<>()[\]\\,;:".\p{Cc}]{2,}$/u;
