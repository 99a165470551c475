import type { VisitId } from '../../src/database/ids';
import { answer, handBack, resolve } from '../../src/desk/answer';
import { eventsOf, openCases } from '../../src/desk/cases';
import { gatherCases } from '../../src/desk/gather';
import { acknowledge, assign, claim, putBack, snooze } from '../../src/desk/take';
import { watchCases } from '../../src/desk/watch';
import { book } from '../../src/scheduling/book';
import { changeStatus } from '../../src/scheduling/change-status';
import { type DeskUniverse, deskUniverse, GRACE, JOY, SAM } from './desk-universe';

let desk: DeskUniverse;
beforeEach(async () => void (desk = await deskUniverse()));
afterEach(() => desk.close());

const kinds = async (id: Parameters<typeof eventsOf>[1]): Promise<string[]> =>
  (await eventsOf(desk.db, id)).map(({ kind }) => kind);

test('what is open stays one case, and can only become more urgent', async () => {
  const first = await desk.openFor('Ann', 'emergency');
  expect(await desk.openFor('Ann', 'emergency', { urgent: true })).toBe(first);
  expect(await desk.openFor('Ann', 'emergency')).toBe(first);
  expect(await desk.look(first)).toMatchObject({ urgent: true, status: 'open' });
  expect(await kinds(first)).toEqual(['opened', 'asked_again', 'asked_again']);
  expect(await desk.openFor('Ann', 'person')).not.toBe(first);
  expect(await desk.openFor('Bob', 'emergency')).not.toBe(first);
});

test('the second person who reaches for a case is told who has it, and until when', async () => {
  const id = await desk.openFor('Ann');
  expect(await claim(desk.db, id, JOY)).toMatchObject({ kind: 'done', case: { owner: JOY, status: 'claimed' } });
  const second = await claim(desk.db, id, SAM);
  expect(second).toEqual({ kind: 'refused', why: 'has_owner', owner: JOY, until: new Date('2026-06-01T05:15:00Z') });
  expect(await answer(desk.db, id, SAM, { words: 'Hello' })).toEqual(second);
  expect(await desk.heardBy('Ann')).toEqual([]);
});

test('two cases of one patient are not answered by two colleagues', async () => {
  await claim(desk.db, await desk.openFor('Ann', 'person'), JOY);
  const other = await desk.openFor('Ann', 'late_change');
  expect(await claim(desk.db, other, SAM)).toMatchObject({ kind: 'refused', owner: JOY });
  expect(await claim(desk.db, other, JOY)).toMatchObject({ kind: 'done' });
});

test('an answer silences the assistant in the same commit, and hand back asks the open question again', async () => {
  await desk.writes('Ann', 'I need a skin doctor');
  await desk.writes('Ann', 'I want to talk to a person');
  const [one] = await openCases(desk.db, [desk.clinic]);
  const id = one!.id;
  await desk.heardBy('Ann');
  await answer(desk.db, id, JOY, { words: 'Hello Ann, this is Joy.' });
  expect(await desk.heardBy('Ann')).toEqual(['A colleague is writing to you now. Hello Ann, this is Joy.']);
  expect(await desk.owner('Ann')).toBe('desk');
  await answer(desk.db, id, JOY, { words: 'What can I do for you?' });
  expect(await desk.heardBy('Ann')).toEqual(['What can I do for you?']);

  await desk.writes('Ann', 'do you take my insurance');
  await desk.writes('Ann', 'and is there parking');
  expect(await desk.heardBy('Ann')).toEqual([]);
  const words = (await eventsOf(desk.db, id)).filter(({ kind }) => kind === 'patient_wrote').map((each) => each.words);
  expect(words).toEqual(['do you take my insurance', 'and is there parking']);

  expect(await handBack(desk.db, id, JOY)).toMatchObject({ kind: 'done', case: { status: 'resolved' } });
  const [back] = await desk.heardBy('Ann');
  expect(back).toMatch(/^You are back with the assistant\. Which of these suits you\?/);
  expect(await desk.owner('Ann')).toBe('assistant');
});

test('the patient is spoken to in their own language', async () => {
  await desk.db.query(`update contact set language = 'sw' where id = $1`, [desk.contacts.Bob]);
  const id = await desk.openFor('Bob');
  await answer(desk.db, id, JOY, { canned: 'call_us' });
  await handBack(desk.db, id, JOY);
  expect(await desk.heardBy('Bob')).toEqual([
    'Mhudumu wa kliniki anakuandikia sasa. Tafadhali tupigie simu +254 20 555 0100.',
    'Msaidizi anakujibu tena.',
  ]);
});

test('who resolves a case does not leave the patient with a silent assistant', async () => {
  const id = await desk.openFor('Ann');
  await answer(desk.db, id, JOY, { canned: 'done' });
  await resolve(desk.db, id, JOY);
  expect(await desk.owner('Ann')).toBe('assistant');
  expect(await answer(desk.db, id, JOY, { words: 'One more thing' })).toEqual({ kind: 'refused', why: 'resolved' });
});

test('the same reply that comes twice is said once', async () => {
  const id = await desk.openFor('Ann');
  for (let i = 0; i < 3; i++) await answer(desk.db, id, JOY, { words: 'Hello' }, { once: 'slack:C1:1.2' });
  expect(await desk.heardBy('Ann')).toHaveLength(1);
  for (const words of ['', '   ', 'x'.repeat(1501)])
    expect(await answer(desk.db, id, JOY, { words })).toEqual({ kind: 'refused', why: 'no_words' });
});

test('when the owner goes quiet the case goes back to the queue, and the second person is called in staffed hours', async () => {
  await desk.setClock('2026-06-01T17:40:00+03:00');
  const id = await desk.openFor('Ann');
  await claim(desk.db, id, JOY);
  await desk.minutesLater(15);
  await watchCases(desk.db);
  expect(await desk.look(id)).toMatchObject({ status: 'open', owner: null });
  // Five staffed minutes are left of this day, 25 belong to the next.
  await desk.setClock('2026-06-02T08:24:00+03:00');
  await watchCases(desk.db);
  expect(await kinds(id)).toEqual(['opened', 'claimed', 'went_quiet']);
  await desk.setClock('2026-06-02T08:25:00+03:00');
  await watchCases(desk.db);
  await watchCases(desk.db);
  expect(await kinds(id)).toEqual(['opened', 'claimed', 'went_quiet', 'called_out']);
  const events = await eventsOf(desk.db, id);
  expect(events.at(-1)?.details).toEqual({ to: GRACE, call: 1 });
});

test('an urgent case is called out at night too, until somebody has seen it', async () => {
  await desk.setClock('2026-06-06T23:00:00+03:00');
  const id = await desk.openFor('Ann', 'emergency', { urgent: true });
  await watchCases(desk.db);
  await desk.minutesLater(3);
  await watchCases(desk.db);
  await desk.minutesLater(3);
  await watchCases(desk.db);
  await acknowledge(desk.db, id, SAM);
  await acknowledge(desk.db, id, JOY);
  await desk.minutesLater(30);
  await watchCases(desk.db);
  expect(await kinds(id)).toEqual(['opened', 'called_out', 'called_out', 'seen']);
  expect(await desk.look(id)).toMatchObject({ seenBy: SAM });
});

test('a second call for help wants to be seen a second time', async () => {
  const id = await desk.openFor('Ann', 'emergency', { urgent: true });
  await acknowledge(desk.db, id, SAM);
  await desk.openFor('Ann', 'emergency', { urgent: true });
  expect(await desk.look(id)).toMatchObject({ seenBy: null });
});

test('put off until later, or until the patient writes', async () => {
  const id = await desk.openFor('Ann');
  await answer(desk.db, id, JOY, { canned: 'looking' });
  await snooze(desk.db, id, JOY, 60);
  expect(await openCases(desk.db, [desk.clinic])).toEqual([]);
  await desk.minutesLater(60);
  await watchCases(desk.db);
  expect(await openCases(desk.db, [desk.clinic])).toHaveLength(1);
  await snooze(desk.db, id, JOY, 60);
  await desk.writes('Ann', 'are you still there');
  expect(await desk.look(id)).toMatchObject({ snoozedUntil: null, status: 'open' });
});

test('assigned to a colleague, and put back by them', async () => {
  const id = await desk.openFor('Ann');
  await assign(desk.db, id, JOY, SAM);
  expect(await claim(desk.db, id, JOY)).toMatchObject({ kind: 'refused', owner: SAM });
  await putBack(desk.db, id, SAM);
  expect(await claim(desk.db, id, JOY)).toMatchObject({ kind: 'done' });
});

test('messages that did not arrive, low ratings and requests become cases, each once', async () => {
  const approved = await desk.add.service({ approval: true, specialty: 'dermatology' });
  await desk.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [
    desk.okafor,
    approved,
  ]);
  const slot = desk.slot('2 09:30', { serviceId: approved });
  const asked = await book(desk.db, { slot, patientId: desk.patients.Ann, by: 'patient:1' });
  const visit = asked.kind === 'settled' ? asked.visit : undefined;
  expect(visit?.status).toBe('requested');
  await desk.db.query(
    `insert into outbox (clinic_id, contact_id, kind, body, status, settled_at) values ($1, $2, 'reminder', '{"text":"x"}', 'failed', clock_now())`,
    [desk.clinic, desk.contacts.Bob],
  );
  await desk.db.query('insert into feedback (clinic_id, contact_id, rating) values ($1, $2, 1)', [
    desk.clinic,
    desk.contacts.Cat,
  ]);
  await gatherCases(desk.db);
  expect(await gatherCases(desk.db)).toBe(0);
  const open = await openCases(desk.db, [desk.clinic]);
  expect(open.map(({ kind }) => kind).sort()).toEqual(['feedback', 'request', 'undelivered']);

  await changeStatus(desk.db, { id: visit?.id as VisitId, version: 1 }, 'booked', { by: 'staff:1' });
  await watchCases(desk.db);
  expect((await openCases(desk.db, [desk.clinic])).map(({ kind }) => kind).sort()).toEqual(['feedback', 'undelivered']);
});

test('everything that is done to a case is audited, with who did it', async () => {
  const id = await desk.openFor('Ann');
  await claim(desk.db, id, JOY);
  await answer(desk.db, id, JOY, { words: 'Secret words' });
  await resolve(desk.db, id, JOY);
  const rows = await desk.db.query<{ actor: string; action: string; details: object }[]>(
    `select actor, action, details from audit where subject = $1 order by id`,
    [`case:${id}`],
  );
  expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    'staff:11 case_claimed',
    'staff:11 case_went_on',
    'staff:11 case_answered',
    'staff:11 case_resolved',
  ]);
  expect(JSON.stringify(rows)).not.toContain('Secret');
});
