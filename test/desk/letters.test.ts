import { deskLanguages } from '../../src/desk/desk-words';
import { addLetters } from '../../src/desk/slack/letters';
import { readLocaleFile } from '../../src/conversation/phrases';
import { book } from '../../src/scheduling/book';
import type { Name } from '../universe';
import { type SlackByHand, slackByHand } from './slack-by-hand';
import { CHANNEL, inText } from './slack-desk';

let desk: SlackByHand;
beforeAll(async () => {
  desk = await slackByHand();
  await desk.db.query(`update clinic_desk set summary_at = '07:30'`);
});
afterAll(() => desk.close());

beforeEach(() => desk.afresh());

const letters = (): string[] => desk.slack.messages.filter(({ text }) => text.startsWith('Uhuru')).map(inText);

async function visitOf(who: Name, when: string): Promise<number> {
  const outcome = await book(desk.db, { slot: desk.slot(when), patientId: desk.patients[who], by: 'staff:11' });
  if (outcome.kind === 'refused') throw new Error(outcome.rules.join());
  return outcome.visit.id;
}

/** Sets the clock, and lets the hub make its round. */
async function at(local: string): Promise<string[]> {
  await desk.setClock(`2026-06-${local}:00+03:00`);
  await desk.round();
  return letters();
}

test('comes at the hour of the clinic, once, with the numbers of the day and nobody by name', async () => {
  await visitOf('Ann', '2 09:30');
  const second = await visitOf('Bob', '2 10:30');
  await desk.db.query('update visit set confirmed_at = clock_now() where id = $1', [second]);
  await desk.db.query(
    `insert into leave (provider_id, during) values ($1, tstzrange('2026-06-02 13:00+3', '2026-06-02 15:00+3'))`,
    [desk.okafor],
  );
  await desk.openFor('Ann');
  expect(await at('02T07:29')).toEqual([]);
  const [letter = ''] = await at('02T07:30');
  expect(letter.split('\n')).toEqual([
    '*Good morning. Tuesday, June 2*',
    '•  Visits today: 2',
    '•  Have said that they will come: 1',
    '•  Away today: Dr Ngozi Okafor',
    '•  Open cases: 1',
    expect.stringContaining('The oldest has been waiting since Mon, Jun 1, '),
    expect.stringContaining('Clinic'),
  ]);
  expect(JSON.stringify(desk.slack.messages)).not.toMatch(/\bAnn\b|\bBob\b|09:30/);
  expect(await at('02T07:45')).toHaveLength(1);
});

test('any number of processes that look at once, and again after a restart, make one of it', async () => {
  await visitOf('Ann', '3 09:30');
  await desk.setClock('2026-06-03T07:30:00+03:00');
  await Promise.all(Array.from({ length: 10 }, () => addLetters(desk.db, CHANNEL)));
  await at('03T07:31');
  await addLetters(desk.db, CHANNEL);
  expect(await at('03T08:30')).toHaveLength(1);
});

test('a process that was down at that hour catches up, but not in the afternoon', async () => {
  await visitOf('Ann', '4 09:30');
  await visitOf('Ann', '5 09:30');
  expect(await at('04T11:29')).toHaveLength(1);
  expect(await at('05T11:30')).toHaveLength(1);
});

test('when the answer of Slack is lost it stands there once', async () => {
  await visitOf('Ann', '8 09:30');
  desk.slack.next('accept_then_500');
  await at('08T07:30');
  for (let minute = 31; minute < 36; minute++) await at(`08T07:${minute}`);
  expect(letters().filter((text) => text.includes('Good morning'))).toHaveLength(1);
});

test('what could not be said all day is said to nobody on the next', async () => {
  await visitOf('Ann', '9 09:30');
  await visitOf('Ann', '10 09:30');
  desk.slack.always({ status: 503 });
  await at('09T07:30');
  desk.slack.always();
  const said = await at('10T07:30');
  for (let minute = 31; minute < 40; minute++) await at(`10T07:${minute}`);
  expect(said.concat(letters()).join()).not.toContain('June 9');
  expect(letters().filter((text) => text.includes('June 10'))).toHaveLength(1);
});

test('is written in the language of the clinic', async () => {
  await visitOf('Ann', '11 09:30');
  await desk.db.query(`update clinic_desk set language = 'sw'`);
  const [letter = ''] = await at('11T07:30');
  expect(letter).toContain('*Habari za asubuhi. Alhamisi, 11 Juni*');
  expect(letter).toContain('Miadi ya leo: 1');
});

test('on Mondays the figures of the week before, beside those of the week before that', async () => {
  const kept = [await visitOf('Ann', '16 09:30'), await visitOf('Bob', '16 10:30'), await visitOf('Cat', '17 09:30')];
  await desk.db.query(`update visit set status = 'done' where id = any($1)`, [kept.slice(0, 2)]);
  await desk.db.query(`update visit set status = 'missed' where id = $1`, [kept[2]]);
  await desk.setClock('2026-06-17T10:00:00+03:00');
  const id = await desk.openFor('Cat');
  await desk.db.query(
    `insert into case_event (case_id, kind, actor, at) values ($1, 'answered', 'staff:11', clock_now() + interval '12 minutes')`,
    [id],
  );
  await desk.db.query(`insert into feedback (clinic_id, contact_id, rating) values ($1, $2, 4), ($1, $2, 5)`, [
    desk.clinic,
    desk.contacts.Ann,
  ]);
  await desk.db.query(`update desk_case set status = 'resolved'`);
  const [letter = ''] = await at('22T07:30');
  expect(letter.split('\n').slice(0, -1)).toEqual([
    '*Last week, June 15 to June 21*',
    '•  Booked: 0 (the week before: 0)',
    '•  Visits that took place: 2 (the week before: 0)',
    '•  Missed: 1 (the week before: 0)',
    '•  Given up: 0 (the week before: 0)',
    '•  Messages from patients: 0 (the week before: 0)',
    '•  Cases for the desk: 1 (the week before: 0)',
    '•  Minutes until the desk answered, in the middle: 12',
    '•  How patients rated us, out of 5: 4.5',
  ]);
  expect(await at('23T09:00')).toHaveLength(1);
});

test('every language says all of it, and mentions the same', () => {
  const shapeOf = (language: string): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(readLocaleFile(language, 'desk.json') as Record<string, Record<string, string>>).flatMap(
        ([part, phrases]) =>
          Object.entries(phrases).map(([key, text]) => [`${part}.${key}`, text.match(/\{\{\w+\}\}/g)?.sort() ?? []]),
      ),
    );
  expect(deskLanguages.sort()).toEqual(['ar', 'en', 'es', 'fr', 'hi', 'pt', 'sw']);
  for (const language of deskLanguages) expect([language, shapeOf(language)]).toEqual([language, shapeOf('en')]);
});
