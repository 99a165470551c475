import { type Database, run, type Statement } from '../database/statements';
import { RECENTLY, type Seen } from './store';

/** More than this in five minutes nobody types. Another program does, and two programs would go on for ever. */
const MOST_MESSAGES = 60;
/** The same words; but the same digit may well be the answer to each of many questions. */
const MOST_ALIKE = { words: 6, digit: 20 };

/** How many strangers of one clinic are answered in a minute by one process. Whoever is known there is always answered. */
export const MOST_STRANGERS = 300;

export interface TooMuch {
  /** Of one person, or of many who have never been here. */
  whose: 'theirs' | 'strangers';
  /** They have not been told yet. */
  first: boolean;
  /** And neither has the desk. */
  tellsDesk: boolean;
}

/** Whether somebody writes more than is answered. It is stored all the same, and words of danger are heard. */
export async function tooMuch(db: Database, seen: Seen, strangers?: Strangers): Promise<TooMuch | undefined> {
  const recent = await recentlyWritten(db, seen);
  const most = /^\s*\p{Nd}\s*$/u.test(seen.message.body.text ?? '') ? MOST_ALIKE.digit : MOST_ALIKE.words;
  if (recent > MOST_MESSAGES || (recent > most && (await alike(db, seen)) > most))
    return asOne(!(await toldAlready(db, seen)));
  const isStranger = seen.envelope.people.length === 0 && seen.envelope.prompts === 0;
  const over = isStranger ? (strangers?.over(seen.clinicId, seen.now) ?? 0) : 0;
  return over === 0 ? undefined : { whose: 'strangers', first: recent <= 1, tellsDesk: over === 1 };
}

const asOne = (first: boolean): TooMuch => ({ whose: 'theirs', first, tellsDesk: first });

const WRITTEN = `${RECENTLY} and r.contact_id = $1 and r.id <= $2`;

async function recentlyWritten(db: Database, { contactId, message }: Seen): Promise<number> {
  if (message.recent !== undefined) return message.recent;
  const [row] = await run<{ count: number }>(db, RECENT, [contactId, message.id]);
  return row?.count ?? 0;
}

const RECENT: Statement = {
  name: 'recently_written',
  text: `select count(*)::integer as count from (select ${WRITTEN} limit ${MOST_MESSAGES + 1}) recent`,
};

// Words are sealed, each time in another way, so they are compared here.
async function alike(db: Database, { contactId, message }: Seen): Promise<number> {
  const { text } = message.body;
  if (text === undefined) return 0;
  const rows = await db.query<Pick<Seen['message'], 'body'>[]>(`select body ${WRITTEN}`, [contactId, message.id]);
  return rows.filter(({ body }) => body.text === text).length;
}

/** The case that was opened when they were told is still there: whoever settles it lets them be told again. */
async function toldAlready(db: Database, { contactId }: Seen): Promise<boolean> {
  const rows = await db.query<unknown[]>(
    `select from desk_case where contact_id = $1 and kind = 'loop' and status <> 'resolved'`,
    [contactId],
  );
  return rows.length > 0;
}

const MINUTE_MS = 60_000;

/**
 * Counts those who write to a clinic for the first time, so that one who writes from ten thousand made-up numbers costs no
 * clinic its money. It is kept in the process and lost with it: that errs to the side of answering.
 */
export class Strangers {
  private readonly came = new Map<number, { since: number; count: number }>();

  constructor(private readonly most = MOST_STRANGERS) {}

  /** By how many there are too many in this minute, with the one who comes now. */
  over(clinicId: number | null, now: Date): number {
    const key = clinicId ?? 0;
    const known = this.came.get(key);
    const current = known && now.getTime() - known.since < MINUTE_MS ? known : { since: now.getTime(), count: 0 };
    current.count++;
    this.came.set(key, current);
    return Math.max(0, current.count - this.most);
  }
}
