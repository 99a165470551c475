import type { ClinicId, ContactId, ProviderId, ServiceId } from '../../src/database/ids';
import { addLadder, type Reminder } from '../../src/reminders/ladder';
import { whatIsDue } from '../../src/reminders/what-is-due';
import { placeTimers } from '../../src/reminders/place-timers';
import { book } from '../../src/scheduling/book';
import { cancel, undoCancel } from '../../src/scheduling/cancel';
import { markDone, markMissed } from '../../src/scheduling/change-status';
import { move } from '../../src/scheduling/move';
import type { Slot, Visit } from '../../src/scheduling/types';
import { makeUniverse, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, settled } from '../scheduling/people';

let u: Universe;
let clinic: ClinicId;
let service: ServiceId;
let provider: ProviderId;
beforeAll(async () => {
  u = await makeUniverse();
  clinic = await u.add.clinic({ zone: 'America/New_York' });
  service = await u.add.service({ clinic, notice: 0 });
  provider = await u.add.provider('Dr York', [service]);
  for (const now of ['2026-06-01T12:00:00Z', '2026-10-20T12:00:00Z', '2027-03-01T12:00:00Z']) {
    await u.setClock(now);
    await u.add.hours(provider, { clinic, days: [1, 2, 3, 4, 5, 6, 7], starts: '06:00', ends: '22:00', pause: null });
  }
  await u.db.query(`insert into contact_patient (contact_id, patient_id, since) values ($1, $2, '2026-01-01')`, [
    u.contacts.Ann,
    u.patients.Ann,
  ]);
});
beforeEach(async () => {
  await u.db
    .query(`delete from inbox; delete from case_event; delete from desk_case; ${EMPTY}; delete from reminder_rule;
    update contact set time_zone = null, stopped_at = null; delete from contact_patient where contact_id <> ${u.contacts.Ann}`);
  await u.setClock('2026-06-01T12:00:00Z');
});
afterAll(() => u.close());

const ladder = (...steps: Reminder[]): Promise<void> => addLadder(u.db, clinic, null, steps);
const slotAt = (starts: string): Slot => ({
  providerId: provider,
  serviceId: service,
  clinicId: clinic,
  starts: new Date(starts),
  mode: 'in_person',
});
const visitAt = async (starts: string): Promise<Visit> =>
  settled(await book(u.db, { slot: slotAt(starts), patientId: u.patients.Ann, by: BY_ANN }));
const placed = async (): Promise<string[]> => {
  await placeTimers(u.db);
  const rows = await u.db.query<{ due_at: Date }[]>(
    `select due_at from timer where settled_at is null and kind not in ('hold_over', 'offer_opening') order by due_at`,
  );
  return rows.map(({ due_at }) => due_at.toISOString().slice(0, 16));
};
const arrived = async (): Promise<{ timer: string; to: ContactId }[]> =>
  u.db.query(`select body->>'timer' as timer, contact_id as to from inbox where handled_at is null order by id`);
/** Lets time go on, as the hub would: a look in every hour. */
const until = async (at: string): Promise<void> => {
  for (;;) {
    const [row] = await u.db.query<{ now: Date }[]>('select clock_now() as now');
    if (!row || row.now >= new Date(at)) return;
    await u.setClock(new Date(Math.min(+row.now + 3_600_000, +new Date(at))));
    await whatIsDue(u.db);
  }
};

describe('nobody is woken', () => {
  test.each([
    // 4 June is in summer time: 09:00 in New York is 13:00 in Greenwich.
    ['in the day it stays', 24 * 60, '2026-06-04T15:00:00-04:00', '2026-06-03T19:00'],
    ['early in the morning it waits until nine', 120, '2026-06-04T10:30:00-04:00', '2026-06-04T13:00'],
    ['when nine is too late, it goes the evening before', 120, '2026-06-04T09:15:00-04:00', '2026-06-03T23:00'],
    ['late in the evening it goes an hour before the quiet', 24 * 60, '2026-06-04T21:00:00-04:00', '2026-06-03T23:00'],
  ])('%s', async (_what, minutesBefore, starts, due) => {
    await ladder({ kind: 'attend', minutesBefore });
    await visitAt(starts);
    expect(await placed()).toEqual([due]);
  });

  test('by the clock of the patient, not of the clinic', async () => {
    await u.db.query(`update contact set time_zone = 'America/Los_Angeles' where id = $1`, [u.contacts.Ann]);
    await ladder({ kind: 'attend', minutesBefore: 24 * 60 });
    await visitAt('2026-06-04T10:30:00-04:00'); // half past seven for Ann
    expect(await placed()).toEqual(['2026-06-03T16:00']);
  });

  test('nor does a reminder follow upon the booking itself', async () => {
    await ladder({ kind: 'attend', minutesBefore: 24 * 60 });
    await visitAt('2026-06-02T08:30:00-04:00');
    expect(await placed()).toEqual([]);
  });

  test.each([
    ['clocks forward', '2027-03-01T12:00:00Z', '2027-03-14T10:00:00-04:00', ['2027-03-13T14:00', '2027-03-13T22:00']],
    ['clocks back', '2026-10-20T12:00:00Z', '2026-11-01T10:00:00-05:00', ['2026-10-31T15:00', '2026-10-31T21:00']],
  ])('the instant and the wall clock are kept apart: %s', async (_what, now, starts, due) => {
    await u.setClock(now);
    // Twenty-four hours that pass; and five in the evening on the wall, whatever passes.
    await ladder({ kind: 'attend', minutesBefore: 24 * 60 }, { kind: 'evening', daysBefore: 1, at: '17:00' });
    await visitAt(starts);
    expect(await placed()).toEqual(due);
  });
});

describe('the ladder', () => {
  const START = '2026-06-08T15:00:00-04:00';
  const usual: Reminder[] = [
    { kind: 'release', minutesBefore: 72 * 60 },
    { kind: 'attend', minutesBefore: 24 * 60 },
    { kind: 'soon', minutesBefore: 120, unlessConfirmed: true },
  ];
  const steps = async (): Promise<string[]> => (await arrived()).map(({ timer }) => timer);

  test('each step once, and again after a long sleep of the house all that is still of use', async () => {
    await ladder(...usual);
    await visitAt(START);
    await until('2026-06-08T18:00:00Z');
    await whatIsDue(u.db);
    expect(await steps()).toEqual(['release', 'attend', 'soon']);
  });

  test('who has confirmed is not reminded two hours before', async () => {
    await ladder(...usual);
    const { id } = await visitAt(START);
    await until('2026-06-07T20:00:00Z');
    await u.db.query('update visit set confirmed_at = clock_now() where id = $1', [id]);
    await until('2026-06-08T20:00:00Z');
    expect(await steps()).toEqual(['release', 'attend']);
  });

  test('a silent patient is asked another way, and then the desk is asked to call', async () => {
    await ladder(...usual);
    await u.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
      u.contacts.Bob,
      u.patients.Ann,
    ]);
    await visitAt(START);
    await until('2026-06-08T17:30:00Z');
    expect(await arrived()).toEqual([
      { timer: 'release', to: u.contacts.Ann },
      { timer: 'attend', to: u.contacts.Ann },
      { timer: 'attend', to: u.contacts.Bob },
      { timer: 'soon', to: u.contacts.Ann },
    ]);
    expect(await u.db.query('select kind, contact_id from desk_case')).toEqual([
      { kind: 'unconfirmed', contact_id: u.contacts.Ann },
    ]);
  });

  test('whoever has written since is not silent', async () => {
    await ladder(...usual);
    await visitAt(START);
    await until('2026-06-07T20:00:00Z');
    await u.db.query(`insert into inbox (source, source_id, contact_id, body) values ('sms', '1', $1, '{}')`, [
      u.contacts.Ann,
    ]);
    await until('2026-06-08T18:00:00Z');
    expect(await u.db.query('select kind from desk_case')).toEqual([]);
  });

  test.each([
    ['cancelled', (visit: Visit) => cancel(u.db, visit, { by: BY_ANN }), []],
    ['moved', (visit: Visit) => move(u.db, visit, slotAt('2026-06-09T15:00:00-04:00'), { by: BY_ANN }), ['release']],
  ])('a visit that was %s never reminds of its old time', async (_what, change, expected) => {
    await ladder(...usual);
    settled(await change(await visitAt(START)));
    await until('2026-06-07T18:00:00Z');
    expect(await steps()).toEqual(expected);
  });

  test('a cancel that was taken back reminds again, once', async () => {
    await ladder(...usual);
    const cancelled = settled(await cancel(u.db, await visitAt(START), { by: BY_ANN }));
    settled(await undoCancel(u.db, cancelled, { by: BY_ANN }));
    await until('2026-06-08T18:00:00Z');
    expect(await steps()).toEqual(['release', 'attend', 'soon']);
  });
});

describe('afterwards', () => {
  const after: Reminder[] = [
    { kind: 'feedback', minutesAfter: 180 },
    { kind: 'follow_up', minutesAfter: 240 },
  ];
  test.each([
    ['attended, a question how it was', markDone, 'feedback'],
    ['missed, a kind offer of another time', markMissed, 'follow_up'],
  ])('%s', async (_what, mark, kind) => {
    await ladder(...after);
    const visit = await visitAt('2026-06-02T10:00:00-04:00');
    await u.setClock('2026-06-02T23:30:00Z'); // the desk closes the day late, and half an hour before the quiet
    settled(await mark(u.db, visit, { by: BY_STAFF }));
    await until('2026-06-03T15:00:00Z');
    expect((await arrived()).map(({ timer }) => timer)).toEqual([kind]);
  });

  test('a day that is closed weeks later asks nobody any more', async () => {
    await ladder(...after);
    const visit = await visitAt('2026-06-02T10:00:00-04:00');
    await u.setClock('2026-06-20T12:00:00Z');
    settled(await markDone(u.db, visit, { by: BY_STAFF }));
    await until('2026-06-21T15:00:00Z');
    expect(await arrived()).toEqual([]);
  });
});
