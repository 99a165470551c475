import { type App, buildApp } from '../../src/app';
import { settableClock } from '../../src/clock';
import { readConfig } from '../../src/config';
import type { CaseId } from '../../src/database/ids';
import { elementsOf, type SlackMessage, type SlackStandIn, standInForSlack } from '../stand-ins/slack';
import { MONDAY } from '../universe';
import { type DeskUniverse, deskUniverse } from './desk-universe';

export const CHANNEL = 'C0000001';
export const SIGNING_SECRET = 'a-signing-secret';

/** Joy and Sam work at the desk of the clinic, Grace is its administrator, Zed works elsewhere, and Gus is nobody of ours. */
export const STAFF = [
  { id: 11, name: 'Joy Wanjiru', email: 'joy@uhuru.example', slack: 'U11', role: 'staff' },
  { id: 12, name: 'Sam Otieno', email: 'sam@uhuru.example', slack: 'U12', role: 'staff' },
  { id: 13, name: 'Grace Njeri', email: 'grace@uhuru.example', slack: 'U13', role: 'administrator' },
  { id: 14, name: 'Zed', email: 'zed@other.example', slack: 'U14', role: 'staff', elsewhere: true },
];

export interface SlackDeskUniverse extends DeskUniverse {
  hub: App['hub'];
  slack: SlackStandIn;
  /** Waits until Slack shows everything, and gives back the card of a case. */
  card(id: CaseId): Promise<SlackMessage>;
  settled(): Promise<void>;
  /** The same, while time goes on: for when Slack has to be waited for. */
  settledInTime(): Promise<void>;
  thread(id: CaseId): Promise<string[]>;
  showWords(): Promise<void>;
}

export async function slackDesk(): Promise<SlackDeskUniverse> {
  const universe = await deskUniverse();
  const { db } = universe;
  const clock = settableClock(MONDAY);
  await addStaff(universe);
  let address = '';
  const slack = await standInForSlack({ signingSecret: SIGNING_SECRET, now: () => clock.now(), hub: () => address });
  for (const { slack: id, name, email } of STAFF) slack.addMember({ id, name, email });
  slack.addMember({ id: 'U99', name: 'Gus', email: 'gus@nowhere.example' });
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'k'.repeat(32),
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CHANNEL: CHANNEL,
    SLACK_API_URL: slack.url,
    PUBLIC_URL: 'https://miadi.example',
  });
  const app = buildApp(config, clock, universe.url, 'hub');
  address = await app.start();
  const settled = async (minutes = 0): Promise<void> => {
    for (let tries = 0; tries < 300; tries++) {
      const [row] = await db.query<{ left: number }[]>(LEFT);
      if (row?.left === 0) return;
      await new Promise((resume) => setTimeout(resume, 50));
      if (minutes > 0) await universe.minutesLater(minutes);
    }
    throw new Error('Slack was not brought up to date in fifteen seconds');
  };
  return {
    ...universe,
    hub: app.hub,
    slack,
    settled: () => settled(),
    settledInTime: () => settled(1),
    ...looking(universe, slack, () => settled()),
    async setClock(at) {
      clock.set(at);
      await universe.setClock(at);
    },
    async close() {
      await app.stop();
      await slack.close();
      await universe.close();
    },
  };
}

type Looking = Pick<SlackDeskUniverse, 'card' | 'thread' | 'showWords'>;

/** What stands in Slack about a case. */
export function looking({ db, clinic }: DeskUniverse, slack: SlackStandIn, settled: () => Promise<void>): Looking {
  const card = async (id: CaseId): Promise<SlackMessage> => {
    await settled();
    const [post] = await db.query<{ ts: string }[]>('select ts from slack_post where case_id = $1', [id]);
    const found = slack.messages.find(({ ts }) => ts === post?.ts);
    if (!found) throw new Error(`Case ${id} has no card`);
    return found;
  };
  return {
    card,
    async thread(id) {
      const { ts } = await card(id);
      return slack.messages.filter((each) => each.thread_ts === ts).map(inText);
    },
    showWords: () =>
      db.query(
        `update clinic_desk set shows = 'full', shows_because = 'agreed', shows_by = 'staff:13', shows_since = clock_now() where clinic_id = $1`,
        [clinic],
      ),
  };
}

export const LEFT = `select count(*)::int as left from desk_case d left join slack_post p on p.case_id = d.id
               where (p.id is null and d.status <> 'resolved') or p.shown_version < d.version or p.doing is not null`;

export async function addStaff({ db, clinic, add }: DeskUniverse): Promise<void> {
  const other = await add.clinic({ name: 'Other Clinic' });
  for (const { id, name, email, role, elsewhere } of STAFF) {
    await db.query('insert into account (id, email, name) overriding system value values ($1, $2, $3)', [
      id,
      email,
      name,
    ]);
    await db.query(`insert into account_role (account_id, role, clinic_id, given_by) values ($1, $2, $3, 'system')`, [
      id,
      role,
      elsewhere ? other : clinic,
    ]);
  }
}

/** What somebody sees of a message: its text, and that of its blocks. */
export function inText({ text, blocks, attachments }: SlackMessage): string {
  const shown: string[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(walk);
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key === 'text' && typeof value === 'string') shown.push(value);
      else walk(value);
    }
  };
  walk(blocks);
  walk(attachments);
  return shown.length > 0 ? shown.join('\n') : text;
}

export const actionsIn = (message: SlackMessage): string[] =>
  elementsOf(message).flatMap(({ action_id: id }) => (id ? [id] : []));
