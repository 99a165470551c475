import { DEAREST_TRANSLATION, translatorOf } from '../../src/understanding/model/translate';
import { Breaker } from '../../src/understanding/model/breaker';
import { Secret } from '../../src/secret';
import { type OpenAiStandIn, standInForOpenAi } from '../stand-ins/openai';
import type { SlackView } from '../stand-ins/slack';
import { sealed } from '../../src/sealing/sealed';
import { type SlackByHand, slackByHand } from './slack-by-hand';
import { actionsIn } from './slack-desk';

let desk: SlackByHand;
let model: OpenAiStandIn;
const budget = { tokensPerDay: 20_000 };
beforeAll(async () => {
  model = await standInForOpenAi();
  const settings = { apiKey: new Secret('k'), baseUrl: model.baseUrl, model: 'm' };
  const translate = translatorOf(settings, new Breaker(() => Date.now(), 1000));
  const translator = { translate, get tokensPerDay() { return budget.tokensPerDay; } }; // prettier-ignore
  desk = await slackByHand({ translator });
});
beforeEach(async () => {
  await desk.afresh();
  await desk.showWords();
  model.heard.length = 0;
  budget.tokensPerDay = 20_000;
  const { db, contacts, patients } = desk;
  await db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [contacts.Ann, patients.Ann]);
  await db.query(`update patient set name = $2 where id = $1`, [patients.Ann, sealed('Amina Wanjiku')]);
  await db.query(`update contact set language = 'sw' where id = $1`, [contacts.Ann]);
});
afterAll(async () => {
  await desk.close();
  await model.close();
});

/** A conversation in Swahili that a colleague has taken over. */
async function talking(): Promise<number> {
  const id = await desk.openFor('Ann');
  await desk.slack.write('U11', await desk.card(id), 'Habari Amina');
  await desk.writes('Ann', 'naitwa Amina Wanjiku, namba 0712 345 678, nataka kuja kesho');
  return id;
}

async function asks(id: number, user = 'U11'): Promise<SlackView> {
  await desk.slack.press(user, await desk.card(id as never), 'case.translate');
  return [...desk.slack.views.values()].at(-1)!;
}

test('what was said is shown in the language of the desk, and nothing that says who it was has left the house', async () => {
  model.say({ content: JSON.stringify({ lines: ['Hello <person>', 'my name is <person>, I want to come tomorrow'] }) });
  const view = JSON.stringify(await asks(await talking()));
  expect(view).toContain('nataka kuja kesho');
  expect(view).toContain('→ my name is <person>, I want to come tomorrow');
  expect(model.heard).toHaveLength(1);
  expect(JSON.stringify(model.heard)).toContain('nataka kuja kesho');
  expect(JSON.stringify(model.heard)).not.toMatch(/Amina|Wanjiku|0712|345/);
  expect(JSON.stringify(model.heard)).toContain('\\"en\\"');
  expect(JSON.stringify(desk.slack.messages)).not.toContain('come tomorrow'); // the thread stays as it was written
  expect(
    await desk.db.query(`select actor from audit where action = 'words_translated' order by id desc limit 1`),
  ).toEqual([{ actor: 'staff:11' }]);
});

test('nobody is asked before somebody presses', async () => {
  await talking();
  await desk.settled();
  expect(model.heard).toEqual([]);
});

test.each([
  ['a line too few', { content: '{"lines":["only one"]}' }],
  ['nonsense', { content: 'sure, here it is' }],
  ['an error', { status: 500 }],
  ['a refusal', { refusal: 'no' }],
])('%s of the model is no translation', async (_what, says) => {
  model.say(says);
  expect(JSON.stringify(await asks(await talking()))).toContain('could not be translated');
});

test('when the day has cost enough, the model is left alone', async () => {
  budget.tokensPerDay = DEAREST_TRANSLATION - 1;
  expect(JSON.stringify(await asks(await talking()))).toContain('could not be translated');
  expect(model.heard).toEqual([]);
});

test('there is no button in a private clinic, nor for a patient who writes as the desk does', async () => {
  const id = await desk.openFor('Ann');
  expect(actionsIn(await desk.card(id))).toContain('case.translate');
  await desk.db.query(`update clinic_desk set shows = 'private'`);
  const second = await desk.openFor('Ann', 'late_change');
  const card = await desk.card(second);
  expect(actionsIn(card)).not.toContain('case.translate');
  await desk.showWords();
  await desk.db.query(`update contact set language = 'en-GB'`);
  expect(actionsIn(await desk.card(await desk.openFor('Bob')))).not.toContain('case.translate');
});

test('a button that is left from before shows nothing in a clinic that has become private', async () => {
  const id = await talking();
  const card = await desk.card(id as never);
  await desk.db.query(`update clinic_desk set shows = 'private'`);
  await desk.slack.press('U11', card, 'case.translate');
  expect(JSON.stringify([...desk.slack.views.values()].at(-1))).toContain('shows no words');
  expect(model.heard).toEqual([]);
});
