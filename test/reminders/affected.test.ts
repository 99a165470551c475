import { takeTurns, type World } from '../../src/conversation/take-turn';
import type { ContactId } from '../../src/database/ids';
import { openCases } from '../../src/desk/cases';
import { whoWaits } from '../../src/inbox/work-off';
import { nextStep, type Standing } from '../../src/reminders/next-step';
import { pursueAffected } from '../../src/reminders/pursue-affected';
import { whatIsDue } from '../../src/reminders/what-is-due';
import { affectedBy } from '../../src/scheduling/affected';
import { book } from '../../src/scheduling/book';
import { cancel } from '../../src/scheduling/cancel';
import { move } from '../../src/scheduling/move';
import type { Visit } from '../../src/scheduling/types';
import { blockTime, closeClinic, unblockTime } from '../../src/scheduling/work-time';
import { instantOf } from '../../src/scheduling/wall-clock';
import { makeUniverse, type Name, NAIROBI, type Universe } from '../universe';
import { BY_STAFF, EMPTY, settled } from '../scheduling/people';

let u: Universe;
let world: World;
beforeAll(async () => {
  u = await makeUniverse();
  world = { dataSource: u.dataSource, name: 'test', deliverSoon: () => undefined };
  for (const name of ['Ann', 'Bob', 'Cat', 'Dan'] as const)
    await u.db.query(`insert into contact_patient (contact_id, patient_id, since) values ($1, $2, '2026-01-01')`, [
      u.contacts[name],
      u.patients[name],
    ]);
});
beforeEach(async () => {
  await u.setClock('2026-06-01T10:00:00+03:00');
  const open = await u.db.query<{ id: never }[]>('select id from leave where ended_at is null');
  for (const { id } of open) await unblockTime(u.db, id, BY_STAFF);
  await u.db
    .query(`delete from inbox; delete from conversation; delete from case_event; delete from desk_case; ${EMPTY};
    update contact set stopped_at = null; delete from contact_patient where patient_id = ${u.patients.Ann} and contact_id <> ${u.contacts.Ann}`);
});
afterAll(() => u.close());

const visitAt = async (who: Name, when: string): Promise<Visit> =>
  settled(await book(u.db, { slot: u.slot(when), patientId: u.patients[who], by: BY_STAFF }));
const dayOff = (day: string) => {
  const from = instantOf(`2026-06-${day}`, '00:00', NAIROBI);
  return { from, to: from + 86_400_000 };
};
const ill = (day: string) =>
  blockTime(u.db, { providerId: u.okafor, during: dayOff(day), kind: 'illness', by: BY_STAFF });
const turns = async (): Promise<void> => {
  for (const contactId of await whoWaits(u.db)) await takeTurns(world, contactId);
};
const asked = async (): Promise<ContactId[]> =>
  (await u.db.query<{ to: ContactId }[]>(`select contact_id as to from inbox where source = 'timer' order by id`)).map(
    ({ to }) => to,
  );
const holds = async (): Promise<number> =>
  (await u.db.query<unknown[]>(`select from visit where status = 'held' and held_until > clock_now()`)).length;
const states = async (): Promise<string[]> =>
  (await affectedBy(u.db, { clinicId: u.clinic })).map(({ state }) => state);
/** Lets time go on, as the hub would. */
const until = async (at: string): Promise<void> => {
  for (;;) {
    const [row] = await u.db.query<{ now: Date }[]>('select clock_now() as now');
    await whatIsDue(u.db);
    if (!row || row.now >= new Date(at)) return;
    await u.setClock(new Date(Math.min(+row.now + 1_800_000, +new Date(at))));
  }
};

describe('how it goes on with somebody', () => {
  const at = (time: string): Date => new Date(`2026-06-01T${time}Z`);
  const standing: Standing = {
    ...{ step: 'new', now: at('09:00'), starts: new Date('2026-06-05T09:00Z'), stands: true, withTheDesk: false },
    ...{ nearest: 1 as ContactId, last: null, other: null, wroteAt: null, silentHours: 6 },
  };
  const [first, other] = [1, 2] as ContactId[];
  test.each<[string, Partial<Standing>, object]>([
    ['asked at the surest address', {}, { kind: 'ask', whom: first, then: 'asked' }],
    ['nobody can write to them', { nearest: null }, { kind: 'call' }],
    ['silent: reminded', { step: 'asked', last: first! }, { kind: 'ask', whom: first, then: 'reminded' }],
    ['silent again: another address', { step: 'reminded', last: first!, other: other! }, { kind: 'ask', whom: other, then: 'elsewhere' }],
    ['silent again, and there is none', { step: 'reminded', last: first! }, { kind: 'call' }],
    ['silent everywhere', { step: 'elsewhere', last: other! }, { kind: 'call' }],
    ['stopped our messages meanwhile', { step: 'asked', other: other! }, { kind: 'ask', whom: other, then: 'elsewhere' }],
    ['thinks about it', { step: 'asked', last: first!, wroteAt: at('08:00') }, { kind: 'wait', until: at('14:00') }],
    ['wants a person', { step: 'asked', last: first!, withTheDesk: true }, { kind: 'call' }],
    ['has moved already', { step: 'asked', last: first!, stands: false }, { kind: 'settle' }],
    ['too late', { starts: at('09:00') }, { kind: 'settle' }],
  ])('%s', (_what, change, expected) => {
    expect(nextStep({ ...standing, ...change })).toEqual(expected);
  }); // prettier-ignore
});

test('three times are kept for each, and nobody is offered what is kept for another', async () => {
  await visitAt('Ann', '2 09:00');
  await visitAt('Bob', '2 09:30');
  const { leaveId } = await ill('02');
  expect(await pursueAffected(u.db)).toEqual([u.contacts.Ann, u.contacts.Bob]);
  expect(await holds()).toBe(6);
  expect((await affectedBy(u.db, { leaveId })).map(({ patientId, state, asked }) => [patientId, state, asked])).toEqual(
    [
      [u.patients.Ann, 'waiting', 1],
      [u.patients.Bob, 'waiting', 1],
    ],
  );
  expect(await pursueAffected(u.db)).toEqual([]); // not a second time
});

test('a kept time is theirs, by the same rules as the old one, and the others are free again', async () => {
  const visit = await visitAt('Ann', '2 09:00');
  const { leaveId } = await ill('02');
  await pursueAffected(u.db);
  const [kept] = await u.db.query<Visit[]>(
    `select provider_id as "providerId", service_id as "serviceId", clinic_id as "clinicId", starts, mode from visit where status = 'held' order by starts limit 1`,
  );
  await u.db.query('update service set minimum_notice_minutes = 60 * 24 * 20, needs_approval = true');
  const moved = settled(await move(u.db, visit, kept!, { by: 'patient:1' }));
  await u.db.query('update service set minimum_notice_minutes = 60, needs_approval = false');
  expect(moved.status).toBe('booked');
  await pursueAffected(u.db);
  expect(await holds()).toBe(0);
  expect(await affectedBy(u.db, { leaveId })).toMatchObject([{ state: 'moved', movedTo: { visitId: moved.id } }]);
});

test.each([
  ['given up', (visit: Visit) => cancel(u.db, visit, { by: BY_STAFF }), 'cancelled'],
  ['moved by hand at the desk', (visit: Visit) => move(u.db, visit, u.slot('9 14:00'), { by: BY_STAFF }), 'moved'],
])('%s: nothing stays kept, and they are asked no more', async (_what, change, state) => {
  const visit = await visitAt('Ann', '5 09:00');
  await ill('05');
  await pursueAffected(u.db);
  settled(await change(visit));
  await until('2026-06-03T18:00:00+03:00');
  expect([await holds(), await states(), await asked()]).toEqual([0, [state], [u.contacts.Ann]]);
});

test('silence: reminded, asked at another address, then called; nothing in quiet hours, and nothing stays kept', async () => {
  await u.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    u.contacts.Bob,
    u.patients.Ann,
  ]);
  await visitAt('Ann', '5 09:00');
  await ill('05');
  await until('2026-06-04T18:00:00+03:00');
  expect(await asked()).toEqual([u.contacts.Ann, u.contacts.Ann, u.contacts.Bob]);
  const hours = await u.db.query<{ hour: number }[]>(
    `select extract(hour from received_at at time zone 'Africa/Nairobi')::int as hour from inbox`,
  );
  expect(hours.every(({ hour }) => hour >= 9 && hour < 20)).toBe(true);
  expect(await states()).toEqual(['needs_call']);
  expect(await openCases(u.db, null)).toMatchObject([{ kind: 'affected', contactId: u.contacts.Ann }]);
  expect(await holds()).toBe(0);
});

test('a visit that comes before the morning is called about, and nobody is woken', async () => {
  await u.setClock('2026-06-01T22:00:00+03:00');
  await u.db.query(`update clinic set quiet_until = '09:00'`);
  const visit = await visitAt('Ann', '2 09:30');
  await ill('02');
  await pursueAffected(u.db);
  expect([await asked(), await states()]).toEqual([[], ['needs_call']]);
  expect(await openCases(u.db, null)).toMatchObject([{ kind: 'affected', visitId: visit.id }]);
});

test('leave that is taken back: they are told, once, and may come', async () => {
  await visitAt('Ann', '5 09:00');
  await visitAt('Bob', '5 10:00');
  const { leaveId } = await ill('05');
  await pursueAffected(u.db);
  await turns();
  await unblockTime(u.db, leaveId, BY_STAFF);
  await until('2026-06-02T18:00:00+03:00');
  expect([await holds(), await states()]).toEqual([0, ['kept', 'kept']]);
  expect(await asked()).toEqual([u.contacts.Ann, u.contacts.Bob, u.contacts.Ann, u.contacts.Bob]);
});

test('reminders of a visit that cannot take place are not sent', async () => {
  await u.db.query(`insert into reminder_rule (clinic_id, kind, minutes_before) values ($1, 'attend', 1440)`, [
    u.clinic,
  ]);
  await visitAt('Ann', '5 09:00');
  await u.db.query('delete from reminder_rule');
  await ill('05');
  await until('2026-06-04T12:00:00+03:00');
  const kinds = await u.db.query<{ timer: string }[]>(`select distinct body->>'timer' as timer from inbox`);
  expect(kinds).toEqual([{ timer: 'affected' }]);
});

test('many at once, and each is asked once', async () => {
  for (const [i, who] of (['Ann', 'Bob', 'Cat', 'Dan'] as const).entries())
    await visitAt(who, `5 ${10 + i}:00`.replace('12:00', '15:00'));
  await ill('05');
  const all = (await Promise.all(Array.from({ length: 6 }, () => pursueAffected(u.db)))).flat();
  expect(all.sort()).toEqual([u.contacts.Ann, u.contacts.Bob, u.contacts.Cat, u.contacts.Dan].sort());
  expect(await holds()).toBe(12);
});

test('where nothing is free, and where nobody can be written to, somebody calls', async () => {
  await visitAt('Ann', '2 09:00');
  await visitAt('Bob', '2 09:30');
  await u.db.query('update contact set stopped_at = clock_now() where id = $1', [u.contacts.Bob]);
  const forever = { from: dayOff('01').from, to: dayOff('01').from + 400 * 86_400_000 };
  await closeClinic(u.db, { clinicId: u.clinic, during: forever, name: 'Fire', by: BY_STAFF });
  await pursueAffected(u.db);
  expect([await asked(), await states()]).toEqual([[], ['needs_call', 'needs_call']]);
});
