import type { ApprovedWords, Envelope } from '../channels/channel';
import type { ClinicId, ContactId, OutboxId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { sealedDocument } from '../sealing/sealed';
import { priorityOf } from './kinds';

/** Words on their way out. How they are shown (buttons, a list, numbered lines) is for the channel. */
export interface Words {
  text: string;
  choices: string[];
  language: string;
  /** The numbering system of the one who reads: the choices are numbered in it. */
  digits: string;
  /** Says nothing but a question, and can be left unsaid when the question is no longer open. */
  onlyAsks?: boolean;
  /** Where it goes by mail. */
  mail?: Envelope;
  /** For a channel that lets only approved words through when somebody has not written for a day. */
  template?: ApprovedWords;
}

export interface Outgoing {
  contactId: ContactId;
  clinicId: ClinicId | null;
  /** 'reply' to somebody who has written; anything else is kept from those who have stopped messages. */
  kind: string;
  message: Words;
  prompt?: number | undefined;
  /** What it speaks of: it is not sent when the visit has changed before it leaves. */
  visit?: { id: number; version: number };
  /** After this it is of no use any more, and is not sent. */
  useBy?: string | undefined;
}

/** Nothing leaves the building from here: the row is delivered after the commit it belongs to. */
export async function putInOutbox(tx: Database, out: Outgoing): Promise<OutboxId> {
  const [row] = await run<{ id: OutboxId }>(tx, PUT, [
    out.clinicId,
    out.contactId,
    out.kind,
    priorityOf(out.kind),
    sealedDocument({ ...out.message, prompt: out.prompt }, ['onlyAsks']),
    out.visit?.id ?? null,
    out.visit?.version ?? null,
    out.useBy ?? null,
  ]);
  if (!row) throw new Error('A message could not be put into the outbox');
  return row.id;
}

const PUT: Statement = {
  name: 'put_in_outbox',
  text: `
    insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version, use_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
};
