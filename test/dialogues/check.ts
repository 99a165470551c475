import type { Name } from '../universe';
import { dayIn } from './dates';
import type { Stage } from './given';
import { nameWords } from '../../src/sealing/sealed';

type Written = (name: string) => number;
type Claim = [pattern: RegExp, holds: (stage: Stage, parts: string[], written: Written) => Promise<unknown>];

/** Every sentence that may stand after `then`: what must be true whatever the clinic has said. */
const CLAIMS: Claim[] = [
  [/^(\S+) has a visit on (.+) at (.+)$/, async (stage, [who = '', day = '', time]) =>
    expect(await visitsOf(stage, who)).toContain(`${dayIn(day)} ${time}`)],
  [/^(\S+) has no visit$/, async (stage, [who = '']) => expect(await visitsOf(stage, who)).toEqual([])],
  [/^(\S+) has (\d+) visits?$/, async (stage, [who = '', count]) =>
    expect(await visitsOf(stage, who)).toHaveLength(Number(count))],
  [/^(\w+) wrote at most (\d+) messages$/, async (_, [who = '', most], written) =>
    expect(written(who)).toBeLessThanOrEqual(Number(most))],
  [/^the desk has a case: (.+)$/, async (stage, [kind]) => expect(await cases(stage)).toContain(kind)],
  [/^the desk has no case$/, async (stage) => expect(await cases(stage)).toEqual([])],
  [/^(\w+) gets no unprompted messages$/, async (stage, [who = '']) => expect(await stopped(stage, who)).toBe(true)],
  [/^(\w+) gets unprompted messages$/, async (stage, [who = '']) => expect(await stopped(stage, who)).toBe(false)],
  [/^(\w+) is written to in (\w+)$/, async (stage, [who = '', language]) =>
    expect(await column(stage, who, 'language')).toBe(language)],
  [/^no time is held$/, async (stage) =>
    expect(await stage.db.query(`select from visit where status = 'held' and held_until > clock_now()`)).toEqual([])],
  [/^(\w+) speaks for nobody$/, async (stage, [who = '']) =>
    expect(
      await stage.db.query('select from contact_patient where contact_id = $1', [stage.contacts[who as Name]]),
    ).toEqual([])],
];

export async function check(stage: Stage, claim: string, written: Written): Promise<void> {
  for (const [pattern, holds] of CLAIMS) {
    const parts = pattern.exec(claim);
    if (parts) {
      await holds(stage, parts.slice(1), written);
      return;
    }
  }
  throw new Error(`Nobody knows how to check "then ${claim}"; see test/dialogues/check.ts`);
}

/** By first name, in the clinic's time, soonest first. */
async function visitsOf({ db }: Stage, who: string): Promise<string[]> {
  const rows = await db.query<{ at: string }[]>(
    `select to_char(v.starts at time zone 'Africa/Nairobi', 'YYYY-MM-DD HH24:MI') as at from visit v join patient p on p.id = v.patient_id
      where p.name_words @> $1 and v.status in ('booked', 'requested') order by v.starts`,
    [nameWords(who)],
  );
  return rows.map((row) => row.at);
}

async function cases({ db }: Stage): Promise<string[]> {
  const rows = await db.query<{ kind: string; urgent: boolean }[]>(
    `select kind, urgent from desk_case where status <> 'resolved' order by id`,
  );
  return rows.map(({ kind, urgent }) => (urgent ? `${kind}, urgent` : kind));
}

const stopped = async (stage: Stage, who: string): Promise<boolean> =>
  (await column(stage, who, 'stopped_at')) !== null;

async function column({ db, contacts }: Stage, who: string, name: string): Promise<unknown> {
  const [row] = await db.query<Record<string, unknown>[]>(`select ${name} as it from contact where id = $1`, [
    contacts[who as Name],
  ]);
  return row?.it;
}
