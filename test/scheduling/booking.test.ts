import { book, hold } from '../../src/scheduling/book';
import { cancel, undoCancel } from '../../src/scheduling/cancel';
import { markArrived, markDone } from '../../src/scheduling/change-status';
import { confirm } from '../../src/scheduling/confirm';
import { findAllTimes, findTimes } from '../../src/scheduling/find-times';
import { move } from '../../src/scheduling/move';
import { accept, decline } from '../../src/scheduling/requests';
import type { Outcome, Visit } from '../../src/scheduling/types';
import { makeUniverse, type Universe } from '../universe';

let u: Universe;
beforeAll(async () => {
  u = await makeUniverse();
});
afterEach(async () => {
  await u.db.query(
    'delete from timer; delete from outbox; delete from opening; delete from visit; delete from idempotency',
  );
  await u.setClock('2026-06-01T08:00:00+03:00');
});
afterAll(() => u.close());

const BY_ANN = 'patient:1' as const;
const BY_STAFF = 'staff:1' as const;

function settled(outcome: Outcome): Visit {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.rules.join(', ')}`);
  return outcome.visit;
}
const rulesOf = (outcome: Outcome): string[] => (outcome.kind === 'refused' ? outcome.rules : []);
const bookFor = (name: 'Ann' | 'Bob' | 'Cat' | 'Dan', when: string): Promise<Outcome> =>
  book(u.db, { slot: u.slot(when), patientId: u.patients[name], by: BY_ANN });
const localTimes = (times: { starts: Date }[]): string[] =>
  times.map(({ starts }) => new Date(+starts + 3 * 3_600_000).toISOString().slice(8, 16).replace('T', ' '));

test('a free time is booked, with its audit row, and is then offered to nobody else', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  expect(visit).toMatchObject({
    status: 'booked',
    day: '2026-06-02',
    reference: expect.stringMatching(/^[A-Z0-9]{4}$/),
  });
  const free = await findAllTimes(u.db, { providers: [u.okafor], fromDay: '2026-06-02', toDay: '2026-06-02' });
  expect(localTimes(free).slice(0, 2)).toEqual(['02 09:30', '02 09:45']);
  const audit = await u.db.query('select action, actor from audit where subject = $1', [`visit:${visit.id}`]);
  expect(audit).toEqual([{ action: 'booked', actor: BY_ANN }]);
});

test('a time that is taken is refused, and the reason is told', async () => {
  await bookFor('Ann', '2 09:00');
  expect(rulesOf(await bookFor('Bob', '2 09:15'))).toEqual(['taken']);
});

test('the first three good times differ by half-day, not three in a row', async () => {
  expect(localTimes(await findTimes(u.db, { providers: [u.okafor] }))).toEqual(['01 09:00', '01 13:00', '02 09:00']);
});

test('a hold that has not run out always confirms; nobody else gets the time meanwhile', async () => {
  const held = await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN });
  expect(rulesOf(await bookFor('Bob', '2 09:00'))).toEqual(['taken']);
  const visit = settled(
    await confirm(u.db, { visitId: settled(held).id, token: held.token!, patientId: u.patients.Ann, by: BY_ANN }),
  );
  expect(visit).toMatchObject({ status: 'booked', patientId: u.patients.Ann, heldUntil: null });
});

test('a hold needs its token', async () => {
  const held = settled(await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN }));
  const stolen = await confirm(u.db, { visitId: held.id, token: 'guess', patientId: u.patients.Bob, by: 'patient:2' });
  expect(rulesOf(stolen)).toEqual(['no_such_visit']);
});

test('a hold that ran out keeps nobody out, and books only if the time is still free', async () => {
  const held = await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN });
  await u.setClock('2026-06-01T08:11:00+03:00');
  expect(localTimes(await findTimes(u.db, { providers: [u.okafor], fromDay: '2026-06-02' }))[0]).toBe('02 09:00');
  settled(await bookFor('Bob', '2 09:00'));
  const late = await confirm(u.db, {
    visitId: settled(held).id,
    token: held.token!,
    patientId: u.patients.Ann,
    by: BY_ANN,
  });
  expect(rulesOf(late)).toEqual(['taken']);
});

test('a hold that ran out still becomes a visit when nobody took the time', async () => {
  const held = await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN });
  await u.setClock('2026-06-01T08:11:00+03:00');
  settled(
    await confirm(u.db, { visitId: settled(held).id, token: held.token!, patientId: u.patients.Ann, by: BY_ANN }),
  );
});

test('a third hold of one contact lets the oldest go', async () => {
  for (const when of ['2 09:00', '2 10:00', '2 11:00'])
    settled(await hold(u.db, { slot: u.slot(when), contactId: u.contacts.Ann, by: BY_ANN }));
  const live = await u.db.query(`select starts from visit where status = 'held' order by starts`);
  expect(localTimes(live)).toEqual(['02 10:00', '02 11:00']);
});

test('moving books the new time and frees the old one', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  const moved = settled(await move(u.db, visit, u.slot('3 10:00'), { by: BY_ANN }));
  expect(moved).toMatchObject({ status: 'booked', movedFrom: visit.id });
  settled(await bookFor('Bob', '2 09:00'));
});

test('a visit may move by a quarter of an hour, into its own time', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  settled(await move(u.db, visit, u.slot('2 09:15'), { by: BY_ANN }));
  expect(rulesOf(await bookFor('Bob', '2 09:30'))).toEqual(['taken']);
  settled(await bookFor('Bob', '2 09:45'));
});

test('a move that fails keeps the old time', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  await bookFor('Bob', '3 10:00');
  expect(rulesOf(await move(u.db, visit, u.slot('3 10:00'), { by: BY_ANN }))).toEqual(['taken']);
  expect(rulesOf(await bookFor('Cat', '2 09:00'))).toEqual(['taken']);
});

test('whoever changes a visit second is told that it has changed', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  settled(await cancel(u.db, visit, { by: BY_ANN }));
  expect(rulesOf(await move(u.db, visit, u.slot('3 10:00'), { by: BY_ANN }))).toEqual(['changed_meanwhile']);
});

test('past the cut-off the desk decides', async () => {
  const visit = settled(await bookFor('Ann', '1 10:00'));
  await u.setClock('2026-06-01T08:30:00+03:00');
  expect(rulesOf(await cancel(u.db, visit, { by: BY_ANN }))).toEqual(['too_late_to_change']);
  settled(await cancel(u.db, visit, { by: BY_STAFF }));
});

test('a cancel frees the time, notes the opening, and can be undone for five minutes', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  const cancelled = settled(await cancel(u.db, visit, { by: BY_ANN }));
  expect(await u.db.query('select status from opening')).toEqual([{ status: 'waiting' }]);
  const again = settled(await undoCancel(u.db, cancelled, { by: BY_ANN }));
  expect(again).toMatchObject({ status: 'booked', starts: visit.starts });
  expect(rulesOf(await undoCancel(u.db, cancelled, { by: BY_ANN }))).toEqual(['too_late_to_change']);
});

test('after five minutes a cancel stands', async () => {
  const cancelled = settled(await cancel(u.db, settled(await bookFor('Ann', '2 09:00')), { by: BY_ANN }));
  await u.db.query(`update visit set changed_at = clock_now() - interval '6 minutes' where id = $1`, [cancelled.id]);
  expect(rulesOf(await undoCancel(u.db, cancelled, { by: BY_ANN }))).toEqual(['too_late_to_change']);
});

test('a request blocks the time until it is answered, and is answered once', async () => {
  const service = await u.add.service({ approval: true });
  const provider = await u.add.provider('Dr Silva', [service]);
  await u.add.hours(provider);
  const slot = u.slot('2 09:00', { providerId: provider, serviceId: service });
  const request = settled(await book(u.db, { slot, patientId: u.patients.Ann, by: BY_ANN }));
  expect(request.status).toBe('requested');
  expect(rulesOf(await book(u.db, { slot, patientId: u.patients.Bob, by: 'patient:2' }))).toEqual(['taken']);
  settled(await accept(u.db, request, { by: BY_STAFF }));
  expect(rulesOf(await accept(u.db, request, { by: BY_STAFF }))).toEqual(['changed_meanwhile']);
  const second = settled(
    await book(u.db, {
      slot: { ...slot, starts: u.slot('2 10:00').starts },
      patientId: u.patients.Bob,
      by: 'patient:2',
    }),
  );
  const other = {
    slot: { ...slot, starts: u.slot('2 11:00').starts },
    contactId: u.contacts.Bob,
    patientId: u.patients.Bob,
  };
  const declined = await decline(u.db, second, { by: BY_STAFF }, other);
  expect(settled(declined).status).toBe('declined');
  expect(settled(declined.instead!).status).toBe('held');
});

test('the same request twice does one thing and gives one answer; another under its key is refused', async () => {
  const booking = { slot: u.slot('2 09:00'), patientId: u.patients.Ann, by: BY_ANN };
  const key = { scope: 'contact:1', key: 'abc' };
  const first = await book(u.db, booking, key);
  expect(await book(u.db, booking, key)).toEqual(first);
  expect(rulesOf(await book(u.db, { ...booking, slot: u.slot('2 10:00') }, key))).toEqual(['key_used']);
  expect(await u.db.query('select count(*)::int as n from visit')).toEqual([{ n: 1 }]);
});

test('nobody can be in two places', async () => {
  const provider = await u.add.provider('Dr Moyo', [u.skin]);
  await u.add.hours(provider);
  await bookFor('Ann', '2 09:00');
  const elsewhere = { slot: u.slot('2 09:15', { providerId: provider }), patientId: u.patients.Ann, by: BY_ANN };
  expect(rulesOf(await book(u.db, elsewhere))).toEqual(['patient_elsewhere']);
});

test('arrived and done are steps that cannot be taken backwards', async () => {
  const visit = settled(await bookFor('Ann', '2 09:00'));
  const arrived = settled(await markArrived(u.db, visit, { by: BY_STAFF }));
  const done = settled(await markDone(u.db, arrived, { by: BY_STAFF }));
  expect(rulesOf(await markArrived(u.db, done, { by: BY_STAFF }))).toEqual(['not_in_this_state']);
});

test('the other time that a provider proposes needs no second approval', async () => {
  const service = await u.add.service({ approval: true });
  const provider = await u.add.provider('Dr Again', [service]);
  await u.add.hours(provider);
  const at = (when: string) => u.slot(when, { providerId: provider, serviceId: service });
  const request = settled(await book(u.db, { slot: at('2 09:00'), patientId: u.patients.Ann, by: BY_ANN }));
  const other = { slot: at('2 11:00'), contactId: u.contacts.Ann, patientId: u.patients.Ann };
  const { instead } = await decline(u.db, request, { by: BY_STAFF }, other);
  const agreed = await confirm(u.db, { visitId: settled(instead!).id, token: instead!.token!, by: BY_ANN });
  expect(settled(agreed).status).toBe('booked');
});
