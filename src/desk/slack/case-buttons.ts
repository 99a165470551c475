import type { App } from '@slack/bolt';
import type { CaseId } from '../../database/ids';
import type { Actor } from '../../scheduling/types';
import { handBack, resolve } from '../answer';
import type { Case, CaseOutcome } from '../cases';
import { type Colleague, maySee } from '../colleagues';
import { acknowledge, assign, claim, putBack, snooze } from '../take';
import { acceptRequest } from '../decide';
import { answerModal, caseOfThread, sendAnswer, wrongIn } from './answering';
import { input, type Modal } from './blocks';
import { allowed, refusalInWords, tell, type Wisher, whisper } from './deeds';
import { declineModal, submitDecline } from './deciding';
import type { House } from './house';
import { filled, openModal } from './modals';
import { whoIsIt } from './people';
import { translationModal } from './translating';

type Deed = (house: House, one: Case, by: Colleague) => Promise<CaseOutcome>;

/** What a button does at once. The role is looked at again for each press, and so is the state of the case. */
const DEEDS: Record<string, Deed> = {
  'case.claim': ({ dataSource }, { id }, { actor }) => claim(dataSource.manager, id, actor),
  'case.seen': ({ dataSource }, { id }, { actor }) => acknowledge(dataSource.manager, id, actor),
  'case.hand_back': ({ dataSource }, { id }, { actor }) => handBack(dataSource.manager, id, actor),
  'case.resolve': ({ dataSource }, { id }, { actor }) => resolve(dataSource.manager, id, actor),
  'case.accept': ({ dataSource }, { id }, { actor }) => acceptRequest(dataSource.manager, id, actor),
};

const WINDOWS: Record<string, { title: string; draw: (house: House, one: Case, by: Colleague) => Promise<Modal> }> = {
  'case.answer': { title: 'Answer', draw: answerModal },
  'case.translate': { title: 'Translation', draw: translationModal },
  'case.decline': { title: 'Decline', draw: declineModal },
};

const DECISIONS = new Set(['case.accept', 'case.decline']);

interface Pressed {
  trigger_id: string;
  user: { id: string; team_id?: string };
  team: { id: string } | null;
  channel?: { id: string };
  message?: { ts: string; thread_ts?: string };
}

export function listenToCases(bolt: App, house: House): void {
  bolt.action({ type: 'block_actions', action_id: /^case\./ }, async ({ ack, action, body, client }) => {
    await ack();
    const pressed = body as Pressed;
    const wisher = wisherOf(house, client, pressed);
    const { action_id: name } = action;
    const chosen = 'selected_option' in action ? action.selected_option?.value : undefined;
    if (name === 'case.more' && chosen) return more(wisher, pressed.trigger_id, chosen);
    const id = Number('value' in action ? action.value : 0) as CaseId;
    const may = await allowed(wisher, id, DECISIONS.has(name) ? 'visits.decide' : 'cases.write');
    if (!may) return;
    const window = WINDOWS[name];
    if (window) return openModal(client, pressed.trigger_id, window.title, () => window.draw(house, may.one, may.by));
    const deed = DEEDS[name];
    if (deed) await tell(wisher, await deed(house, may.one, may.by));
  });
  listenToWindows(bolt, house);
  listenToThreads(bolt, house);
}

const wisherOf = (house: House, client: Wisher['client'], { user, team, channel, message }: Pressed): Wisher => ({
  house,
  client,
  team: team?.id ?? user.team_id ?? '',
  userId: user.id,
  channel: channel?.id,
  threadTs: message?.thread_ts,
});

/** "snooze:60:17" */
async function more(wisher: Wisher, triggerId: string, chosen: string): Promise<void> {
  const [what = '', minutes, id] = chosen.split(':');
  const may = await allowed(wisher, Number(id) as CaseId);
  if (!may) return;
  const { one, by } = may;
  const db = wisher.house.dataSource.manager;
  if (what === 'snooze') return tell(wisher, await snooze(db, one.id, by.actor, Number(minutes)));
  if (what === 'put_back') return tell(wisher, await putBack(db, one.id, by.actor));
  if (what === 'assign') await openModal(wisher.client, triggerId, 'Give to a colleague', async () => assignModal(one));
}

const assignModal = ({ id }: Case): Modal => ({
  callback: 'assign',
  title: 'Give to a colleague',
  submit: 'Give',
  metadata: String(id),
  blocks: [input('to', 'Colleague', { type: 'users_select' })],
});

interface Submitted {
  team: { id: string } | null;
  user: { id: string };
  view: { id: string; private_metadata: string; state: Parameters<typeof filled>[0] };
}

function listenToWindows(bolt: App, house: House): void {
  bolt.view('answer', async ({ ack, body, client }) => {
    const { view, ...submitted } = body as unknown as Submitted;
    const given = { words: filled(view.state, 'words'), canned: filled(view.state, 'canned') };
    const wrong = wrongIn(given);
    if (wrong) return ack({ response_action: 'errors', errors: wrong });
    const wisher = wisherOf(house, client, { ...submitted, trigger_id: '' });
    const may = await allowed(wisher, Number(view.private_metadata) as CaseId);
    const field = given.words ? 'words' : 'canned';
    if (!may) return ack({ response_action: 'errors', errors: { [field]: 'You may not do this.' } });
    const outcome = await sendAnswer(house, may.by, { ...given, one: may.one }, `slack view ${view.id}`);
    if (outcome.kind === 'private')
      return ack({ response_action: 'errors', errors: { words: 'Only in the console.' } });
    if (outcome.kind === 'refused')
      return ack({ response_action: 'errors', errors: { [field]: await refusalInWords(house, outcome) } });
    await ack();
    await tell(wisher, outcome);
  });
  bolt.view('assign', async ({ ack, body, client }) => {
    const { view, ...submitted } = body as unknown as Submitted;
    const wisher = wisherOf(house, client, { ...submitted, trigger_id: '' });
    const may = await allowed(wisher, Number(view.private_metadata) as CaseId);
    const to = may && (await toWhom(wisher, filled(view.state, 'to'), may.one));
    if (!may || !to)
      return ack({ response_action: 'errors', errors: { to: 'Not somebody who may see to this case.' } });
    const outcome = await assign(house.dataSource.manager, may.one.id, may.by.actor, to);
    await ack();
    await tell(wisher, outcome);
  });
  bolt.view('decline', async ({ ack, body, client }) => {
    const { view, ...submitted } = body as unknown as Submitted;
    const wisher = wisherOf(house, client, { ...submitted, trigger_id: '' });
    const may = await allowed(wisher, Number(view.private_metadata) as CaseId, 'visits.decide');
    if (!may) return ack();
    const outcome = await submitDecline(house, may.one, may.by, filled(view.state, 'instead'));
    if (outcome.kind === 'not_yours')
      return ack({ response_action: 'errors', errors: { instead: 'You may not do this.' } });
    if (outcome.kind === 'refused' && outcome.why === 'time_gone')
      return ack({ response_action: 'errors', errors: { instead: await refusalInWords(house, outcome) } });
    await ack();
    await tell(wisher, outcome);
  });
}

async function toWhom({ house, client, team }: Wisher, userId: string, { clinicId }: Case): Promise<Actor | undefined> {
  const colleague = userId ? await whoIsIt(house.dataSource.manager, client, team, userId) : undefined;
  return colleague && maySee(colleague, 'cases.write', clinicId) ? colleague.actor : undefined;
}

/** What colleagues write in the thread of a case goes to the patient, where the clinic lets Slack see words. */
function listenToThreads(bolt: App, house: House): void {
  bolt.message(async ({ message, client, body }) => {
    // A message that was changed, deleted, or written by a program is none of a colleague.
    if (message.subtype !== undefined || !('user' in message) || 'bot_id' in message || !message.thread_ts) return;
    const id = await caseOfThread(house, message.channel, message.thread_ts);
    if (id === undefined || !message.text || !message.user) return;
    const { team_id: team = '' } = body as { team_id?: string };
    const wisher: Wisher = {
      house,
      client,
      team,
      userId: message.user,
      channel: message.channel,
      threadTs: message.thread_ts,
    };
    const may = await allowed(wisher, id);
    if (!may) return;
    const given = { words: asWritten(message.text), canned: '' };
    const outcome = await sendAnswer(
      house,
      may.by,
      { ...given, one: may.one },
      `slack ${message.channel} ${message.ts}`,
    );
    if (outcome.kind === 'private') return whisper(wisher, NOT_SENT);
    await tell(wisher, outcome);
  });
}

const NOT_SENT =
  'This was *not* sent to the patient: in this clinic Slack holds no words of patients or to them. Press *Answer…*, or write in the console.';

/** Slack sends what was typed with its own signs in it: <https://a.b|a.b>, &amp;. */
const asWritten = (text: string): string =>
  text
    .replace(/<(?:[^>|]*\|)([^>]*)>/g, '$1')
    .replace(/<([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
