import type { Database } from '../database/statements';
import type { Secret } from '../secret';
import { ROOT, type Seal, sealKey, sealOver } from './seal';

export interface Checked {
  seals: number;
  rows: number;
  /** The newest seal. Kept somewhere else, it shows later that nothing was cut off at the end. */
  newest: string | null;
  /** What is not as it was sealed, in sentences. */
  wrong: string[];
}

const BATCH = 500;
/** Longer than any transaction lasts. */
const BACKDATED = `interval '10 minutes'`;

/** Goes through the whole log. A `kept` seal from an earlier check must still be there. What was sealed `before` had another key. */
export async function checkAudit(db: Database, secret: Secret, kept?: string, before?: Secret): Promise<Checked> {
  const keys = (before ? [secret, before] : [secret]).map(sealKey);
  const found: Checked = { seals: 0, rows: 0, newest: null, wrong: [] };
  let previous = '';
  let seenKept = kept === undefined;
  for (let after = 0; ;) {
    const seals = await db.query<Found[]>(SEALS, [after, BATCH]);
    for (const one of seals) {
      found.wrong.push(...faultsOf(one, previous, keys));
      found.rows += one.count;
      seenKept ||= one.seal === kept;
      previous = one.seal;
    }
    found.seals += seals.length;
    after = seals.at(-1)?.id ?? after;
    if (seals.length < BATCH) break;
  }
  if (!seenKept)
    found.wrong.push('The seal that was kept is not in the log: its end was cut off, or all of it replaced.');
  found.wrong.push(...(await strangers(db)));
  return { ...found, newest: previous || null };
}

type Found = Seal & { rootNow: string | null; countNow: number; backdated: number };

function faultsOf(one: Found, previous: string, keys: Buffer[]): string[] {
  const faults: string[] = [];
  if (one.previous !== previous) faults.push(`Seal ${one.id} does not follow the one before it.`);
  if (!keys.some((key) => one.seal === sealOver(key, one))) faults.push(`Seal ${one.id} was not made by us.`);
  if (one.countNow !== one.count)
    faults.push(`Seal ${one.id} covers ${one.count} rows, and ${one.countNow} are there.`);
  else if (one.rootNow !== one.root) faults.push(`A row under seal ${one.id} is not as it was sealed.`);
  if (one.backdated > 0)
    faults.push(`Seal ${one.id} has ${one.backdated} rows that say they are older than the seal before.`);
  return faults;
}

const SEALS = `
  with these as (
    select s.*, (select p.sealed_at from audit_seal p where p.id < s.id order by p.id desc limit 1) as before
      from audit_seal s where s.id > $1 order by s.id limit $2)
  select s.id, s.ids::text as ids, s.count, s.root, s.previous, s.seal, s.sealed_at as "sealedAt",
         now.root as "rootNow", now.count as "countNow", now.backdated
    from these s
   cross join lateral (
     select ${ROOT} as root, count(*)::integer as count, (count(*) filter (where a.at < s.before - ${BACKDATED}))::integer as backdated
       from audit a where a.id >= lower(s.ids) and a.id < upper(s.ids) and s.ids @> a.id) now
   order by s.id`;

/** Rows that no seal covers although later ones are sealed: put in between by other means than ours. */
async function strangers(db: Database): Promise<string[]> {
  const [row] = await db.query<{ count: number }[]>(
    `select count(*)::integer as count from audit a
      where a.at < (select max(sealed_at) from audit_seal) - ${BACKDATED}
        and not exists (select from audit_seal s where s.ids @> a.id)`,
  );
  return row && row.count > 0 ? [`${row.count} rows stand under no seal.`] : [];
}
