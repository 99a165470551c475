import type { DataSource } from 'typeorm';
import type { CaseId, ContactId } from '../database/ids';
import { answer, handBack, resolve } from '../desk/answer';
import { type Case, type CaseOutcome, openCases } from '../desk/cases';
import { claim } from '../desk/take';
import type { Actor } from '../scheduling/types';

export interface CaseRow {
  id: number;
  kind: string;
  urgent: boolean;
  status: Case['status'];
  mine: boolean;
  minutes: number;
  channel: string;
  /** The last words of the patient, as the desk sees them where the clinic has switched that on. */
  words: string;
}

/** Whoever plays the colleague on the page. */
const ME: Actor = 'staff:0';

const MOST_SHOWN = 8;
/** Enough to see that the desk has other work, too. */
const OF_THE_CROWD = 2;

/** What the phones on the page have brought about comes first; the requests of the crowd wait below. */
export async function casesNow(db: DataSource, who: ContactId[]): Promise<{ cases: CaseRow[]; more: number }> {
  const all = await openCases(db.manager, null, 500);
  const theirs = ({ contactId, owner }: Case): boolean =>
    owner === ME || (contactId !== null && who.includes(contactId));
  const cases = [...all.filter(theirs), ...all.filter((each) => !theirs(each)).slice(0, OF_THE_CROWD)].slice(
    0,
    MOST_SHOWN,
  );
  const about = await lastWords(
    db,
    cases.map(({ id }) => id),
  );
  const rows = cases.map(({ id, kind, urgent, status, owner, openedAt, now }) => ({
    ...{ id, kind, urgent, status, mine: owner === ME },
    minutes: Math.max(0, Math.round((+now - +openedAt) / 60_000)),
    channel: about.get(id)?.channel ?? '',
    words: about.get(id)?.body?.text ?? '',
  }));
  return { cases: rows, more: all.length - rows.length };
}

interface About {
  id: CaseId;
  channel: string;
  body: { text?: string } | null;
}

async function lastWords(db: DataSource, ids: CaseId[]): Promise<Map<CaseId, About>> {
  const rows = await db.query<About[]>(
    `select d.id, k.channel,
            (select i.body from inbox i where i.contact_id = d.contact_id and i.source <> 'timer' order by i.id desc limit 1) as body
       from desk_case d join contact k on k.id = d.contact_id where d.id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What can be done at the desk is what the desk can do anywhere. */
export const deskDeeds = {
  claim: (db: DataSource, id: CaseId): Promise<CaseOutcome> => claim(db.manager, id, ME),
  answer: (db: DataSource, id: CaseId, words: string): Promise<CaseOutcome> => answer(db.manager, id, ME, { words }),
  'hand-back': (db: DataSource, id: CaseId): Promise<CaseOutcome> => handBack(db.manager, id, ME),
  resolve: (db: DataSource, id: CaseId): Promise<CaseOutcome> => resolve(db.manager, id, ME),
};

export type DeskDeed = keyof typeof deskDeeds;
