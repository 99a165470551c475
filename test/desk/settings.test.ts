import { changeDesk } from '../../src/desk/change-settings';
import { deskSettings } from '../../src/desk/settings';
import { hoursIn } from '../../src/desk/slack/settings-window';
import type { SlackView } from '../stand-ins/slack';
import { type SlackByHand, slackByHand } from './slack-by-hand';

const GRACE = 'U13';

let desk: SlackByHand;
beforeAll(async () => void (desk = await slackByHand()));
beforeEach(async () => {
  await desk.afresh();
  await desk.db.query('delete from desk_hours');
});
afterAll(() => desk.close());

const now = () => deskSettings(desk.db, desk.clinic);
const option = (value: string) => ({ selected_option: { value } });

async function open(): Promise<SlackView> {
  await desk.slack.command(GRACE, 'settings');
  return [...desk.slack.views.values()].at(-1)!;
}

const FILLED = {
  hours: 'Mon 08:00-12:00 13:00-17:00\nsaturday 09:00-12:00',
  summaryAt: { selected_time: '06:45' },
  language: option('sw'),
  claimMinutes: '20',
  answerMinutes: '45',
  urgentMinutes: '2',
  secondPerson: { selected_user: 'U12' },
  shows: option('private'),
};

test('an administrator sets it in a window, and it holds from then on', async () => {
  const { body } = await desk.slack.submit(GRACE, await open(), FILLED);
  expect(body).toContain('Saved.');
  expect(await now()).toMatchObject({
    ...{ summaryAt: '06:45', language: 'sw', claimMinutes: 20, answerMinutes: 45, urgentMinutes: 2 },
    ...{ secondPerson: 'staff:12', shows: 'private' },
    hours: [
      { weekday: 1, starts: '08:00', ends: '12:00' },
      { weekday: 1, starts: '13:00', ends: '17:00' },
      { weekday: 6, starts: '09:00', ends: '12:00' },
    ],
  });
  const view = JSON.stringify(await open());
  expect(view).toContain('Mon 08:00-12:00 13:00-17:00\\nSat 09:00-12:00');
  expect(view).toContain('"initial_user":"U12"');
  const noted = await desk.db.query(
    `select actor from audit where action = 'desk_settings_changed' order by id desc limit 1`,
  );
  expect(noted).toEqual([{ actor: 'staff:13' }]);
});

test.each([
  ['hours that are none', { hours: 'Mon eight to five' }, 'hours'],
  ['an end before the beginning', { hours: 'Mon 17:00-08:00' }, 'hours'],
  ['hours that overlap', { hours: 'Mon 08:00-12:00 11:00-13:00' }, 'hours'],
  ['no minutes', { answerMinutes: '0' }, 'answerMinutes'],
  ['words for minutes', { claimMinutes: 'soon' }, 'claimMinutes'],
  ['somebody of another clinic', { secondPerson: { selected_user: 'U14' } }, 'secondPerson'],
  ['a stranger', { secondPerson: { selected_user: 'U99' } }, 'secondPerson'],
  ['words in Slack without a reason', { shows: option('full'), because: ' ' }, 'because'],
])('%s is told beside its field, and nothing is changed', async (_what, change, field) => {
  const before = await now();
  const { body } = await desk.slack.submit(GRACE, await open(), { ...FILLED, ...change });
  expect(Object.keys((JSON.parse(body) as { errors: object }).errors)).toEqual([field]);
  expect(await now()).toEqual(before);
});

test('words in Slack with a reason, which is kept; and back again without one', async () => {
  await desk.slack.submit(GRACE, await open(), {
    ...FILLED,
    shows: option('full'),
    because: 'Agreed with the officer',
  });
  expect(await now()).toMatchObject({ shows: 'full' });
  const kept = await desk.db.query('select shows_because, shows_by from clinic_desk where clinic_id = $1', [
    desk.clinic,
  ]);
  expect(kept).toEqual([{ shows_because: 'Agreed with the officer', shows_by: 'staff:13' }]);
  await desk.slack.submit(GRACE, await open(), FILLED);
  expect(await now()).toMatchObject({ shows: 'private' });
});

test('it is for administrators', async () => {
  expect((await desk.slack.command('U11', 'settings')).body).toContain('You may not do this.');
  const view = await open();
  const { body } = await desk.slack.submit('U11', view, { ...FILLED, claimMinutes: '99' });
  expect(body).toContain('You may not do this.');
  expect((await now()).claimMinutes).not.toBe(99);
});

test('what is not named stays as it is', async () => {
  await changeDesk(desk.db, desk.clinic, { slackChannel: 'C0000077' }, 'staff:13');
  const before = await now();
  await changeDesk(desk.db, desk.clinic, { claimMinutes: 33 }, 'staff:13');
  expect(await now()).toEqual({ ...before, claimMinutes: 33 });
  await changeDesk(desk.db, desk.clinic, { slackChannel: null, claimMinutes: 15 }, 'staff:13');
});

test('hours are read line by line', () => {
  expect(hoursIn('')).toEqual([]);
  expect(hoursIn('Mon')).toBeUndefined();
  expect(hoursIn('Noday 08:00-09:00')).toBeUndefined();
  expect(hoursIn(' FRI   08:00-09:00 ')).toEqual([{ weekday: 5, starts: '08:00', ends: '09:00' }]);
});
