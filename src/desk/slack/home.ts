import { createHash } from 'node:crypto';
import type { App } from '@slack/bolt';
import { noteRead } from '../day';
import { type Block, section } from './blocks';
import { answer, windowOf } from './commands';
import { UNKNOWN } from './deeds';
import { failureOf } from './failure';
import { type Home, homeOf } from './home-view';
import { leaseHomes, lookAgain, opened, type OpenHome, slowDown } from './homes';
import type { House } from './house';
import { whoIsIt } from './people';

/** Slack takes a hundred homes a minute of us, and nobody looks at theirs more often than this. */
const LOOK_SECONDS = 10;

export function listenToHome(bolt: App, house: House): void {
  bolt.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    await opened(house.dataSource.manager, body.team_id, event.user);
    house.soon();
  });
  bolt.action({ type: 'block_actions', action_id: /^home\./ }, async ({ ack, action, body, client }) => {
    await ack();
    const { user, team, trigger_id: trigger } = body;
    const asked = { user_id: user.id, team_id: team?.id ?? '', trigger_id: trigger, channel_id: undefined };
    const blocks = await answer(house, client, { ...asked, text: action.action_id.replace('home.', '') });
    if (blocks) await client.views.open({ trigger_id: trigger, view: windowOf(blocks) as never });
  });
}

/** Draws the homes again on which something has changed, and says how many there were. */
export async function syncHomes(house: House): Promise<number> {
  let drawn = 0;
  for (const home of await leaseHomes(house.dataSource.manager)) drawn += await refresh(house, home);
  return drawn;
}

async function refresh(house: House, home: OpenHome): Promise<number> {
  const { team, userId } = home;
  const db = house.dataSource.manager;
  try {
    const client = await house.clientFor(team);
    const by = await whoIsIt(db, client, team, userId);
    const { blocks, read }: Home = by ? await homeOf(house, by, team) : { blocks: [section(UNKNOWN)], read: [] };
    const shown = digestOf(blocks);
    if (shown !== home.shown) {
      for (const clinicId of by ? read : [])
        await noteRead(db, by?.actor ?? '', clinicId, 'day_read', [`clinic:${clinicId}`]);
      await client.views.publish({ user_id: userId, view: { type: 'home', blocks: blocks as never } });
    }
    await lookAgain(db, home, LOOK_SECONDS, shown);
    return shown === home.shown ? 0 : 1;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'later') await slowDown(db, team, failure.seconds);
    await lookAgain(db, home, failure.kind === 'later' ? failure.seconds : A_MINUTE, home.shown);
    return 0;
  }
}

const A_MINUTE = 60;

const digestOf = (blocks: Block[]): string => createHash('sha256').update(JSON.stringify(blocks)).digest('base64url');
