import type { DataSource } from 'typeorm';
import type { ContactId } from '../database/ids';

type Who = ContactId[];

export interface ClockNow {
  /** What it is in the clinic. */
  now: string;
  zone: string;
  /** What comes next for somebody on the page, and in how many minutes. */
  next?: { kind: string; minutes: number };
}

export async function clockNow(db: DataSource, who: Who): Promise<ClockNow> {
  const [row] = await db.query<{ now: string; zone: string }[]>(
    `select clock_now() as now, coalesce((select time_zone from clinic order by id limit 1), 'UTC') as zone`,
  );
  const next = await nextDue(db, who);
  return {
    now: new Date(row?.now ?? 0).toISOString(),
    zone: row?.zone ?? 'UTC',
    ...(next && { next: { kind: next.kind, minutes: next.minutes } }),
  };
}

/** Lets the clock of the clinic, which is that of its database, go on to what is next for somebody on the page. */
export async function jump(db: DataSource, who: Who): Promise<void> {
  const next = await nextDue(db, who);
  if (!next) return;
  await db.transaction(async (tx) => {
    // The crowd is scenery. Days of reminders to people without phones would keep those with phones waiting.
    await tx.query(
      `update timer t set settled_at = clock_now()
        where t.settled_at is null and t.kind not in ('hold_over', 'offer_opening')
          and t.due_at <= clock_now() + $2::int * interval '1 minute' and not (${THEIRS})`,
      [who, next.minutes],
    );
    await tx.query(`update clock set shift = shift + $1::int * interval '1 minute'`, [next.minutes]);
  });
}

const THEIRS = `coalesce(t.contact_id = any($1::bigint[]), false)
   or exists (select from visit v join contact_patient cp on cp.patient_id = v.patient_id
               where v.id = t.visit_id and cp.contact_id = any($1::bigint[]))`;

async function nextDue(db: DataSource, who: Who): Promise<{ kind: string; minutes: number } | undefined> {
  const [row] = await db.query<{ kind: string; minutes: number }[]>(
    `select t.kind, ceil(extract(epoch from greatest(t.due_at - clock_now(), interval '0')) / 60)::int as minutes
       from timer t left join visit vv on vv.id = t.visit_id
      where t.settled_at is null and t.kind not in ('hold_over', 'offer_opening')
        and (vv.id is null or vv.version = t.visit_version and vv.status = 'booked') and (${THEIRS})
      order by t.due_at limit 1`,
    [who],
  );
  return row;
}
