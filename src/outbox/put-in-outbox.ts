import type { ClinicId, ContactId } from '../database/ids';
import type { Database } from '../database/statements';

/** Words on their way out. How they are shown (buttons, a list, numbered lines) is for the channel. */
export interface Words {
  text: string;
  choices: string[];
  language: string;
  /** The numbering system of the one who reads: the choices are numbered in it. */
  digits: string;
}

/** Nothing leaves the building from here: the row is delivered after the commit it belongs to. */
export async function putInOutbox(
  tx: Database,
  out: { contactId: ContactId; clinicId: ClinicId | null; kind: string; message: Words; prompt?: number | undefined },
): Promise<void> {
  await tx.query(`insert into outbox (clinic_id, contact_id, kind, priority, body) values ($1, $2, $3, 0, $4)`, [
    out.clinicId,
    out.contactId,
    out.kind,
    JSON.stringify({ ...out.message, prompt: out.prompt }),
  ]);
}
