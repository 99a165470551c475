import type { PatientId } from '../database/ids';
import type { Database } from '../database/statements';
import { sealedAddress } from '../sealing/sealed';

interface Known {
  contacts: { id: number; address: string; alone: boolean }[];
  /** Their names and addresses, as they may stand in words of others. */
  words: string[];
}

/** By what somebody could be found in what was said: whole names, and the parts of them that are not everybody's. */
export async function knownOf(db: Database, patientId: PatientId): Promise<Known> {
  const [patient] = await db.query<{ name: string; email: string | null }[]>(
    'select name, email from patient where id = $1',
    [patientId],
  );
  const contacts = await db.query<Known['contacts']>(
    `select k.id, k.address, not exists (select from contact_patient o where o.contact_id = k.id and o.patient_id <> $1)
              and not exists (select from invitation i join visit v on v.id = i.visit_id where i.contact_id = k.id and v.patient_id <> $1) as alone
       from contact k
      where k.id in (select contact_id from contact_patient where patient_id = $1
                      union select i.contact_id from invitation i join visit v on v.id = i.visit_id where v.patient_id = $1)
         or k.channel = 'email' and k.address = $2 order by k.id`,
    [patientId, patient?.email ? sealedAddress(patient.email.trim().toLowerCase()) : null],
  );
  const names = (patient?.name ?? '').split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  const alone = contacts.filter(({ alone: own }) => own).map(({ address }) => address);
  return { contacts, words: [...names, patient?.email ?? '', ...alone].filter(Boolean).map(folded) };
}

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/g, '')
    .toLocaleLowerCase('en');

export const mentions = (document: unknown, words: readonly string[]): boolean => {
  const text = folded(JSON.stringify(document ?? ''));
  return words.some((word) => text.includes(word));
};

/**
 * What was said from and to a phone of theirs alone goes wholly; of a phone that others share, what speaks of their visits or
 * names them.
 */
export async function forgetMessages(db: Database, patientId: PatientId, { contacts, words }: Known): Promise<number> {
  const alone = contacts.filter((one) => one.alone).map(({ id }) => id);
  const shared = contacts.filter((one) => !one.alone).map(({ id }) => id);
  let forgotten = 0;
  for (const table of ['inbox', 'outbox'] as const) {
    const ids = [...(await idsOf(db, table, alone, patientId)), ...(await naming(db, table, shared, words))];
    forgotten += await blank(db, table, ids);
  }
  const talks = await db.query<{ id: number; envelope: unknown }[]>(
    'select contact_id as id, envelope from conversation where contact_id = any($1::bigint[])',
    [[...alone, ...shared]],
  );
  const gone = talks.filter(({ id, envelope }) => alone.includes(id) || mentions(envelope, words)).map(({ id }) => id);
  await db.query(
    'update conversation set envelope = null, version = version + 1 where contact_id = any($1::bigint[])',
    [gone],
  );
  return forgotten;
}

async function idsOf(
  db: Database,
  table: 'inbox' | 'outbox',
  contacts: number[],
  patientId: PatientId,
): Promise<number[]> {
  const aboutVisits = table === 'outbox' ? `or visit_id in (select id from visit where patient_id = $2)` : 'and $2 > 0';
  const rows = await db.query<{ id: number }[]>(
    `select id from ${table} where contact_id = any($1::bigint[]) ${aboutVisits}`,
    [contacts, patientId],
  );
  return rows.map(({ id }) => id);
}

async function naming(db: Database, table: 'inbox' | 'outbox', contacts: number[], words: string[]): Promise<number[]> {
  const rows = await db.query<{ id: number; body: unknown }[]>(
    `select id, body from ${table} where contact_id = any($1::bigint[])`,
    [contacts],
  );
  return rows.filter(({ body }) => mentions(body, words)).map(({ id }) => id);
}

/** The row stays, so that what was counted stays counted; there is nothing left in it. What had not left yet never does. */
async function blank(db: Database, table: 'inbox' | 'outbox', ids: number[]): Promise<number> {
  const settled =
    table === 'inbox'
      ? `handled_at = coalesce(handled_at, clock_now()), sent_at = null`
      : `status = case when status in ('pending', 'uncertain') then 'suppressed' else status end, settled_at = coalesce(settled_at, clock_now()), receipt = null`;
  const [, count] = await db.query<[unknown, number]>(
    `update ${table} set body = '{}', ${settled} where id = any($1::bigint[])`,
    [ids],
  );
  return count;
}

/** Answers that were kept for a repeat, and what channels keep by an address. */
export async function forgetCopies(db: Database, patientId: PatientId, { contacts, words }: Known): Promise<void> {
  const kept = await db.query<{ scope: string; key: string; answer: unknown }[]>(
    'select scope, key, answer from idempotency where answer is not null',
  );
  const marked = [`"patientid":${patientId},`, `"patientid":${patientId}}`];
  for (const { scope, key, answer } of kept)
    if (mentions(answer, [...words, ...marked])) await db.query('delete from idempotency where scope = $1 and key = $2', [scope, key]); // prettier-ignore
  for (const { address } of contacts.filter(({ alone }) => alone))
    await db.query('delete from channel_memory where position($1 in key) > 0 or position($2 in key) > 0', [
      ...[address, address.replace(/^\+/, '')],
    ]);
  const memories = await db.query<{ channel: string; key: string; value: unknown }[]>(
    'select channel, key, value from channel_memory',
  );
  for (const { channel, key, value } of memories)
    if (mentions(value, words))
      await db.query('delete from channel_memory where channel = $1 and key = $2', [channel, key]);
}
