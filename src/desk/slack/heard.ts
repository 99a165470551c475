import { createHash } from 'node:crypto';
import type { Database } from '../../database/statements';

/** Whether we are told something for the first time. What a person pressed is never sent again by Slack: the same again is a replay. */
export async function isNew(db: Database, raw: string): Promise<boolean> {
  const key = createHash('sha256').update(raw).digest('base64url');
  const heard = await db.query<unknown[]>(
    `with old as (delete from slack_heard where at < clock_now() - interval '1 day')
     insert into slack_heard (key) values ($1) on conflict do nothing returning key`,
    [key],
  );
  return heard.length > 0;
}
