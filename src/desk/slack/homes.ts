import type { Database } from '../../database/statements';

const AT_ONCE = 20;
/** As long as a shift: whoever comes back later opens it anew. */
const KEPT_HOURS = 12;

/** Whose home stands open in Slack. */
export interface OpenHome {
  team: string;
  userId: string;
  shown: string | null;
}

/** Drawn at once, whatever we think stands there: the app may have been taken out and put in again. */
export const opened = (db: Database, team: string, userId: string): Promise<unknown> =>
  db.query(
    `insert into slack_home (team, user_id) values ($1, $2)
     on conflict (team, user_id) do update set opened_at = clock_now(), due_at = clock_now(), shown = null`,
    [team, userId],
  );

/** Somebody has just done something at home, and wants to see it. */
export const dueNow = (db: Database, team: string, userId: string): Promise<unknown> =>
  db.query('update slack_home set due_at = clock_now() where team = $1 and user_id = $2', [team, userId]);

/** One process at a time has each in hand. */
export async function leaseHomes(db: Database): Promise<OpenHome[]> {
  const [homes] = await db.query<[OpenHome[], number]>(
    `with due as (
       select team, user_id from slack_home
        where due_at <= clock_now() and opened_at > clock_now() - interval '${KEPT_HOURS} hours'
          and (lease_until is null or lease_until < clock_timestamp())
        order by due_at limit ${AT_ONCE} for update skip locked)
     update slack_home h set lease_until = clock_timestamp() + interval '60 seconds'
       from due where h.team = due.team and h.user_id = due.user_id returning h.team, h.user_id as "userId", h.shown`,
  );
  return homes;
}

export const lookAgain = (
  db: Database,
  { team, userId }: OpenHome,
  seconds: number,
  shown: string | null,
): Promise<unknown> =>
  db.query(
    `update slack_home set lease_until = null, due_at = clock_now() + $3::float8 * interval '1 second', shown = $4
      where team = $1 and user_id = $2`,
    [team, userId, seconds, shown],
  );

/** Slack counts the homes of a workspace together. */
export const slowDown = (db: Database, team: string, seconds: number): Promise<unknown> =>
  db.query(
    `update slack_home set due_at = greatest(due_at, clock_now() + $2::float8 * interval '1 second') where team = $1`,
    [team, seconds],
  );
