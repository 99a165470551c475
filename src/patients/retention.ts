import type { Database } from '../database/statements';

interface Rule {
  /** As people read it. */
  readonly title: string;
  readonly days: number;
  /** Takes away what is older than $1 days, and says how much there was. */
  readonly sweep: string;
}

/** What is kept for how long, unless the house has said otherwise. Visits, consents and the audit log are kept for good. */
export const retentionRules = {
  messages: {
    title: 'Words of messages, in and out',
    days: 90,
    sweep: `
      with i as (update inbox set body = '{}' where handled_at < clock_now() - $1::integer * interval '1 day' and body <> '{}' returning 1),
      o as (update outbox set body = '{}' where settled_at < clock_now() - $1::integer * interval '1 day' and body <> '{}'
               and status not in ('pending', 'sending', 'uncertain') returning 1)
      select (select count(*) from i) + (select count(*) from o) as count`,
  },
  conversations: {
    title: 'Where a conversation stands, after its last message',
    days: 90,
    sweep: `
      with c as (update conversation set envelope = null, version = version + 1
                  where changed_at < clock_now() - $1::integer * interval '1 day' and envelope is not null and owner = 'assistant' returning 1)
      select count(*) from c`,
  },
  feedback: {
    title: 'What patients wrote about a visit; their rating stays',
    days: 365,
    sweep: `with f as (update feedback set words = null where at < clock_now() - $1::integer * interval '1 day' and words is not null returning 1) select count(*) from f`, // prettier-ignore
  },
  answers: {
    title: 'Answers kept for requests that are repeated',
    days: 2,
    sweep: `with a as (delete from idempotency where created_at < clock_now() - $1::integer * interval '1 day' returning 1) select count(*) from a`, // prettier-ignore
  },
  codes: {
    title: 'Codes that were sent to phones',
    days: 1,
    sweep: `with a as (delete from phone_code where asked_at < clock_now() - $1::integer * interval '1 day' returning 1) select count(*) from a`, // prettier-ignore
  },
  signIns: {
    title: 'Sign-ins that have ended',
    days: 90,
    sweep: `with a as (delete from sign_in where ends_at < clock_now() - $1::integer * interval '1 day' returning 1) select count(*) from a`, // prettier-ignore
  },
  questions: {
    title: 'Which questions were put to whom',
    days: 400,
    sweep: `with a as (delete from dialogue_step where at < clock_now() - $1::integer * interval '1 day' returning 1) select count(*) from a`, // prettier-ignore
  },
} as const satisfies Record<string, Rule>;

export type Kept = keyof typeof retentionRules;

export interface RetentionNow {
  what: Kept;
  title: string;
  days: number;
  usual: number;
}

export async function retentionNow(db: Database): Promise<RetentionNow[]> {
  const set = await db.query<{ what: string; days: number }[]>('select what, days from retention');
  return (Object.keys(retentionRules) as Kept[]).map((what) => {
    const { title, days } = retentionRules[what];
    return { what, title, days: set.find((one) => one.what === what)?.days ?? days, usual: days };
  });
}

export const keepFor = (db: Database, what: Kept, days: number, by: string): Promise<unknown> =>
  db.query(
    `with said as (
       insert into retention (what, days, set_by) values ($1, $2, $3)
       on conflict (what) do update set days = excluded.days, set_by = excluded.set_by, set_at = clock_now())
     insert into audit (actor, action, subject, details) values ($3, 'retention_set', 'retention:' || $1, jsonb_build_object('days', $2::integer))`,
    [what, days, by],
  );

/** Takes away what is older than it is kept for. With `look` it only counts. What was taken is written down, by number. */
export async function sweep(db: Database, by: string, look = false): Promise<Record<Kept, number>> {
  const rules = await retentionNow(db);
  const counts = {} as Record<Kept, number>;
  const work = async (tx: Database): Promise<void> => {
    for (const { what, days } of rules) {
      const [row] = await tx.query<{ count: string | number }[]>(retentionRules[what].sweep, [days]);
      counts[what] = Number(row?.count ?? 0);
    }
    if (look) throw new OnlyLooked();
    if (Object.values(counts).some((count) => count > 0))
      await tx.query(`insert into audit (actor, action, subject, details) values ($1, 'swept', 'retention', $2)`, [
        ...[by, JSON.stringify(counts)],
      ]);
  };
  await db.transaction(work).catch((error: unknown) => {
    if (!(error instanceof OnlyLooked)) throw error;
  });
  return counts;
}

class OnlyLooked extends Error {}
