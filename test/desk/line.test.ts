import { type SlackByHand, slackByHand } from './slack-by-hand';
import { actionsIn, inText } from './slack-desk';

let desk: SlackByHand;
beforeAll(async () => {
  desk = await slackByHand({ appToken: 'xapp-test' });
  await lineStands();
});
beforeEach(() => desk.afresh());
afterAll(() => desk.close());

async function lineStands(): Promise<void> {
  for (let tries = 0; tries < 400 && !desk.slack.line.isOpen(); tries++)
    await new Promise((resume) => setTimeout(resume, 25));
  expect(desk.slack.line.isOpen()).toBe(true);
}

test('without an address of our own, a case is shown, claimed and answered on the line', async () => {
  await desk.showWords();
  const id = await desk.openFor('Ann');
  const card = await desk.card(id);
  expect(actionsIn(card)).toContain('case.claim');
  expect(await desk.slack.press('U11', card, 'case.claim')).toMatchObject({ status: 200 });
  expect(inText(await desk.card(id))).toContain('*Joy Wanjiru* has it');
  await desk.slack.write('U11', card, 'Hello Ann');
  expect((await desk.heardBy('Ann'))[0]).toContain('Hello Ann');
});

test('a command is answered on it, and so is a window', async () => {
  const { body } = await desk.slack.command('U11', 'help');
  expect(body).toContain('walkin');
  const id = await desk.openFor('Ann');
  await desk.slack.press('U11', await desk.card(id), 'case.answer');
  const view = [...desk.slack.views.values()].at(-1)!;
  const wrong = await desk.slack.submit('U11', view, {});
  expect(JSON.parse(wrong.body)).toMatchObject({ response_action: 'errors' });
});

test('the hub has no door for Slack then', async () => {
  const answer = await desk.hub.inject({ method: 'POST', url: '/slack/events', payload: '{}' });
  expect(answer.statusCode).toBe(404);
});

test('a press that comes twice is done once', async () => {
  const id = await desk.openFor('Ann');
  const press = {
    type: 'block_actions',
    team: { id: 'T0000001' },
    user: { id: 'U11', team_id: 'T0000001' },
    trigger_id: '7.7.x',
    actions: [{ type: 'button', action_id: 'case.claim', block_id: 'b', value: String(id), action_ts: '1' }],
  };
  const raw = `payload=${encodeURIComponent(JSON.stringify(press))}`;
  await desk.slack.send(raw, 'form');
  await desk.slack.press('U11', await desk.card(id), 'case.more', 'put_back');
  expect(await desk.slack.send(raw, 'form')).toMatchObject({ status: 200 });
  expect(await desk.look(id)).toMatchObject({ status: 'open' });
});

test('what we fail at is not acknowledged, so Slack says it again', async () => {
  await desk.showWords();
  const card = await desk.card(await desk.openFor('Ann'));
  await desk.db.query('alter table case_event rename to case_event_away');
  const { status, ts } = await desk.slack.write('U11', card, 'Hello Ann');
  await desk.db.query('alter table case_event_away rename to case_event');
  expect(status).toBe(503);
  expect(await desk.slack.write('U11', card, 'Hello Ann', { ts })).toMatchObject({ status: 200 });
  expect(await desk.heardBy('Ann')).toHaveLength(1);
});

test('when Slack hangs up, the line is opened again', async () => {
  desk.slack.line.hangUp();
  await lineStands();
  expect((await desk.slack.command('U11', 'help')).body).toContain('walkin');
}, 30_000);
