import type { AccountId, ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { putMail } from '../outbox/put-mail';
import type { Figure, Unit } from '../reports/figure';
import { figures } from '../reports/figures';
import { readFigure, type Row } from '../reports/read-figure';

export const periods = ['day', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

interface Due {
  accountId: AccountId;
  clinicId: ClinicId;
  every: Period;
  email: string;
  clinic: string;
  from: string;
  to: string;
}

/** What fits on one screen of a phone; the rest is in the console. */
const TOLD = ['bookings', 'cancellations', 'no-shows', 'utilisation', 'openings', 'response-time'];

/** Mails the figures of the day, week or month that is over, from seven in the morning of the clinic. Says how many. */
export const sendSummaries = (db: Database): Promise<number> =>
  db.transaction(async (tx) => {
    const due = await tx.query<Due[]>(DUE);
    for (const each of due) {
      await putMail(tx, { to: each.email, ...(await wordsOf(tx, each)), clinicId: each.clinicId });
      await tx.query(
        'update summary_wish set told_until = $4 where account_id = $1 and clinic_id = $2 and every = $3',
        [each.accountId, each.clinicId, each.every, each.to],
      );
    }
    return due.length;
  });

async function wordsOf(db: Database, { clinic, clinicId, from, to }: Due): Promise<{ subject: string; text: string }> {
  const days = from === to ? from : `${from} to ${to}`;
  const parts: string[] = [];
  for (const name of TOLD) {
    const figure = figures.find((one) => one.name === name);
    const [row] = figure ? await readFigure(db, figure, { from, to, clinicId, clinics: [clinicId] }) : [];
    if (figure && row) parts.push(inWords(figure, row));
  }
  const told = parts.length > 0 ? parts.join('\n\n') : 'Nothing happened.';
  return { subject: `${clinic}: ${days}`, text: `${clinic}, ${days}\n\n${told}` };
}

const inWords = ({ title, measures }: Figure, row: Row): string =>
  [title, ...Object.entries(measures).map(([name, { title: what, unit }]) => `  ${what}: ${valueOf(row[name], unit)}`)].join('\n'); // prettier-ignore

function valueOf(value: string | number | null | undefined, unit: Unit): string {
  if (typeof value !== 'number') return '-';
  if (unit === 'share') return `${Math.round(value * 1000) / 10} %`;
  const suffix = unit === 'minutes' ? ' min' : unit === 'days' ? ' days' : '';
  return `${Math.round(value * 100) / 100}${suffix}`;
}

/** Only to whoever still has the right: a wish outlives a role. */
const DUE = `
  select s.account_id as "accountId", s.clinic_id as "clinicId", s.every, a.email, c.name as clinic, p.first::text as "from", p.last::text as "to"
    from summary_wish s join account a on a.id = s.account_id and a.ended_at is null join clinic c on c.id = s.clinic_id and c.closed_at is null
   cross join lateral (select clock_now() at time zone c.time_zone as local) t
   cross join lateral (
     select case s.every when 'day' then t.local::date - 1 when 'week' then date_trunc('week', t.local)::date - 7
                         else (date_trunc('month', t.local) - interval '1 month')::date end as first,
            case s.every when 'day' then t.local::date when 'week' then date_trunc('week', t.local)::date
                         else date_trunc('month', t.local)::date end - 1 as last) p
   where t.local::time >= '07:00' and coalesce(s.told_until < p.last, true)
     and exists (select from account_role r where r.account_id = a.id and r.role in ('staff', 'administrator') and r.ended_at is null
                    and r.until is null and (r.clinic_id is null or r.clinic_id = s.clinic_id))
   order by s.account_id, s.clinic_id, s.every limit 50 for update of s skip locked`;

export interface Wish {
  clinicId: ClinicId;
  every: Period[];
}

export const wishesOf = (db: Database, accountId: number): Promise<Wish[]> =>
  db.query<Wish[]>(
    `select clinic_id as "clinicId", array_agg(every order by every) as every from summary_wish where account_id = $1 group by clinic_id order by clinic_id`,
    [accountId],
  );

export const wish = (db: Database, accountId: number, clinicId: number, every: readonly Period[]): Promise<unknown> =>
  db.query(
    `with gone as (delete from summary_wish where account_id = $1 and clinic_id = $2 and every <> all($3::text[]))
     insert into summary_wish (account_id, clinic_id, every) select $1, $2, e from unnest($3::text[]) e on conflict do nothing`,
    [accountId, clinicId, every],
  );
