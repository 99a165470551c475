import type { webApi } from '@slack/bolt';
import type { Database } from '../../database/statements';
import type { Actor } from '../../scheduling/types';
import { type Colleague, readColleague } from '../colleagues';

/**
 * Who of ours somebody in Slack is. They are linked by the address that the workspace has confirmed for them, once; what they
 * may do is read anew each time. Guests, programs and people of other workspaces are nobody.
 */
export async function whoIsIt(
  db: Database,
  client: webApi.WebClient,
  team: string,
  userId: string,
): Promise<Colleague | undefined> {
  const [known] = await db.query<{ staff: Actor }[]>('select staff from slack_user where team = $1 and user_id = $2', [
    team,
    userId,
  ]);
  const staff = known?.staff ?? (await link(db, client, team, userId));
  return staff && readColleague(db, staff);
}

async function link(db: Database, client: webApi.WebClient, team: string, userId: string): Promise<Actor | undefined> {
  const { user } = await client.users.info({ user: userId });
  if (!user || user.team_id !== team || user.deleted || user.is_bot) return undefined;
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.is_email_confirmed === false)
    return undefined;
  const email = user.profile?.email;
  if (!email) return undefined;
  const [linked] = await db.query<{ staff: Actor }[]>(
    `with found as (select 'staff:' || id as staff from account where email = lower($3) and ended_at is null),
     kept as (insert into slack_user (team, user_id, staff) select $1, $2, staff from found on conflict (team, user_id) do nothing),
     noted as (insert into audit (actor, action, subject) select staff, 'slack_linked', 'slack_user:' || $2 from found)
     select staff from found`,
    [team, userId, email],
  );
  return linked?.staff;
}

/** How to call somebody in Slack, so that their phone rings; empty when they have never been seen there. */
export async function mentionOf(db: Database, team: string | null, actor: string | null): Promise<string> {
  if (!actor) return '';
  const [row] = await db.query<{ user_id: string }[]>(
    `select user_id from slack_user where staff = $1 and ($2::text is null or team = $2) order by linked_at limit 1`,
    [actor, team],
  );
  return row ? `<@${row.user_id}>` : '';
}
