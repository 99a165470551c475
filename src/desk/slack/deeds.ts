import type { webApi } from '@slack/bolt';
import type { CaseId } from '../../database/ids';
import type { Action } from '../../accounts/policy';
import { type Case, type CaseOutcome, readCase, type Refused } from '../cases';
import { type Colleague, may, maySee, nameOf } from '../colleagues';
import { visitById } from '../day';
import { dueNow } from './homes';
import type { House } from './house';
import { whoIsIt } from './people';
import { literal } from './blocks';

/** Somebody in Slack who wants something done, and how to speak to them alone. */
export interface Wisher {
  house: House;
  client: webApi.WebClient;
  team: string;
  userId: string;
  channel: string | undefined;
  threadTs?: string | undefined;
}

export const UNKNOWN =
  'I do not know you yet. Ask an administrator to make an account with the e-mail address that you have in Slack.';
const FORBIDDEN = 'You may not do this.';

/** Says something that only this person sees. At home, and in windows, there is no channel: there it comes as a message to them alone. */
export async function whisper({ client, userId, channel, threadTs }: Wisher, text: string): Promise<void> {
  if (!channel) return void (await client.chat.postMessage({ channel: userId, text }));
  await client.chat.postEphemeral({
    user: userId,
    channel,
    text,
    ...(threadTs && { thread_ts: threadTs }),
  });
}

export async function known(wisher: Wisher): Promise<Colleague | undefined> {
  const { house, client, team, userId } = wisher;
  const colleague = await whoIsIt(house.dataSource.manager, client, team, userId);
  if (!colleague) await whisper(wisher, UNKNOWN);
  return colleague;
}

/** A case, for a colleague who may do this with it at this moment. Whoever may not is told so, and nothing of the case. */
export async function allowed(
  wisher: Wisher,
  id: CaseId,
  action: Action = 'cases.write',
): Promise<{ one: Case; by: Colleague } | undefined> {
  const by = await known(wisher);
  if (!by) return undefined;
  const one = await readCase(wisher.house.dataSource.manager, id);
  if (one && (maySee(by, action, one.clinicId) || (await inOwnCalendar(wisher.house, by, action, one))))
    return { one, by };
  await whisper(wisher, FORBIDDEN);
  return undefined;
}

/** A provider decides about what lies in their own calendar. */
async function inOwnCalendar({ dataSource }: House, by: Colleague, action: Action, one: Case): Promise<boolean> {
  const visit = one.visitId === null ? undefined : await visitById(dataSource.manager, one.visitId);
  return visit !== undefined && may(by, action, { providerId: visit.providerId });
}

/** What became of it: the card shows what was done, and a refusal is told to the one who tried. */
export async function tell(wisher: Wisher, outcome: CaseOutcome): Promise<void> {
  const { house, team, userId } = wisher;
  await dueNow(house.dataSource.manager, team, userId);
  house.soon();
  house.deliverSoon();
  if (outcome.kind === 'refused') await whisper(wisher, await refusalInWords(house, outcome));
}

export async function refusalInWords(house: House, refused: Refused): Promise<string> {
  if (refused.why !== 'has_owner') return REFUSALS[refused.why];
  const minutes = Math.max(1, Math.round((+refused.until - (await now(house))) / 60_000));
  return `${literal(await nameOf(house.dataSource.manager, refused.owner))} has it, for ${minutes} more minutes.`;
}

const REFUSALS = {
  no_such_case: 'This case does not exist.',
  resolved: 'This case is settled already.',
  nobody_to_write_to: 'We have no address of this patient.',
  time_gone: 'That time has just been taken. Choose another.',
  no_words: 'Nothing was sent: an answer has between 1 and 1500 characters.',
} as const;

async function now({ dataSource }: House): Promise<number> {
  const [row] = await dataSource.query<{ now: Date }[]>('select clock_now() as now');
  return +(row?.now ?? 0);
}
