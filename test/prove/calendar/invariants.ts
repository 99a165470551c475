import type { EntityManager } from 'typeorm';
import type { Outcome, Visit } from '../../../src/scheduling/types';
import type { Answer } from '../client';
import type { Stage } from '../proof';
import type { Scene } from './scene';

/**
 * Looks at the rows with comparisons of its own: none of the operators, indexes or constraints that booking relies on,
 * so that a constraint which is missing or wrong is found out.
 */
const BLOCKS = `('held', 'requested', 'booked', 'arrived')`;

type Ends = (visit: 'a' | 'b') => [from: string, to: string];
const claimed: Ends = (visit) => [`lower(${visit}.during)`, `upper(${visit}.during)`];
const attended: Ends = (visit) => [`${visit}.starts`, `${visit}.ends`];

function pairs(same: string, ends: Ends): string {
  const [[fromA, toA], [fromB, toB]] = [ends('a'), ends('b')];
  return `
  select count(*)::int as n from visit a join visit b on a.id < b.id and ${same}
   where a.status in ${BLOCKS} and b.status in ${BLOCKS} and a.overbooked_by is null and b.overbooked_by is null
     and ${fromA} < ${toB} and ${fromB} < ${toA}`;
}

const notTogether = `(a.session_id is null or a.session_id is distinct from b.session_id)`;

export const LOOKS: Record<string, string> = {
  'no provider is in two places': pairs(`a.provider_id = b.provider_id and ${notTogether}`, claimed),
  'no room is used twice': pairs(`a.room_id = b.room_id and ${notTogether}`, claimed),
  'no patient is in two places': pairs('a.patient_id = b.patient_id', attended),
  'no two live visits share a sitting': `
    select count(*)::int as n from (
      select from visit where status in ${BLOCKS} and session_id is null group by sitting having count(*) > 1) twice`,
  'no seat is given twice': `
    select count(*)::int as n from (
      select from visit where status in ${BLOCKS} and session_id is not null group by session_id, seat having count(*) > 1) twice`,
  'no session has more people than seats': `
    select count(*)::int as n from group_session g
     where g.seats < (select count(*) from visit v where v.session_id = g.id and v.status in ${BLOCKS})`,
  'at most two live holds for a contact': `
    select count(*)::int as n from (
      select from visit where status = 'held' and held_by is not null group by held_by having count(*) > 2) hoarders`,
  'a hold has an end and a booking has none': `
    select count(*)::int as n from visit where (status = 'held') <> (held_until is not null)`,
  'every booked visit has its two timers, once': `
    select count(*)::int as n from visit v where v.status = 'booked' and v.starts > clock_now() + interval '31 minutes'
       and array['attended?', 'remind'] is distinct from
           (select array_agg(t.kind order by t.kind) from timer t where t.visit_id = v.id and t.settled_at is null and t.kind <> 'hold_over')`,
  'no timer is due for a visit that is over': `
    select count(*)::int as n from timer t join visit v on v.id = t.visit_id
     where t.settled_at is null and v.status in ('cancelled', 'moved', 'declined')`,
  'every change is in the audit log, once': `
    select count(*)::int as n from visit v
     where v.status in ('requested', 'booked', 'cancelled', 'declined', 'moved')
       and 1 <> (select count(*) from audit a where a.subject = 'visit:' || v.id and (a.details->>'version')::int = v.version)`,
};

/** What every proof must leave behind it, however it went. */
export async function lookOver({ crew }: Stage, { db }: Scene): Promise<Record<string, number>> {
  await crew.rest();
  const found: Record<string, number> = {};
  for (const [invariant, look] of Object.entries(LOOKS)) {
    found[invariant] = await countOf(db, look);
  }
  return { ...found, 'no deadlock': await deadlocks(db) };
}

/** Asks for one number, `n`, and has the patience that a patient need not have. */
export const countOf = (db: EntityManager, query: string, values: unknown[] = []): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    const [row] = await tx.query<{ n: number }[]>(query, values);
    return row?.n ?? NaN;
  });

/** As Postgres counted them: retries hide them from the clients. A connection says what it saw when it ends. */
async function deadlocks(db: EntityManager): Promise<number> {
  await new Promise((resume) => setTimeout(resume, 100));
  return countOf(db, 'select deadlocks::int as n from pg_stat_database where datname = current_database()');
}

/** Every attempt was answered, and every answer is true: what was promised stands in the table. */
export async function lookAtAnswers(db: EntityManager, answers: Answer<Outcome>[]): Promise<Record<string, number>> {
  const promised = answers.flatMap(({ value }) => (value?.kind === 'settled' ? [value.visit] : []));
  return {
    'no answer is lost': answers.filter(({ value }) => !value).length,
    'what was promised is in the table': await missing(db, promised),
  };
}

async function missing(db: EntityManager, promised: Visit[]): Promise<number> {
  const found = await countOf(
    db,
    `select count(*)::int as n from visit v join unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[]) p(id, provider, starts, patient)
         on p.id = v.id and p.provider = v.provider_id and p.starts = v.starts and p.patient is not distinct from v.patient_id
      where v.status in ('held', 'requested', 'booked')`,
    [
      promised.map((v) => v.id),
      promised.map((v) => v.providerId),
      promised.map((v) => v.starts),
      promised.map((v) => v.patientId),
    ],
  );
  return promised.length - found;
}

/** What went wrong besides refusals, by its code: '2 × 40P01'. */
export function faults(answers: Answer<unknown>[]): string {
  const tally = new Map<string, number>();
  for (const { error } of answers) {
    if (!error) continue;
    const code = error.code ?? error.message;
    tally.set(code, (tally.get(code) ?? 0) + 1);
  }
  return [...tally].map(([code, n]) => `${n} × ${code}`).join(', ') || 'none';
}

export const settledIn = (answers: Answer<Outcome>[]): number =>
  answers.filter(({ value }) => value?.kind === 'settled').length;

/** How often each rule was given as the reason. */
export function refusals(answers: Answer<Outcome>[]): string {
  const tally = new Map<string, number>();
  for (const { value } of answers)
    if (value?.kind === 'refused') tally.set(value.rules[0], (tally.get(value.rules[0]) ?? 0) + 1);
  return [...tally].map(([rule, n]) => `${n} ${rule}`).join(', ') || 'none';
}

export function percentiles(answers: Answer<unknown>[]): Record<string, string> {
  const sorted = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number): string =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)} ms`;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
