import type { DataSource } from 'typeorm';
import { handBack, takeOver } from '../conversation/desk';
import type { ContactId } from '../database/ids';
import { putInOutbox } from '../outbox/put-in-outbox';

export interface CaseRow {
  id: number;
  kind: string;
  urgent: boolean;
  status: 'open' | 'claimed';
  owner: string | null;
  minutes: number;
  channel: string;
  /** The last words of the patient, as the desk sees them where the clinic has switched that on. */
  words: string;
}

const ME = 'you';
const LEASE = `interval '30 minutes'`;

export async function openCases(db: DataSource): Promise<CaseRow[]> {
  const rows = await db.query<(Omit<CaseRow, 'words'> & { body: { text?: string } | null })[]>(
    `select d.id::int, d.kind, d.urgent, d.status, d.owner, k.channel,
            greatest(0, extract(epoch from clock_now() - d.opened_at) / 60)::int as minutes,
            (select i.body from inbox i where i.contact_id = d.contact_id and i.source <> 'timer' order by i.id desc limit 1) as body
       from desk_case d join contact k on k.id = d.contact_id
      where d.status <> 'resolved' order by d.urgent desc, d.opened_at desc limit 20`,
  );
  return rows.map(({ body, ...row }) => ({ ...row, words: body?.text ?? '' }));
}

export const deskDeeds = {
  async claim(db: DataSource, id: number): Promise<void> {
    await db.query(
      `update desk_case set status = 'claimed', owner = $2, owned_until = clock_now() + ${LEASE} where id = $1 and status = 'open'`,
      [id, ME],
    );
  },

  /** The first answer is what silences the assistant, in the same commit. */
  async answer(db: DataSource, id: number, text: string): Promise<void> {
    await db.transaction(async (tx) => {
      const found = await claimed(tx, id);
      if (!found) return;
      await takeOver(tx, found.contactId);
      await putInOutbox(tx, {
        ...found,
        kind: 'reply',
        message: { text, choices: [], language: 'en', digits: 'latn' },
      });
    });
  },

  async 'hand-back'(db: DataSource, id: number): Promise<void> {
    await db.transaction(async (tx) => {
      const found = await claimed(tx, id);
      if (!found) return;
      await handBack(tx, found.contactId);
      await settle(tx, id);
    });
  },

  /** What a colleague had taken over goes back to the assistant: nobody is left without an answer. */
  async resolve(db: DataSource, id: number): Promise<void> {
    await db.transaction(async (tx) => {
      const [row] = await tx.query<{ contactId: ContactId; desk: boolean }[]>(
        `select d.contact_id as "contactId", coalesce(c.owner = 'desk', false) as desk
           from desk_case d left join conversation c on c.contact_id = d.contact_id
          where d.id = $1 and d.status <> 'resolved' for update of d`,
        [id],
      );
      if (!row) return;
      if (row.desk) await handBack(tx, row.contactId);
      await settle(tx, id);
    });
  },
};

export type DeskDeed = keyof typeof deskDeeds;

type Tx = Parameters<typeof takeOver>[0];

async function claimed(tx: Tx, id: number) {
  const [row] = await tx.query<{ contactId: ContactId; clinicId: null }[]>(
    `select contact_id as "contactId", clinic_id as "clinicId" from desk_case where id = $1 and status = 'claimed' for update`,
    [id],
  );
  return row;
}

const settle = (tx: Tx, id: number): Promise<unknown> =>
  tx.query(`update desk_case set status = 'resolved', settled_at = clock_now() where id = $1`, [id]);
