import Fastify from 'fastify';
import { settableClock } from '../../src/clock';
import { slackDesk, type SlackDesk } from '../../src/desk/slack';
import type { Translator } from '../../src/desk/translate';
import { extendShifts } from '../../src/scheduling/make-shifts';
import { Secret } from '../../src/secret';
import { standInForSlack } from '../stand-ins/slack';
import { MONDAY } from '../universe';
import { deskUniverse } from './desk-universe';
import { addStaff, CHANNEL, LEFT, looking, SIGNING_SECRET, type SlackDeskUniverse, STAFF } from './slack-desk';

export interface SlackByHand extends SlackDeskUniverse {
  /** What would have been logged. */
  mistakes: unknown[];
  /** What the hub does every second: here nothing happens in between. */
  round: SlackDesk['round'];
  /** As if nothing had happened yet, for the next test; the people and their clinic stay. */
  afresh(): Promise<void>;
}

/** The desk in Slack with Bolt, its client and a real hub, whose rounds are made by hand: nothing waits for a second to pass. */
interface Wanted {
  translator?: Translator;
  /** Socket mode. */
  appToken?: string;
}

export async function slackByHand({ translator, appToken }: Wanted = {}): Promise<SlackByHand> {
  const universe = await deskUniverse();
  const { db, dataSource } = universe;
  await addStaff(universe);
  const clock = settableClock(MONDAY);
  const hub = Fastify({ forceCloseConnections: true });
  const mistakes: unknown[] = [];
  let address = '';
  const slack = await standInForSlack({ signingSecret: SIGNING_SECRET, now: () => clock.now(), hub: () => address });
  for (const { slack: id, name, email } of STAFF) slack.addMember({ id, name, email });
  slack.addMember({ id: 'U99', name: 'Gus', email: 'gus@nowhere.example' });
  const desk = slackDesk(
    {
      botToken: new Secret('xoxb-test'),
      signingSecret: new Secret(SIGNING_SECRET),
      channel: CHANNEL,
      apiUrl: slack.url,
      appToken: appToken === undefined ? undefined : new Secret(appToken),
    },
    {
      ...{ dataSource, clock, translator, channels: ['sms'], publicUrl: 'https://miadi.example' },
      onMistake: (error) => void mistakes.push(error),
      soon: () => undefined,
      deliverSoon: () => undefined,
    },
  );
  await desk.open(hub);
  address = await hub.listen({ port: 0, host: '127.0.0.1' });
  const settled = async (minutes: number): Promise<void> => {
    for (let tries = 0; tries < 300; tries++) {
      await desk.round();
      const [row] = await db.query<{ left: number }[]>(LEFT);
      if (row?.left === 0) return;
      if (minutes > 0) await universe.minutesLater(minutes);
    }
    throw new Error('Slack was not brought up to date in three hundred rounds');
  };
  const setClock = async (at: string | Date): Promise<void> => {
    clock.set(at);
    await universe.setClock(at);
  };
  return {
    ...universe,
    ...looking(universe, slack, () => settled(0)),
    hub,
    slack,
    mistakes,
    round: desk.round,
    setClock,
    settled: () => settled(0),
    settledInTime: () => settled(1),
    async afresh() {
      await setClock(MONDAY);
      const [blocked] = await db.query<unknown[]>('select 1 from leave union all select 1 from closure');
      await db.query(AFRESH);
      if (blocked) await extendShifts(db);
      slack.forget();
    },
    async close() {
      await hub.close();
      await desk.stop();
      await slack.close();
      await universe.close();
    },
  };
}

// Some of these only grow, and say so to whoever deletes from them: not to a test that begins anew.
const AFRESH = `
  set local session_replication_role = replica;
  delete from shift where exists (select from leave) or exists (select from closure);
  delete from shifts_made where exists (select from leave) or exists (select from closure);
  truncate desk_case, case_event, slack_post, slack_home, slack_user, slack_heard, desk_noted, inbox, outbox, timer, conversation,
           contact_patient, visit, leave, closure, feedback cascade;
  update account_role set ended_at = null;
  update clinic_desk set shows = 'private', shows_because = null, shows_by = null, shows_since = null, language = 'en';
  update service set needs_approval = false`;
