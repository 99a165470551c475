import type { CaseId, ClinicId, SlackPostId } from '../../database/ids';
import type { Database } from '../../database/statements';

/** What stands in Slack, or is to stand there. */
export interface Post {
  id: SlackPostId;
  key: string;
  clinicId: ClinicId | null;
  caseId: CaseId | null;
  team: string | null;
  channel: string;
  ts: string | null;
  shownVersion: number;
  told: number;
  doing: string | null;
  attempts: number;
}

const COLUMNS = `p.id, p.key, p.clinic_id as "clinicId", p.case_id as "caseId", p.team, p.channel, p.ts, p.shown_version as "shownVersion",
                 p.told, p.doing, p.attempts`;

/** Every case that is open gets its place. A case that was settled before Slack ever saw it needs none. */
export const addPosts = (db: Database, channel: string): Promise<unknown> =>
  db.query(
    `insert into slack_post (key, clinic_id, case_id, team, channel)
     select 'case:' || d.id, d.clinic_id, d.id, s.slack_team, coalesce(s.slack_channel, $1)
       from desk_case d left join clinic_desk s on s.clinic_id = d.clinic_id
      where d.status <> 'resolved' and not exists (select from slack_post p where p.case_id = d.id)
      order by d.urgent desc, d.id limit 100
     on conflict do nothing`,
    [channel],
  );

/** What has something to show that Slack has not seen, emergencies first. One process at a time has each in hand. */
export async function leasePosts(db: Database, limit: number): Promise<Post[]> {
  const [rows] = await db.query<[Post[], number]>(
    `with due as (
       select p.id from slack_post p left join desk_case d on d.id = p.case_id
        where p.due_at <= clock_now() and (p.lease_until is null or p.lease_until < clock_timestamp())
          and (p.doing is not null or (p.case_id is null and p.ts is null) or d.version > p.shown_version)
        order by d.urgent desc nulls last, p.due_at, p.id limit $1 for update of p skip locked)
     update slack_post p set lease_until = clock_timestamp() + interval '60 seconds', attempts = p.attempts + 1
       from due where p.id = due.id returning ${COLUMNS}`,
    [limit],
  );
  return rows;
}

type Set = Partial<Pick<Post, 'ts' | 'channel' | 'shownVersion' | 'told' | 'doing'>> & { gaveUp?: string | null };

const NAMES: Record<keyof Set, string> = {
  ts: 'ts',
  channel: 'channel',
  shownVersion: 'shown_version',
  told: 'told',
  doing: 'doing',
  gaveUp: 'gave_up',
};

/** Written under the number of the attempt: who was taken for dead, and comes back late, writes nothing. */
export async function record(db: Database, { id, attempts }: Post, set: Set): Promise<boolean> {
  const names = Object.keys(set) as (keyof Set)[];
  const columns = names.map((name, i) => `${NAMES[name]} = $${i + 3}`).join(', ');
  const [, changed] = await db.query<[unknown, number]>(
    `update slack_post set ${columns} where id = $1 and attempts = $2`,
    [id, attempts, ...names.map((name) => set[name])],
  );
  return changed > 0;
}

export const release = (db: Database, { id, attempts }: Post, afterSeconds = 0): Promise<unknown> =>
  db.query(
    `update slack_post set lease_until = null, due_at = clock_now() + $3::float8 * interval '1 second' where id = $1 and attempts = $2`,
    [id, attempts, afterSeconds],
  );

/** What nobody needs to be told any more. */
export const forget = (db: Database, { id, attempts }: Post): Promise<unknown> =>
  db.query('delete from slack_post where id = $1 and attempts = $2 and ts is null and doing is null', [id, attempts]);

/** Slack asked us to slow down in a channel: nothing at all is sent there before. */
export const slowDown = (db: Database, channel: string, seconds: number): Promise<unknown> =>
  db.query(
    `update slack_post set due_at = greatest(due_at, clock_now() + $2::float8 * interval '1 second') where channel = $1`,
    [channel, seconds],
  );
