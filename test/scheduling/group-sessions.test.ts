import type { ProviderId, ServiceId, SessionId } from '../../src/database/ids';
import { affectedBy } from '../../src/scheduling/affected';
import { book, hold } from '../../src/scheduling/book';
import { cancel, undoCancel } from '../../src/scheduling/cancel';
import { confirm } from '../../src/scheduling/confirm';
import { findAllTimes } from '../../src/scheduling/find-times';
import { move } from '../../src/scheduling/move';
import type { Slot } from '../../src/scheduling/types';
import { cancelSession, planSession } from '../../src/scheduling/group-sessions';
import { blockTime, closeClinic } from '../../src/scheduling/work-time';
import { whyNot } from '../../src/scheduling/why-not';
import { makeUniverse, type Name, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, localTimes, rulesOf, settled } from './people';

let u: Universe;
let yoga: ServiceId;
let teacher: ProviderId;
let sessionId: SessionId;
let slot: Slot;

beforeAll(async () => {
  u = await makeUniverse();
});
beforeEach(async () => {
  await u.db.query(EMPTY);
  await u.setClock('2026-06-01T08:00:00+03:00');
  yoga = await u.add.service({ specialty: 'physiotherapy', minutes: 60, seats: 2, modes: ['in_person'] });
  teacher = await u.add.provider('Sam Teacher', [yoga, u.skin]);
  await u.add.hours(teacher);
  slot = u.slot('2 10:00', { providerId: teacher, serviceId: yoga });
  sessionId = (await plan('2 10:00', '2 11:00'))!.sessionId;
});
afterAll(() => u.close());

const plan = (from: string, to: string, roomId?: number) =>
  planSession(u.db, {
    ...u.slot(from, { providerId: teacher, serviceId: yoga }),
    ends: u.slot(to).starts,
    seats: 2,
    by: BY_STAFF,
    ...(roomId === undefined ? {} : { roomId }),
  });
const seatFor = (name: Name, at: Slot = slot) => book(u.db, { slot: at, patientId: u.patients[name], by: BY_ANN });

test('a session is offered while it has seats, and each seat is taken once', async () => {
  const offered = await findAllTimes(u.db, { services: [yoga], patientId: u.patients.Cat });
  expect(offered).toMatchObject([{ sessionId, starts: slot.starts, ends: u.slot('2 11:00').starts }]);
  settled(await seatFor('Ann'));
  settled(await seatFor('Bob'));
  expect(await findAllTimes(u.db, { services: [yoga] })).toEqual([]);
  expect(rulesOf(await seatFor('Cat'))).toEqual(['session_full']);
});

test('nobody gets two seats of one session', async () => {
  settled(await seatFor('Ann'));
  expect(await findAllTimes(u.db, { services: [yoga], patientId: u.patients.Ann })).toEqual([]);
  expect(rulesOf(await seatFor('Ann'))).toEqual(['patient_elsewhere']);
});

test('a seat that was held for somebody without a name is not given to a patient who has one already', async () => {
  settled(await seatFor('Ann'));
  const held = await hold(u.db, { slot, contactId: u.contacts.Ann, by: BY_ANN });
  const named = { visitId: settled(held).id, token: held.token!, patientId: u.patients.Ann, by: BY_ANN };
  expect(rulesOf(await confirm(u.db, named))).toEqual(['patient_elsewhere']);
  settled(await confirm(u.db, { ...named, patientId: u.patients.Bob }));
});

test('the time of a session is not offered for anything else', async () => {
  const times = localTimes(
    await findAllTimes(u.db, { providers: [teacher], services: [u.skin], toDay: '2026-06-02', fromDay: '2026-06-02' }),
  );
  expect(times).toContain('02 09:30');
  expect(times).not.toContain('02 09:45');
  expect(times).not.toContain('02 10:30');
  expect(times).toContain('02 11:00');
});

test('the mode is asked for in a session too', async () => {
  expect(await findAllTimes(u.db, { services: [yoga], mode: 'video' })).toEqual([]);
  expect(rulesOf(await seatFor('Ann', { ...slot, mode: 'video' }))).toEqual(['wrong_mode']);
});

test('a visit from before stands in the way of the session until it is moved', async () => {
  const early = settled(
    await book(u.db, { slot: u.slot('3 10:30', { providerId: teacher }), patientId: u.patients.Dan, by: BY_STAFF }),
  );
  const planned = await plan('3 10:00', '3 11:00');
  expect(planned!.affected.map((visit) => visit.id)).toEqual([early.id]);
  const wednesday = { fromDay: '2026-06-03', toDay: '2026-06-03', services: [yoga] };
  expect(await findAllTimes(u.db, wednesday)).toEqual([]);
  expect(rulesOf(await seatFor('Ann', { ...slot, starts: u.slot('3 10:00').starts }))).toEqual(['taken']);
  settled(await move(u.db, early, u.slot('3 14:00', { providerId: teacher }), { by: BY_STAFF }));
  expect(await findAllTimes(u.db, wednesday)).toHaveLength(1);
});

test('a room that somebody is using stands in the way too', async () => {
  const room = await u.add.room('gym', `Gym ${Math.random()}`);
  const exam = await u.add.service({ room: 'gym' });
  const other = await u.add.provider('Dr Moyo', [exam]);
  await u.add.hours(other);
  const inRoom = u.slot('4 10:30', { providerId: other, serviceId: exam });
  expect(settled(await book(u.db, { slot: inRoom, patientId: u.patients.Dan, by: BY_STAFF })).roomId).toBe(room);
  await plan('4 10:00', '4 11:00', room);
  expect(rulesOf(await seatFor('Ann', { ...slot, starts: u.slot('4 10:00').starts }))).toEqual(['taken']);
  expect(
    rulesOf(
      await book(u.db, {
        slot: { ...inRoom, starts: u.slot('4 10:00').starts },
        patientId: u.patients.Bob,
        by: BY_STAFF,
      }),
    ),
  ).toContain('no_room');
});

test('two sessions of one provider cannot overlap', async () => {
  expect(await plan('2 10:30', '2 11:30')).toBeUndefined();
});

test('a session during leave or a closed day is not offered, and the reason is told', async () => {
  await blockTime(u.db, { providerId: teacher, during: during('2 10:30', '2 10:45'), by: BY_STAFF });
  expect(await findAllTimes(u.db, { services: [yoga] })).toEqual([]);
  expect(await whyNot(u.db, slot, { by: BY_ANN })).toEqual(['on_leave']);
});

test('a closure that touches only the buffer of an ordinary visit does not touch a session', async () => {
  await closeClinic(u.db, {
    clinicId: u.clinic,
    during: during('2 11:00', '2 11:15'),
    name: 'Fire drill',
    by: BY_STAFF,
  });
  settled(await seatFor('Ann'));
});

test('two people who leave a session for the same ordinary time do not both get it', async () => {
  const ann = settled(await seatFor('Ann'));
  const bob = settled(await seatFor('Bob'));
  const to = u.slot('8 09:00');
  const moved = settled(await move(u.db, ann, to, { by: BY_STAFF }));
  expect(moved.sitting).not.toBe(ann.sitting);
  expect(rulesOf(await move(u.db, bob, to, { by: BY_STAFF }))).toEqual(['taken']);
  expect((await u.db.query('select status from visit where id = $1', [bob.id]))[0].status).toBe('booked');
});

test('somebody may leave a session for a visit that overlaps it', async () => {
  const ann = settled(await seatFor('Ann'));
  settled(await move(u.db, ann, u.slot('2 10:15'), { by: BY_STAFF }));
  settled(await seatFor('Cat'));
  settled(await seatFor('Bob'));
});

test('a move from one session to the next gives the seat back', async () => {
  const ann = settled(await seatFor('Ann'));
  await plan('9 10:00', '9 11:00');
  settled(await move(u.db, ann, { ...slot, starts: u.slot('9 10:00').starts }, { by: BY_STAFF }));
  settled(await seatFor('Bob'));
  settled(await seatFor('Cat'));
});

test('a cancelled seat goes to the next, and then the cancel cannot be undone', async () => {
  const ann = settled(await seatFor('Ann'));
  settled(await seatFor('Bob'));
  const cancelled = settled(await cancel(u.db, ann, { by: BY_ANN }));
  settled(await seatFor('Cat'));
  expect(rulesOf(await undoCancel(u.db, cancelled, { by: BY_ANN }))).toEqual(['session_full']);
});

test('an undone cancel gets a seat of the same session', async () => {
  const cancelled = settled(await cancel(u.db, settled(await seatFor('Ann')), { by: BY_ANN }));
  expect(settled(await undoCancel(u.db, cancelled, { by: BY_ANN }))).toMatchObject({ sessionId, status: 'booked' });
});

test('on a day when the clocks change, a session is found under the hour on the wall', async () => {
  const clinic = await u.add.clinic({ zone: 'America/New_York' });
  const service = await u.add.service({ clinic, seats: 4, minutes: 60, horizon: 60 });
  const provider = await u.add.provider('Lee', [service]);
  await u.setClock('2026-10-25T12:00:00Z');
  await u.add.hours(provider, { clinic, days: [7] });
  const starts = new Date('2026-11-01T15:00:00-05:00');
  await planSession(u.db, {
    providerId: provider,
    serviceId: service,
    clinicId: clinic,
    starts,
    ends: new Date(+starts + 3_600_000),
    mode: 'in_person',
    seats: 4,
    by: BY_STAFF,
  });
  const at = (fromMinute: number, toMinute: number) =>
    findAllTimes(u.db, { services: [service], fromMinute, toMinute });
  expect(await at(15 * 60, 15 * 60 + 1)).toHaveLength(1);
  expect(await at(15 * 60 + 1, 24 * 60)).toEqual([]);
});

const during = (from: string, to: string) => ({ from: +u.slot(from).starts, to: +u.slot(to).starts });

test('a session that is called off gives no more seats, and says who has one', async () => {
  const ann = settled(await seatFor('Ann'));
  const bob = settled(await cancel(u.db, settled(await seatFor('Bob')), { by: BY_STAFF }));
  const held = await hold(u.db, { slot, contactId: u.contacts.Cat, by: BY_ANN });
  const off = await cancelSession(u.db, sessionId, BY_STAFF);
  expect(off?.affected.map(({ id }) => id)).toEqual([ann.id, settled(held).id]);
  expect(await affectedBy(u.db, { sessionId })).toMatchObject([{ visitId: ann.id, state: 'waiting' }]);
  expect(await cancelSession(u.db, sessionId, BY_STAFF)).toBeUndefined();
  expect(await findAllTimes(u.db, { services: [yoga] })).toEqual([]);
  expect((await seatFor('Dan')).kind).toBe('refused');
  expect((await undoCancel(u.db, bob, { by: BY_STAFF })).kind).toBe('refused');
});

test('when the last of a session that was called off has gone, its time is offered for something else', async () => {
  const ann = settled(await seatFor('Ann'));
  await cancelSession(u.db, sessionId, BY_STAFF);
  const free = async (): Promise<boolean> =>
    localTimes(await findAllTimes(u.db, { providers: [teacher], services: [u.skin], toDay: '2026-06-02' })).includes(
      '02 10:00',
    );
  expect(await free()).toBe(false);
  settled(await cancel(u.db, ann, { by: BY_STAFF }));
  expect(await free()).toBe(true);
});
