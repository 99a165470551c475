import { takeTurns, type World } from '../../src/conversation/take-turn';
import type { ContactId } from '../../src/database/ids';
import { whoWaits } from '../../src/inbox/work-off';
import { runLate } from '../../src/reminders/run-late';
import { book } from '../../src/scheduling/book';
import { cancel } from '../../src/scheduling/cancel';
import { markArrived } from '../../src/scheduling/change-status';
import { delayToday } from '../../src/scheduling/delay';
import { latenessOf } from '../../src/scheduling/lateness';
import type { Visit } from '../../src/scheduling/types';
import { makeUniverse, type Name, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, rulesOf, settled } from '../scheduling/people';

let u: Universe;
let world: World;
beforeAll(async () => {
  u = await makeUniverse();
  world = { dataSource: u.dataSource, name: 'test', deliverSoon: () => undefined };
  for (const name of ['Ann', 'Bob', 'Cat', 'Dan'] as const)
    await u.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
      u.contacts[name],
      u.patients[name],
    ]);
});
beforeEach(async () => {
  await u.db.query(`delete from inbox; delete from conversation; delete from delay_notice; delete from delay; ${EMPTY};
    update contact set stopped_at = null`);
  await u.setClock('2026-06-01T08:00:00+03:00');
});
afterAll(() => u.close());

const visitAt = async (who: Name, when: string): Promise<Visit> =>
  settled(await book(u.db, { slot: u.slot(when), patientId: u.patients[who], by: BY_STAFF }));
const late = async (minutes: number) => {
  const { told, toCall } = await runLate(u.db, { providerId: u.okafor, minutes, by: BY_STAFF });
  const named = (all: typeof told) => all.map((one) => [nameOf(u.patients, one.patientId), one.minutes]);
  return { told: named(told), toCall: named(toCall) };
};
const nameOf = (ids: Record<string, number>, id: number): string =>
  Object.entries(ids).find(([, one]) => one === id)?.[0] ?? '?';
const turns = async (): Promise<void> => {
  for (const contactId of await whoWaits(u.db)) await takeTurns(world, contactId);
};
/** What is on its way, to whom. */
const said = async (): Promise<string[]> => {
  const rows = await u.db.query<{ contact_id: ContactId; body: { text: string } }[]>(
    `select contact_id, body from outbox where status = 'pending' order by id`,
  );
  return rows.map(({ contact_id, body }) => `${nameOf(u.contacts, contact_id)}: ${body.text}`);
};

const at = (...times: [from: string, to: string][]) =>
  times.map(([from, to]) => ({ from: Date.parse(`2026-06-01T${from}Z`), to: Date.parse(`2026-06-01T${to}Z`) }));

describe('how late each of them begins', () => {
  test.each([
    ['one after the other', at(['09:00', '09:30'], ['09:30', '10:00']), 30, [30, 30]],
    ['a gap takes some of it up', at(['09:00', '09:30'], ['09:50', '10:20']), 30, [30, 10]],
    ['after lunch nobody is late any more', at(['11:30', '12:00'], ['13:00', '13:30']), 45, [45, 0]],
    ['two in one time wait for each other anyway', at(['09:00', '09:30'], ['09:00', '09:30']), 20, [20, 20]],
    ['in time', at(['09:00', '09:30'], ['09:30', '10:00']), 0, [0, 0]],
    ['nobody', [], 30, []],
  ])('%s', (_what, day, behind, expected) => {
    expect(latenessOf(day, behind)).toEqual(expected);
  });
});

test('who it touches is told once, and again only when it changes for them', async () => {
  await visitAt('Ann', '1 09:00');
  await visitAt('Bob', '1 09:45'); // a quarter of an hour in between
  await visitAt('Cat', '1 14:00');
  await visitAt('Dan', '2 09:00');
  expect(await late(30)).toEqual({ told: [['Ann', 30], ['Bob', 15]], toCall: [] }); // prettier-ignore
  expect(await late(30)).toEqual({ told: [], toCall: [] });
  expect(await late(60)).toEqual({ told: [['Ann', 60], ['Bob', 45]], toCall: [] }); // prettier-ignore
  expect(await late(0)).toEqual({ told: [['Ann', 0], ['Bob', 0]], toCall: [] }); // prettier-ignore
  expect(await late(0)).toEqual({ told: [], toCall: [] });
});

test('only the newest news is said, and what has not left is taken back', async () => {
  await visitAt('Ann', '1 09:00');
  await late(30);
  await late(60); // the first has not even become a turn
  await turns();
  expect(await said()).toEqual([expect.stringMatching(/^Ann: .*about 60 minutes later/)]);
  await late(90);
  expect(await said()).toEqual([]);
  await turns();
  expect(await said()).toEqual([expect.stringMatching(/^Ann: .*now begins about 90 minutes later/)]);
});

test('who has arrived sees it; who has given up their visit hears nothing', async () => {
  await markArrived(u.db, await visitAt('Ann', '1 09:00'), { by: BY_STAFF });
  const given = await visitAt('Bob', '1 09:30');
  await visitAt('Cat', '1 10:00');
  await late(30);
  settled(await cancel(u.db, given, { by: BY_STAFF }));
  await turns();
  expect(await said()).toEqual([expect.stringMatching(/^Cat: /)]);
});

test('nobody is told of a visit that should have begun long ago, and whoever comes too late is told to hurry', async () => {
  await visitAt('Ann', '1 09:00');
  await late(60);
  await u.setClock('2026-06-01T09:20:00+03:00');
  expect(await late(10)).toEqual({ told: [['Ann', 20]], toCall: [] });
  await u.setClock('2026-06-01T11:00:00+03:00');
  expect(await late(30)).toEqual({ told: [], toCall: [] });
});

test('who wants no messages, or cannot be reached, is to be called', async () => {
  await visitAt('Ann', '1 09:00');
  await u.db.query('update contact set stopped_at = clock_now() where id = $1', [u.contacts.Ann]);
  expect(await late(30)).toEqual({ told: [], toCall: [['Ann', 30]] });
  await turns();
  expect(await said()).toEqual([]);
});

test('less than ten minutes is nothing to write about, and nonsense is refused', async () => {
  await visitAt('Ann', '1 09:00');
  expect(await late(5)).toEqual({ told: [], toCall: [] });
  await expect(late(-1)).rejects.toThrow('0 to 600 minutes');
  await expect(late(601)).rejects.toThrow('0 to 600 minutes');
  await expect(late(1.5)).rejects.toThrow('0 to 600 minutes');
});

test('whom we keep waiting may give up the visit however near it is', async () => {
  const visit = await visitAt('Ann', '1 09:00'); // within two hours
  expect(rulesOf(await cancel(u.db, visit, { by: BY_ANN }))).toEqual(['too_late_to_change']);
  await late(30);
  settled(await cancel(u.db, visit, { by: BY_ANN }));
  expect(await delayToday(u.db, u.okafor)).toMatchObject({
    minutes: 30,
    told: [{ visitId: visit.id, minutes: 30, answer: 'cancelled' }],
  });
});

test('two colleagues who say it at once do not write twice', async () => {
  await visitAt('Ann', '1 09:00');
  const both = await Promise.all([late(30), late(30)]);
  expect(both.flatMap(({ told }) => told)).toEqual([['Ann', 30]]);
  await turns();
  expect(await said()).toHaveLength(1);
});
