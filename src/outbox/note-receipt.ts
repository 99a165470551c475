import type { Receipt } from '../channels/channel';
import { type Database, run } from '../database/statements';
import { keepConsent } from '../inbox/consent';
import { RECEIPT, RECEIPT_BY_REFERENCE } from './statements';

/** What goes out with a message, so that the receipt can say which it was, even if the answer to our sending was lost. */
export const referenceOf = (id: number | string): string => `outbox-${id}`;

export async function noteReceipt(db: Database, { of, status, failure }: Receipt): Promise<void> {
  const changed = await noted(db, of, status, failure);
  if (failure !== 'opted_out') return;
  for (const { channel, at } of changed) await keepConsent(db, { channel, at }, false);
}

type Changed = { channel: string; at: string };

async function noted(db: Database, of: Receipt['of'], status: Receipt['status'], why?: string): Promise<Changed[]> {
  if ('receipt' in of) return run<Changed>(db, RECEIPT, [of.receipt, status, why ?? null]);
  const id = /^outbox-(\d{1,18})$/.exec(of.reference)?.[1];
  return id ? run<Changed>(db, RECEIPT_BY_REFERENCE, [id, status, why ?? null]) : [];
}
