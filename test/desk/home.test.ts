import { book } from '../../src/scheduling/book';
import type { Name } from '../universe';
import { gatherCases } from '../../src/desk/gather';
import { type SlackByHand, slackByHand } from './slack-by-hand';
import { inText } from './slack-desk';

const PROVIDER = 'U15';

let desk: SlackByHand;
beforeAll(async () => {
  desk = await slackByHand();
  const { db, okafor, slack } = desk;
  await db.query(
    `insert into account (id, email, name) overriding system value values (15, 'ngozi@uhuru.example', 'Ngozi Okafor')`,
  );
  await db.query(
    `insert into account_role (account_id, role, provider_id, given_by) values (15, 'provider', $1, 'system')`,
    [okafor],
  );
  slack.addMember({ id: PROVIDER, name: 'Ngozi', email: 'ngozi@uhuru.example' });
});
afterAll(() => desk.close());

beforeEach(async () => {
  await desk.afresh();
  await desk.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    desk.contacts.Ann,
    desk.patients.Ann,
  ]);
});

const homeText = (user: string): string =>
  inText({ text: '', blocks: desk.slack.homes.get(user)?.blocks ?? [], attachments: [] } as never);

/** Opens it, and lets the hub make its round. */
async function opens(user: string): Promise<string> {
  expect(await desk.slack.openHome(user)).toMatchObject({ status: 200 });
  await desk.round();
  return homeText(user);
}

/** Once more, when Slack has been given time to look. */
async function afterAMinute(user: string): Promise<string> {
  await desk.minutesLater(1);
  await desk.round();
  return homeText(user);
}

async function visitOf(who: Name, when: string, approval = false): Promise<number> {
  await desk.db.query('update service set needs_approval = $2 where id = $1', [desk.skin, approval]);
  const by = approval ? (`patient:${desk.contacts[who]}` as const) : 'staff:11';
  const outcome = await book(desk.db, { slot: desk.slot(when), patientId: desk.patients[who], by });
  if (outcome.kind === 'refused') throw new Error(outcome.rules.join());
  await gatherCases(desk.db);
  return outcome.visit.id;
}

test('shows the day, what is open and whether messages arrive, and nobody by name', async () => {
  await visitOf('Ann', '1 09:30');
  const id = await desk.openFor('Ann');
  const shown = await opens('U11');
  expect(shown).toContain('Joy Wanjiru');
  expect(shown).toContain(`Case ${id}: Asks for a person`);
  expect(shown).toMatch(/Mon 1 Jun\n\*Dr Ngozi Okafor\* {2}1 visits/);
  expect(shown).toContain('All is well.');
  expect(shown).not.toMatch(/Ann|09:30/);
});

test('is drawn again when something changes, and only then', async () => {
  expect(await opens('U11')).toContain('Nothing is open.');
  const id = await desk.openFor('Ann');
  expect(await afterAMinute('U11')).toContain(`Case ${id}`);
  const before = desk.slack.published.length;
  for (let minute = 0; minute < 3; minute++) await afterAMinute('U11');
  expect(desk.slack.published).toHaveLength(before);
});

test('what must be accepted is accepted there; the patient hears of it and the home shows it at once', async () => {
  const visit = await visitOf('Ann', '2 09:30', true);
  const shown = await opens('U11');
  expect(shown).toContain('To accept or decline');
  await desk.slack.pressHome('U11', 'case.accept');
  await desk.round();
  expect(homeText('U11')).not.toContain('To accept or decline');
  expect(await desk.db.query('select status from visit where id = $1', [visit])).toEqual([{ status: 'booked' }]);
  expect((await desk.heardBy('Ann')).at(-1)).toMatch(/^Booked: Tue, 2 Jun, 09:30/);
});

test('a provider sees their own day and decides about it; a colleague of another clinic sees nothing of it', async () => {
  await visitOf('Ann', '1 09:30');
  await visitOf('Bob', '2 09:30', true);
  const shown = await opens(PROVIDER);
  expect(shown).toContain('1 visits.');
  expect(shown).toContain('To accept or decline');
  expect(shown).not.toContain('Cases\n');
  await desk.slack.pressHome(PROVIDER, 'case.accept');
  expect(await desk.db.query(`select count(*)::int as n from visit where status = 'requested'`)).toEqual([{ n: 0 }]);
  expect(await opens('U14')).toMatch(/Other Clinic.*\nNo visits today./);
});

test('who is not allowed is told so in a message of their own', async () => {
  const id = await desk.openFor('Ann');
  await opens('U11');
  await desk.db.query('update account_role set ended_at = clock_now() where account_id = 11');
  await desk.slack.pressHome('U11', 'case.claim', String(id));
  expect(desk.slack.messages.at(-1)).toMatchObject({ channel: 'U11', text: 'You may not do this.' });
  expect(await desk.look(id)).toMatchObject({ status: 'open' });
});

test('a door opens its window', async () => {
  await opens('U11');
  await desk.slack.pressHome('U11', 'home.book');
  expect([...desk.slack.views.values()].at(-1)).toMatchObject({ callback_id: 'book.when' });
  await desk.slack.pressHome('U11', 'home.today');
  expect(JSON.stringify([...desk.slack.views.values()].at(-1))).toContain('There are no visits.');
});

test('to a stranger it says who helps', async () => {
  expect(await opens('U99')).toContain('I do not know you yet');
});

test('a hundred cases and a full day are no more than Slack takes', async () => {
  await desk.db.query(
    `insert into desk_case (clinic_id, kind, about) select $1, 'by_hand', n from generate_series(1, 100) n`,
    [desk.clinic],
  );
  expect(await opens('U11')).toMatch(/92 more in/);
  expect(desk.slack.homes.get('U11')?.blocks.length).toBeLessThan(100);
});

test('when Slack is busy the home is drawn as soon as it may be', async () => {
  await opens('U11');
  desk.slack.homes.clear();
  desk.slack.next({ status: 429, retryAfter: 20 });
  await opens('U11');
  expect(desk.slack.homes.has('U11')).toBe(false);
  expect(await afterAMinute('U11')).toContain('Joy Wanjiru');
});
