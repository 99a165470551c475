import { openCases } from '../../src/desk/cases';
import { watchCases } from '../../src/desk/watch';
import { signedBy } from '../stand-ins/slack';
import { type SlackByHand, slackByHand } from './slack-by-hand';
import { actionsIn, CHANNEL, inText, SIGNING_SECRET } from './slack-desk';

let desk: SlackByHand;
beforeAll(async () => void (desk = await slackByHand()));
beforeEach(() => desk.afresh());
afterAll(() => desk.close());

test('a case is one message, drawn again with everything that happens to it', async () => {
  const id = await desk.openFor('Ann');
  const card = await desk.card(id);
  expect(card).toMatchObject({ channel: CHANNEL, text: `Case ${id}: Asks for a person` });
  expect(actionsIn(card)).toEqual(['case.claim', 'case.answer', 'case.resolve', 'case.more']);
  expect(inText(card)).toContain('nobody has it');

  expect(await desk.slack.press('U11', card, 'case.claim')).toMatchObject({ status: 200 });
  expect(inText(await desk.card(id))).toContain('*Joy Wanjiru* has it until Mon 1 Jun, 08:15');
  expect(await desk.thread(id)).toEqual(['Joy Wanjiru has it.']);
  expect(desk.slack.messages).toHaveLength(2);
});

test('of two who press, the second is told who has it, and nobody else is', async () => {
  const id = await desk.openFor('Ann');
  const card = await desk.card(id);
  await desk.slack.press('U11', card, 'case.claim');
  await desk.slack.press('U12', card, 'case.claim');
  expect(desk.slack.whispers).toEqual([
    { user: 'U12', channel: CHANNEL, text: 'Joy Wanjiru has it, for 15 more minutes.' },
  ]);
  expect(await desk.look(id)).toMatchObject({ owner: 'staff:11' });
});

test.each([
  ['works elsewhere', 'U14', 'You may not do this.'],
  ['has no account', 'U99', 'I do not know you yet.'],
])('somebody who %s does nothing', async (_who, user, said) => {
  const id = await desk.openFor('Ann');
  await desk.slack.press(user, await desk.card(id), 'case.claim');
  expect(await desk.look(id)).toMatchObject({ status: 'open' });
  expect(desk.slack.whispers[0]?.text).toContain(said);
});

test('a role that was taken away a moment ago is gone', async () => {
  const id = await desk.openFor('Ann');
  const card = await desk.card(id);
  await desk.slack.press('U11', card, 'case.claim');
  await desk.db.query('update account_role set ended_at = clock_now() where account_id = 11');
  await desk.slack.press('U11', card, 'case.resolve');
  expect(await desk.look(id)).toMatchObject({ status: 'claimed' });
});

test('a guest with the address of a colleague is nobody', async () => {
  desk.slack.addMember({ id: 'U50', name: 'Not Joy', email: 'joy@uhuru.example', guest: true });
  desk.slack.addMember({ id: 'U51', name: 'Not Joy', email: 'joy@uhuru.example', team: 'T0000009' });
  const id = await desk.openFor('Ann');
  for (const user of ['U50', 'U51']) await desk.slack.press(user, await desk.card(id), 'case.claim');
  expect(await desk.look(id)).toMatchObject({ status: 'open' });
});

describe('in a private clinic', () => {
  test('colleagues answer with words that are there in every language', async () => {
    const id = await desk.openFor('Ann');
    await desk.slack.press('U11', await desk.card(id), 'case.answer');
    const view = [...desk.slack.views.values()].at(-1)!;
    expect(view.blocks.map(({ block_id: block }) => block)).toEqual(['canned', undefined]);
    expect(await desk.slack.submit('U11', view, { canned: { selected_option: { value: 'will_call' } } })).toMatchObject(
      { body: '' },
    );
    expect(await desk.heardBy('Ann')).toEqual([
      'A colleague is writing to you now. We will call you soon at this number.',
    ]);
    expect(await desk.thread(id)).toContain('Joy Wanjiru answered: _We will call you soon_');
  });

  test('words in the thread stay in Slack, and who wrote them is told so', async () => {
    const id = await desk.openFor('Ann');
    const card = await desk.card(id);
    await desk.slack.write('U11', card, 'Dear Ann');
    expect(await desk.heardBy('Ann')).toEqual([]);
    expect(desk.slack.whispers[0]?.text).toContain('*not* sent');
  });

  test('even a window that was made to send words sends none', async () => {
    const id = await desk.openFor('Ann');
    await desk.slack.press('U11', await desk.card(id), 'case.answer');
    const view = [...desk.slack.views.values()].at(-1)!;
    const { body } = await desk.slack.submit('U11', view, { words: 'Dear Ann' });
    expect(JSON.parse(body)).toMatchObject({ response_action: 'errors' });
    expect(await desk.heardBy('Ann')).toEqual([]);
  });
});

describe('where words may be shown', () => {
  beforeEach(() => desk.showWords());

  test('a reply in the thread goes to the patient, and theirs come back in order', async () => {
    const id = await desk.openFor('Ann');
    const card = await desk.card(id);
    await desk.slack.write('U11', card, 'Hello Ann, what can I do &amp; when?');
    expect(await desk.heardBy('Ann')).toEqual(['A colleague is writing to you now. Hello Ann, what can I do & when?']);
    await desk.writes('Ann', 'is <!channel> open on sunday https://evil.example');
    await desk.writes('Ann', 'or monday');
    expect(await desk.thread(id)).toEqual([
      'Joy Wanjiru has it.',
      'Joy Wanjiru answered:\nA colleague is writing to you now. Hello Ann, what can I do & when?',
      'The patient wrote:\nis <!channel> open on sunday https://evil.example',
      'The patient wrote:\nor monday',
    ]);
  });

  test('what a patient writes is never read as a sign of Slack', async () => {
    await desk.db.query(`update patient set name = '<!here> *Ann* <https://evil.example|click>' where id = $1`, [
      desk.patients.Ann,
    ]);
    await desk.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
      desk.contacts.Ann,
      desk.patients.Ann,
    ]);
    const id = await desk.openFor('Ann');
    await desk.card(id);
    await desk.slack.write('U11', await desk.card(id), 'Hello');
    await desk.writes('Ann', '<!everyone> <@U12> <https://evil.example|free> `x` *b*');
    await desk.settled();
    expect(signsIn(desk.slack.messages)).toEqual([]);
  });

  test('a reply that Slack brings twice is sent once', async () => {
    const id = await desk.openFor('Ann');
    const card = await desk.card(id);
    const { ts } = await desk.slack.write('U11', card, 'Hello');
    await desk.slack.write('U11', card, 'Hello', { ts });
    expect(await desk.heardBy('Ann')).toHaveLength(1);
  });

  test('a colleague who writes in a case of another is told who has it', async () => {
    const id = await desk.openFor('Ann');
    const card = await desk.card(id);
    await desk.slack.press('U11', card, 'case.claim');
    await desk.slack.write('U12', card, 'Hello');
    expect(await desk.heardBy('Ann')).toEqual([]);
    expect(desk.slack.whispers[0]?.text).toContain('Joy Wanjiru has it');
  });
});

test('an emergency calls the channel, and the second person until somebody has seen it', async () => {
  await desk.db.query(`insert into slack_user (team, user_id, staff) values ('T0000001', 'U13', 'staff:13')`);
  const id = await desk.openFor('Ann', 'emergency', { urgent: true });
  expect((await desk.card(id)).text).toBe(`<!channel> <@U13> URGENT. Case ${id}: Words of emergency`);
  expect((await desk.card(id)).attachments[0]?.color).toBe('#c0392b');
  await watchCases(desk.db);
  await desk.minutesLater(3);
  await watchCases(desk.db);
  expect(await desk.thread(id)).toEqual(['<@U13>: nobody has taken this yet.']);
  expect(desk.slack.messages.at(-1)?.broadcast).toBe(true);
  await desk.slack.press('U12', await desk.card(id), 'case.seen');
  const card = await desk.card(id);
  expect(card.text).not.toContain('<!channel>');
  expect(inText(card)).toContain('seen by Sam Otieno');
});

test('put off, given away and put back from the menu', async () => {
  const id = await desk.openFor('Ann');
  await desk.slack.press('U11', await desk.card(id), 'case.more', 'snooze:60');
  expect(inText(await desk.card(id))).toContain('put off until Mon 1 Jun, 09:00');
  await desk.slack.press('U11', await desk.card(id), 'case.more', 'assign');
  const view = [...desk.slack.views.values()].at(-1)!;
  const wrong = await desk.slack.submit('U11', view, { to: { selected_user: 'U14' } });
  expect(wrong.body).toContain('Not somebody');
  await desk.slack.submit('U11', view, { to: { selected_user: 'U12' } });
  expect(await desk.look(id)).toMatchObject({ owner: 'staff:12' });
  await desk.slack.press('U12', await desk.card(id), 'case.more', 'put_back');
  expect(await desk.look(id)).toMatchObject({ owner: null, status: 'open' });
});

test('a window that comes too late opens nothing, and the case is as it was', async () => {
  const id = await desk.openFor('Ann');
  desk.slack.slowHands(true);
  await desk.slack.press('U11', await desk.card(id), 'case.answer');
  expect(desk.slack.views.size).toBe(0);
  expect(await desk.look(id)).toMatchObject({ status: 'open' });
});

describe('the door', () => {
  const raw = 'token=x&team_id=T0000001&user_id=U11&command=%2Fmiadi&text=help&trigger_id=1';

  test.each([
    ['no signature', {}],
    ['a wrong signature', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
    ['another secret', signedBy('another', () => Date.parse('2026-06-01T05:00:00Z'))(raw)],
    ['an old one', signedBy(SIGNING_SECRET, () => Date.parse('2026-06-01T04:54:00Z'))(raw)],
    ['one from the future', signedBy(SIGNING_SECRET, () => Date.parse('2026-06-01T05:06:00Z'))(raw)],
  ])('is shut with %s', async (_what, headers) => {
    const answer = await desk.hub.inject({
      method: 'POST',
      url: '/slack/events',
      payload: raw,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    expect(answer.statusCode).toBe(401);
  });

  test('answers the question with which Slack begins', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    expect(await desk.slack.send(challenge, 'json')).toEqual({ status: 200, body: '{"challenge":"abc"}' });
    expect(await desk.slack.send('{nonsense', 'json')).toMatchObject({ status: 400 });
  });

  test('a press that is replayed does nothing', async () => {
    const id = await desk.openFor('Ann');
    const card = await desk.card(id);
    const press = JSON.stringify({
      type: 'block_actions',
      team: { id: 'T0000001' },
      user: { id: 'U11', team_id: 'T0000001' },
      channel: { id: CHANNEL },
      message: card,
      trigger_id: '9.9.z',
      actions: [{ type: 'button', action_id: 'case.claim', block_id: 'b', value: String(id), action_ts: '1' }],
    });
    const body = `payload=${encodeURIComponent(press)}`;
    expect(await desk.slack.send(body, 'form')).toMatchObject({ status: 200 });
    await desk.slack.press('U11', await desk.card(id), 'case.more', 'put_back');
    expect(await desk.slack.send(body, 'form')).toMatchObject({ status: 200 });
    expect(await desk.look(id)).toMatchObject({ status: 'open' });
  });
});

describe('when Slack is not well', () => {
  test.each([
    ['answers 500 after taking it', 'accept_then_500' as const],
    ['breaks the line after taking it', 'accept_then_reset' as const],
    ['answers 500', { status: 500 }],
    ['is busy', { status: 429, retryAfter: 7 }],
    ['has not invited us', { error: 'not_in_channel' }],
  ])('and %s, nothing is lost and nothing doubled', async (_what, fault) => {
    desk.slack.next(fault);
    const id = await desk.openFor('Ann');
    await desk.settledInTime();
    await desk.card(id);
    expect(desk.slack.messages.filter(({ text }) => text.startsWith(`Case ${id}`))).toHaveLength(1);
  });

  test('in the thread it is the same', async () => {
    await desk.showWords();
    const id = await desk.openFor('Ann');
    const card = await desk.card(id);
    await desk.slack.write('U11', card, 'Hello');
    await desk.settled();
    desk.slack.next('accept_then_500');
    await desk.writes('Ann', 'first');
    await desk.settledInTime();
    await desk.writes('Ann', 'second');
    const thread = await desk.thread(id);
    expect(thread.filter((line) => /first|second/.test(line))).toEqual([
      'The patient wrote:\nfirst',
      'The patient wrote:\nsecond',
    ]);
  });

  test('the cases wait, and the other desk goes on', async () => {
    desk.slack.always({ status: 503 });
    const id = await desk.openFor('Ann');
    expect(await openCases(desk.db, [desk.clinic])).toHaveLength(1);
    await desk.round();
    desk.slack.always();
    await desk.settledInTime();
    expect(inText(await desk.card(id))).toContain('Asks for a person');
  });
});

/** Everything that Slack would make a mention, a link or bold of, in text that Slack reads so. */
function signsIn(messages: readonly object[]): string[] {
  const found: string[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(walk);
    if (typeof part !== 'object' || part === null) return;
    const { type, text } = part as { type?: string; text?: unknown };
    if (type === 'mrkdwn' && typeof text === 'string')
      found.push(...(text.match(/<(?!https:\/\/miadi\.example\/)[^>]*>|https?:\/\/evil\S*/g) ?? []));
    Object.values(part).forEach(walk);
  };
  walk(messages);
  for (const each of messages) found.push(...((each as { text: string }).text.match(/<[!@][^>]*>/g) ?? []));
  return found;
}
