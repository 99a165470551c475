import { affectedBy } from '../../src/scheduling/affected';
import { openCases } from '../../src/desk/cases';
import { book } from '../../src/scheduling/book';
import type { SlackView } from '../stand-ins/slack';
import { type SlackByHand, slackByHand } from './slack-by-hand';
import { inText } from './slack-desk';

let desk: SlackByHand;
beforeAll(async () => void (desk = await slackByHand()));
beforeEach(async () => {
  await desk.afresh();
  await desk.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    desk.contacts.Ann,
    desk.patients.Ann,
  ]);
});
afterAll(() => desk.close());

const says = async (user: string, text: string): Promise<string> => {
  const { status, body } = await desk.slack.command(user, text);
  expect(status).toBe(200);
  return body;
};
const lastView = (): SlackView => [...desk.slack.views.values()].at(-1)!;
/** What a window that was sent off turned into. */
const next = async (view: SlackView, values: Record<string, unknown>, user = 'U11'): Promise<SlackView> => {
  const { body } = await desk.slack.submit(user, view, values);
  const answer = JSON.parse(body) as { view?: SlackView; errors?: object };
  if (!answer.view) throw new Error(`Sent back: ${body}`);
  return { ...answer.view, id: view.id };
};
const textOf = (view: SlackView): string => JSON.stringify(view.blocks);
const optionsOf = (view: SlackView, block: string): string[] => {
  const found = view.blocks.find(({ block_id: id }) => id === block) as { element: { options: { value: string }[] } };
  return found.element.options.map(({ value }) => value);
};
const option = (value: string) => ({ selected_option: { value } });

async function annHasAVisit(when = '2 09:30'): Promise<{ id: number; reference: string }> {
  const outcome = await book(desk.db, { slot: desk.slot(when), patientId: desk.patients.Ann, by: 'staff:11' });
  if (outcome.kind === 'refused') throw new Error(outcome.rules.join());
  return outcome.visit;
}

test('help names every command, and to a stranger nothing is said but who helps', async () => {
  expect(await says('U11', 'help')).toContain('walkin');
  expect(await says('U11', 'nonsense')).toContain('I do not know `nonsense`');
  expect(await says('U99', 'today')).toContain('I do not know you yet');
});

test('the day by provider, without names, numbers or hours in a private clinic', async () => {
  const { reference } = await annHasAVisit('1 09:30');
  const said = await says('U11', 'today');
  expect(said).toContain('Dr Ngozi Okafor');
  expect(said).toContain(reference);
  expect(said).not.toMatch(/Ann|09:30/);
  await desk.showWords();
  expect(await says('U11', 'today')).toMatch(/09:30.*Ann/);
  expect(await says('U11', 'tomorrow')).toContain('There are no visits.');
});

test('a patient is found by reference, and by number only where names may be shown; every look is audited', async () => {
  const { reference, id } = await annHasAVisit();
  expect(await says('U11', `find ${reference.toLowerCase()}`)).toContain(reference);
  expect(await says('U11', 'find +15550100001')).toContain('No visit has that reference');
  await desk.showWords();
  expect(await says('U11', 'find 1 555 010-0001')).toContain('Ann');
  expect(await says('U14', `find ${reference}`)).not.toContain(reference.concat('`'));
  const reads = await desk.db.query<{ subject: string }[]>(
    `select subject from audit where actor = 'staff:11' and action in ('visit_read', 'patient_read') order by id`,
  );
  expect(reads.map(({ subject }) => subject)).toEqual([`visit:${id}`, `patient:${desk.patients.Ann}`]);
});

test('books for somebody on the phone from the times that are free, and tells them', async () => {
  const { reference } = await annHasAVisit();
  await says('U11', `book ${reference}`);
  const times = await next(lastView(), {
    service: option(String(desk.skin)),
    day: { selected_date: '2026-06-03' },
    patient: reference,
  });
  const [first = ''] = optionsOf(times, 'time');
  expect(first).toBe(`${desk.okafor}|2026-06-03T06:00:00.000Z|in_person`);
  const done = await next(times, { time: option(first) });
  expect(textOf(done)).toContain('Booked. The reference is');
  // The same window sent off again books nothing more.
  expect(textOf(await next(times, { time: option(first) }))).toContain('Booked');
  const rows = await desk.db.query(
    `select booked_by from visit where patient_id = $1 and status = 'booked' and starts = '2026-06-03T06:00Z'`,
    [desk.patients.Ann],
  );
  expect(rows).toEqual([{ booked_by: 'staff:11' }]);
  expect(await desk.heardBy('Ann')).toEqual([expect.stringMatching(/^Booked: Wed, 3 Jun, 09:00, Dr Ngozi Okafor/)]);
});

test('a time that was taken meanwhile is refused beside its field', async () => {
  const { reference } = await annHasAVisit();
  await says('U11', `book ${reference}`);
  const times = await next(lastView(), {
    service: option(String(desk.skin)),
    day: { selected_date: '2026-06-03' },
    patient: reference,
  });
  await book(desk.db, { slot: desk.slot('3 09:00'), patientId: desk.patients.Bob, by: 'staff:12' });
  const { body } = await desk.slack.submit('U11', times, { time: option(optionsOf(times, 'time')[0] ?? '') });
  expect(JSON.parse(body)).toMatchObject({ errors: { time: 'Sorry, that time has just been taken.' } });
});

test('a walk-in gets the first time of today', async () => {
  const { reference } = await annHasAVisit();
  await says('U11', 'walkin');
  const times = await next(lastView(), { service: option(String(desk.skin)), patient: reference });
  expect(optionsOf(times, 'time')[0]).toBe(`${desk.okafor}|2026-06-01T06:00:00.000Z|in_person`);
});

test('blocks time: first how many are affected, and then each of them is offered other times', async () => {
  await annHasAVisit('2 09:30');
  await says('U11', 'block');
  const filled = {
    provider: option(String(desk.okafor)),
    day: { selected_date: '2026-06-02' },
    from: { selected_time: '09:00' },
    to: { selected_time: '11:00' },
    because: 'meeting',
  };
  const sure = await next(lastView(), filled);
  expect(textOf(sure)).toContain('1 visits lie in it');
  expect(await openCases(desk.db, null)).toEqual([]);
  expect(textOf(await next(sure, {}))).toContain('1 are being offered other times');
  expect(await affectedBy(desk.db, { clinicId: desk.clinic })).toMatchObject([
    { patientId: desk.patients.Ann, state: 'waiting' },
  ]);
  expect(await openCases(desk.db, null)).toEqual([]);
  const late = await book(desk.db, { slot: desk.slot('2 10:00'), patientId: desk.patients.Bob, by: 'staff:12' });
  expect(late).toMatchObject({ kind: 'refused' });
  const wrong = await desk.slack.submit('U11', lastView(), { ...filled, to: { selected_time: '08:00' } });
  expect(wrong.body).toContain('The end comes before the beginning.');
});

test('running late: those who wait are told once, and who cannot be written to must be called', async () => {
  await annHasAVisit('1 09:30');
  const bob = await book(desk.db, { slot: desk.slot('1 10:00'), patientId: desk.patients.Bob, by: 'staff:11' });
  await says('U11', 'late');
  const view = lastView();
  const half = { provider: option(String(desk.okafor)), minutes: option('30') };
  const { body } = await desk.slack.submit('U14', view, half);
  expect(JSON.parse(body)).toMatchObject({ errors: { provider: 'You may not do this.' } });
  const reference = bob.kind === 'settled' ? bob.visit.reference : '';
  expect(textOf(await next(view, half))).toContain(
    `Noted. 1 are told. These cannot be written to, please call them: \`${reference}\`.`,
  );
  await says('U11', 'late');
  expect(textOf(await next(lastView(), half))).toContain('nobody to whom this is news');
});

test('what becomes of those in blocked time is shown in numbers, and only to those who may see it', async () => {
  expect(await says('U11', 'affected')).toContain('No visit lies in time that was blocked.');
  await annHasAVisit('2 09:30');
  await says('U11', 'block');
  const filled = {
    provider: option(String(desk.okafor)),
    day: { selected_date: '2026-06-02' },
    from: { selected_time: '09:00' },
    to: { selected_time: '11:00' },
    because: '',
  };
  await next(await next(lastView(), filled), {});
  expect(await says('U11', 'affected')).toContain('*1*  have not answered yet');
  await desk.db.query(`update affected_visit set step = 'call'`);
  expect(await says('U11', 'affected')).toMatch(/\*1\* {2}must be called.*To call: `\w{4}`/);
  expect(await says('U14', 'affected')).toContain('No visit lies in time that was blocked.');
});

test('a colleague of another clinic does nothing here, not even with a window of ours', async () => {
  const { reference } = await annHasAVisit();
  await says('U11', `book ${reference}`);
  const view = lastView();
  const { body } = await desk.slack.submit('U14', view, {
    service: option(String(desk.skin)),
    day: { selected_date: '2026-06-03' },
    patient: reference,
  });
  expect(JSON.parse(body)).toMatchObject({ errors: { service: 'You may not do this.' } });
});

test('a message of a colleague becomes a case, once, and its words stay where they are', async () => {
  const message = { channel: 'C0000001', ts: '1780300700.000100', text: 'please call Mrs Secretname' };
  for (let i = 0; i < 2; i++) await desk.slack.shortcut('U11', 'make_case', message);
  const open = await openCases(desk.db, null);
  expect(open).toMatchObject([{ kind: 'by_hand' }]);
  const card = await desk.card(open[0]!.id);
  expect(inText(card)).toContain('archives/C0000001/p1780300700000100');
  expect(JSON.stringify(card)).not.toContain('Secretname');
});

test('the waiting list in numbers', async () => {
  expect(await says('U11', 'waiting')).toContain('Nobody is waiting.');
});

test('arrived, done, missed, moved and given up from the menu of a visit', async () => {
  const { id } = await annHasAVisit('1 09:30');
  const shown = async (): Promise<{ blocks: unknown[] }> =>
    JSON.parse(await says('U11', 'today')) as { blocks: unknown[] };
  const state = async (of = id): Promise<string> =>
    (await desk.db.query<{ status: string }[]>('select status from visit where id = $1', [of]))[0]?.status ?? '';
  await desk.slack.pick('U14', await shown(), 'visit.do', 'arrived');
  expect(await state()).toBe('booked');
  await desk.slack.pick('U11', await shown(), 'visit.do', 'move');
  const times = await next(lastView(), { day: { selected_date: '2026-06-04' } });
  await next(times, { time: option(optionsOf(times, 'time')[0] ?? '') });
  expect(await state()).toBe('moved');
  expect((await desk.heardBy('Ann'))[0]).toMatch(/^Moved: Thu, 4 Jun, 09:00/);

  const second = await annHasAVisit('1 10:00');
  await desk.slack.pick('U11', await shown(), 'visit.do', 'arrived');
  expect(await state(second.id)).toBe('arrived');
  await desk.slack.pick('U11', await shown(), 'visit.do', 'done');
  expect(await state(second.id)).toBe('done');

  const third = await annHasAVisit('1 11:00');
  await desk.slack.pick('U11', await shown(), 'visit.do', 'cancel');
  await next(lastView(), {});
  expect(await state(third.id)).toBe('cancelled');
  expect((await desk.heardBy('Ann'))[0]).toContain('does not take place');
});
