import type { CaseId } from '../../src/database/ids';
import { openCases } from '../../src/desk/cases';
import { gatherCases } from '../../src/desk/gather';
import { book } from '../../src/scheduling/book';
import { takeTurns } from '../../src/conversation/take-turn';
import type { SlackView } from '../stand-ins/slack';
import { type SlackByHand, slackByHand } from './slack-by-hand';

let desk: SlackByHand;
beforeAll(async () => void (desk = await slackByHand()));
beforeEach(async () => {
  await desk.afresh();
  const { db, contacts, patients, clinic, skin } = desk;
  await db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [contacts.Ann, patients.Ann]);
  await db.query('update contact set clinic_id = $1, verified_at = clock_now()', [clinic]);
  await db.query('update service set needs_approval = true where id = $1', [skin]);
});
afterAll(() => desk.close());

/** Ann has asked for Tuesday at half past nine, and the desk has a case of it. */
async function annAsks(): Promise<{ visit: number; id: CaseId }> {
  const by = `patient:${desk.contacts.Ann}` as const;
  const outcome = await book(desk.db, { slot: desk.slot('2 09:30'), patientId: desk.patients.Ann, by });
  if (outcome.kind === 'refused') throw new Error(outcome.rules.join());
  await gatherCases(desk.db);
  const [one] = await openCases(desk.db, null);
  return { visit: outcome.visit.id, id: one!.id };
}

/** What is due becomes a turn, as the hub would take it. */
const turn = (): Promise<unknown> =>
  takeTurns({ dataSource: desk.dataSource, name: 'test', deliverSoon: () => undefined }, desk.contacts.Ann);

async function declineWindow(id: CaseId): Promise<SlackView> {
  await desk.slack.press('U11', await desk.card(id), 'case.decline');
  return [...desk.slack.views.values()].at(-1)!;
}
const timesIn = (view: SlackView): string[] => {
  const field = view.blocks.find(({ block_id: block }) => block === 'instead') as
    { element: { options: { value: string }[] } } | undefined;
  return field?.element.options.map(({ value }) => value) ?? [];
};
const instead = (value: string) => ({ instead: { selected_option: { value } } });
const statusOf = async (id: number): Promise<unknown> =>
  (await desk.db.query<{ status: string }[]>('select status from visit where id = $1', [id]))[0]?.status;
const heldOrBooked = (): Promise<unknown> =>
  desk.db.query(
    `select to_char(starts at time zone 'Africa/Nairobi', 'DD HH24:MI') as at, status from visit
      where patient_id = $1 and status in ('held', 'booked', 'requested') order by starts`,
    [desk.patients.Ann],
  );

test('another time is offered with a decline, the nearest first; the patient says yes and has it', async () => {
  const { visit, id } = await annAsks();
  const view = await declineWindow(id);
  const [first = ''] = timesIn(view);
  // Half past nine itself is the request; the times around it are the nearest.
  expect(first).toMatch(/\|2026-06-02T06:(00|15|45)|07:00/);
  expect(await desk.slack.submit('U11', view, instead(first))).toMatchObject({ body: '' });
  expect(await statusOf(visit)).toBe('declined');
  expect(await desk.look(id)).toMatchObject({ status: 'resolved', settledHow: 'declined_with_time' });
  await turn();
  const [asked = ''] = await desk.heardBy('Ann');
  expect(asked).toMatch(/^Uhuru Clinic: sorry, the time you asked for cannot be\. We keep Tue, 2 Jun, .* for you\./);
  await desk.writes('Ann', '1');
  expect((await desk.heardBy('Ann'))[0]).toMatch(/^Booked: Tue, 2 Jun,/);
  expect(await heldOrBooked()).toMatchObject([{ status: 'booked' }]);
});

test('who does not want it looks for another, and the time is free again', async () => {
  const { id } = await annAsks();
  const view = await declineWindow(id);
  await desk.slack.submit('U11', view, instead(timesIn(view)[0] ?? ''));
  await turn();
  await desk.heardBy('Ann');
  await desk.writes('Ann', '2');
  expect((await desk.heardBy('Ann'))[0]).toMatch(/Which one suits you\?|Which of these suits you\?/);
  expect(await heldOrBooked()).toEqual([]);
});

test('a no lets the time go', async () => {
  const { id } = await annAsks();
  const view = await declineWindow(id);
  await desk.slack.submit('U11', view, instead(timesIn(view)[0] ?? ''));
  await turn();
  await desk.heardBy('Ann');
  await desk.writes('Ann', 'no');
  expect(await desk.heardBy('Ann')).toEqual(['All right, nothing was booked. Write to us any time.']);
  expect(await heldOrBooked()).toEqual([]);
});

test('when somebody was quicker there, nothing has happened and the colleague picks again', async () => {
  const { visit, id } = await annAsks();
  const view = await declineWindow(id);
  const [first = ''] = timesIn(view);
  const [, starts = ''] = first.split('|');
  await book(desk.db, {
    slot: desk.slot('2 09:00', { starts: new Date(starts) }),
    patientId: desk.patients.Bob,
    by: 'staff:12',
  });
  const { body } = await desk.slack.submit('U11', view, instead(first));
  expect(JSON.parse(body)).toMatchObject({ errors: { instead: 'That time has just been taken. Choose another.' } });
  expect(await statusOf(visit)).toBe('requested');
  expect(await desk.look(id)).toMatchObject({ status: 'open' });
});

test('without another time the patient is told, and looks themselves', async () => {
  const { visit, id } = await annAsks();
  await desk.slack.submit('U11', await declineWindow(id), {});
  expect(await statusOf(visit)).toBe('declined');
  expect(await desk.heardBy('Ann')).toEqual([
    'Sorry, Dr Ngozi Okafor cannot take the visit on Tue, 2 Jun, 09:30. Write to us to find another time.',
  ]);
});

test('accepted with one press; what was answered meanwhile in the console is not decided again', async () => {
  const { visit, id } = await annAsks();
  const card = await desk.card(id);
  const view = await declineWindow(id);
  await desk.slack.press('U11', card, 'case.accept');
  expect(await statusOf(visit)).toBe('booked');
  await desk.slack.submit('U12', view, instead(timesIn(view)[0] ?? ''));
  expect(await statusOf(visit)).toBe('booked');
  expect((await desk.heardBy('Ann'))[0]).toMatch(/^Booked: Tue, 2 Jun, 09:30/);
});

test('while a colleague speaks with the patient they are told at once, and asked when they are given back', async () => {
  const { id } = await annAsks();
  const other = await desk.openFor('Ann', 'person');
  await desk.slack.press('U11', await desk.card(other), 'case.answer');
  const answer = [...desk.slack.views.values()].at(-1)!;
  await desk.slack.submit('U11', answer, { canned: { selected_option: { value: 'looking' } } });
  await desk.heardBy('Ann');
  const view = await declineWindow(id);
  await desk.slack.submit('U11', view, instead(timesIn(view)[0] ?? ''));
  await turn();
  expect((await desk.heardBy('Ann')).join()).toContain('cannot take the visit');
});
