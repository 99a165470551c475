import fs from 'node:fs';
import path from 'node:path';
import type { Database } from '../database/statements';

/**
 * A restored backup does not know what was sent after it was made, and would send it again. So a database that is another one
 * than it was, or that has gone back in time, sends nothing until somebody says so. `dir` is where we keep, outside of the
 * database, when we last sent from it.
 */
export async function holdAfterRestore(db: Database, dir: string): Promise<string | undefined> {
  const [now] = await db.query<{ is: string; was: string | null; beat: Date | null; held: string | null }[]>(
    `select ${IDENTITY} as is, database_was as was, beat_at as beat, held_because as held from sending`,
  );
  if (!now) throw new Error('The table that says whether messages may be sent is empty');
  if (now.held) return now.held;
  const because =
    now.was !== null && now.was !== now.is ? 'another_database' : wentBack(now, dir) ? 'back_in_time' : null;
  if (because) {
    await hold(db, because);
    return because;
  }
  await db.query(`update sending set database_was = ${IDENTITY}`);
  return undefined;
}

// The server's own number is in its control file, and a database that was restored beside others has a new one.
const IDENTITY = `(select system_identifier::text from pg_control_system()) || ':' || (select oid::text from pg_database where datname = current_database())`;

const BEAT_SECONDS = 30;

function wentBack({ is, beat }: { is: string; beat: Date | null }, dir: string): boolean {
  const kept = readBeat(dir);
  return kept?.database === is && kept.at > (beat ? +beat : 0) + 2 * BEAT_SECONDS * 1000;
}

const fileIn = (dir: string): string => path.join(dir, 'last-sent.json');

function readBeat(dir: string): { database: string; at: number } | undefined {
  if (!fs.existsSync(fileIn(dir))) return undefined;
  return JSON.parse(fs.readFileSync(fileIn(dir), 'utf8')) as { database: string; at: number };
}

/** Says, inside the database and outside, that it has been sent from until now. */
export async function beat(db: Database, dir: string): Promise<void> {
  const [rows] = await db.query<[{ is: string; at: Date }[], number]>(
    `update sending set beat_at = clock_timestamp()
      where beat_at is null or beat_at < clock_timestamp() - interval '${BEAT_SECONDS} seconds'
     returning ${IDENTITY} as is, beat_at as at`,
  );
  const [row] = rows;
  if (!row) return;
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(`${fileIn(dir)}.${process.pid}`, JSON.stringify({ database: row.is, at: +row.at }));
  fs.renameSync(`${fileIn(dir)}.${process.pid}`, fileIn(dir));
}

/** From now on nothing leaves. What was waiting may have been sent already by the life that is not in this backup. */
export async function hold(db: Database, because: string): Promise<void> {
  await db.query(
    `with held as (update sending set held_since = clock_now(), held_because = $1 where held_since is null returning 1)
     update outbox set status = 'uncertain', uncertain_since = clock_timestamp(), lease_until = null, why = 'restored'
      where status in ('pending', 'sending') and exists (select from held) and $1 <> 'by_hand'`,
    [because],
  );
}

/** Somebody says that it may. What is uncertain is looked for first, and its time of grace begins now. */
export async function release(db: Database, by: string): Promise<boolean> {
  const released = await db.query<unknown[]>(
    `with released as (
       update sending set held_since = null, held_because = null, database_was = ${IDENTITY}, beat_at = clock_timestamp() where held_since is not null returning 1),
     patient as (
       update outbox set uncertain_since = clock_timestamp(), looked_at = null where status = 'uncertain' and exists (select from released)),
     audited as (insert into audit (actor, action, subject) select $1, 'sending_released', 'outbox' from released)
     select 1 from released`,
    [by],
  );
  return released.length > 0;
}
