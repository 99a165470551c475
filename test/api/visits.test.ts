import { type ApiWorld, type Caller, makeApiWorld } from './world';

let w: ApiWorld;
let desk: Caller;
beforeAll(async () => {
  w = await makeApiWorld();
  desk = await w.staff('staff', { clinicId: w.clinic });
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
});
afterAll(() => w.end());

const at = (when: string) => w.slot(when).starts.toISOString();
const asked = (when: string, patientId: number = w.patients.Ann) => ({
  providerId: w.okafor,
  serviceId: w.skin,
  starts: at(when),
  patientId,
});

async function danCanBeReached(): Promise<{ contactId: number }> {
  await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2) on conflict do nothing', [
    w.contacts.Dan,
    w.patients.Dan,
  ]);
  return { contactId: w.contacts.Dan };
}

test('what is offered can be booked, moved, cancelled and taken back', async () => {
  const { body: offered } = await desk.get(`/times?providerId=${w.okafor}&fromDay=2026-06-03&toDay=2026-06-03`);
  const starts = offered.items[0]!.starts as string;
  const { status, body: booked } = await desk.send('POST', '/visits', { ...asked('3 09:00'), starts });
  expect(status).toBe(200);
  expect(booked).toMatchObject({
    starts,
    provider: 'Dr Ngozi Okafor',
    patient: 'Ann',
    version: 1,
  });
  const url = `/visits/${String(booked.id)}`;
  const { body: moved } = await desk.send('POST', `${url}/move`, { ...asked('3 15:00'), version: 1 });
  expect(moved).toMatchObject({ starts: at('3 15:00'), movedFrom: booked.id, reference: expect.any(String) });
  const { body: cancelled } = await desk.send('POST', `/visits/${String(moved.id)}/cancel`, { version: moved.version });
  expect(cancelled.status).toBe('cancelled');
  const { body: back } = await desk.send('POST', `/visits/${String(moved.id)}/undo-cancel`, {
    version: cancelled.version,
  });
  expect(back).toMatchObject({ status: 'booked', starts: at('3 15:00') });
});

test('whoever did not do it themselves is told in writing, once, and nobody else is', async () => {
  const { contactId } = await danCanBeReached();
  const written = async (): Promise<string[]> => {
    const rows = await w.db.query<{ body: { text: string } }[]>(
      'select body from outbox where contact_id = $1 order by id',
      [contactId],
    );
    return rows.map(({ body }) => body.text);
  };
  const key = { 'idempotency-key': 'dan-is-told-0001' };
  const book = () => desk.send('POST', '/visits', asked('9 09:00', w.patients.Dan), key);
  const [{ body: booked }] = await Promise.all([book(), book()]);
  const url = `/visits/${String(booked.id)}`;
  const { body: moved } = await desk.send('POST', `${url}/move`, { ...asked('9 15:00', w.patients.Dan), version: 1 });
  expect((await desk.send('POST', `${url}/cancel`, { version: 1 })).status).toBe(409);
  await desk.send('POST', `/visits/${String(moved.id)}/cancel`, { version: moved.version });
  expect(await written()).toEqual([
    expect.stringMatching(/^Booked: Tue, 9 Jun, 09:00/),
    expect.stringMatching(/^Moved: Tue, 9 Jun, 15:00/),
    expect.stringMatching(/9 Jun, 15:00.*does not take place/),
  ]);
});

test('a time that is taken is refused with the rule, in the words of the one who asks', async () => {
  await w.visit('4 09:00', w.patients.Bob);
  const { status, body } = await desk.send('POST', '/visits', asked('4 09:00'), { 'accept-language': 'es-MX,es' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'conflict', rules: ['taken'], detail: expect.stringMatching(/hora|horario/i) });
  const { body: why } = await desk.get(
    `/times/why-not?providerId=${w.okafor}&serviceId=${w.skin}&starts=${at('4 03:00')}`,
  );
  expect(why.rules).toContainEqual({ rule: 'not_working', words: 'The doctor does not work at that time.' });
});

test('of two who change the same visit, the second is told', async () => {
  const { id } = await w.visit('4 10:00');
  const cancel = () => desk.send('POST', `/visits/${id}/cancel`, { version: 1 });
  const statuses = (await Promise.all([cancel(), cancel(), cancel()])).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 409, 409]);
});

test('a request is accepted or declined, a visit marked as it went', async () => {
  await w.db.query('update service set needs_approval = true where id = $1', [w.skin]);
  const one = await w.visit('5 09:00');
  const two = await w.visit('5 10:00', w.patients.Bob);
  await w.db.query('update service set needs_approval = false where id = $1', [w.skin]);
  const verb = async (id: number, name: string, version: number) =>
    (await desk.send('POST', `/visits/${id}/${name}`, { version })).body.status;
  expect(await verb(one.id, 'accept', 1)).toBe('booked');
  expect(await verb(one.id, 'arrived', 2)).toBe('arrived');
  expect(await verb(one.id, 'done', 3)).toBe('done');
  expect(await verb(two.id, 'decline', 1)).toBe('declined');
  expect(await verb(one.id, 'missed', 4)).toBe(422); // the status of the problem: what is done was not missed
});

describe('a request under a key', () => {
  const key = { 'idempotency-key': 'booking-0001' };

  test('is done once, however often it comes and however many come at once', async () => {
    const send = () => desk.send('POST', '/visits', asked('8 09:00'), key);
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('is refused when it is another one', async () => {
    const { status, body } = await desk.send('POST', '/visits', asked('8 11:00'), key);
    expect([status, body.rules]).toEqual([422, ['key_used']]);
  });

  test('of somebody else is theirs', async () => {
    const colleague = await w.staff('staff', { clinicId: w.clinic });
    expect((await colleague.send('POST', '/visits', asked('8 14:00', w.patients.Bob), key)).status).toBe(200);
  });

  test('that was refused may be tried again', async () => {
    const again = { 'idempotency-key': 'booking-0002' };
    const taken = await w.visit('8 15:00', w.patients.Cat);
    expect((await desk.send('POST', '/visits', asked('8 15:00'), again)).status).toBe(409);
    await desk.send('POST', `/visits/${taken.id}/cancel`, { version: 1 });
    expect((await desk.send('POST', '/visits', asked('8 15:00'), again)).status).toBe(200);
  });

  test('keeps no name of a patient in the open', async () => {
    const rows = await w.db.query<{ raw: string }[]>(
      'select answer::text as raw from idempotency where answer is not null',
    );
    expect(rows.length).toBeGreaterThan(0);
    const [{ open } = { open: '' }] = await w.db.query<{ open: string }[]>(
      `select string_agg(encode(convert_to(answer::text, 'utf8'), 'escape'), '') as open from idempotency`,
    );
    expect(open).not.toContain('"Ann"');
  });
});

test('lists come in pages, each visit once', async () => {
  const ids: unknown[] = [];
  let after = '';
  do {
    const { body } = await desk.get(`/visits?limit=3${after}`);
    ids.push(...body.items.map(({ id }) => id));
    after = body.next === null ? '' : `&after=${String(body.next)}`;
  } while (after);
  const [{ count } = { count: 0 }] = await w.db.query<{ count: number }[]>(
    `select count(*)::integer from visit where clinic_id = $1`,
    [w.clinic],
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(count);
});

test('every record that was looked at stands in the log; if it cannot be written, there is no answer', async () => {
  const { id } = await w.visit('9 09:00', w.patients.Dan);
  const answer = await desk.get(`/visits/${id}`);
  const [row] = await w.db.query<object[]>(
    `select actor, action, details->>'route' as route from audit where subject = $1 and request_id = $2`,
    [`patient:${w.patients.Dan}`, answer.headers['x-request-id']],
  );
  expect(row).toMatchObject({ actor: expect.stringMatching(/^staff:/), action: 'read', route: 'GET /visits/:id' });
  await w.db.query(`alter table audit add constraint no_reads check (action <> 'read') not valid`);
  const { status, text } = await desk.get(`/visits/${id}`);
  await w.db.query('alter table audit drop constraint no_reads');
  expect(status).toBe(500);
  expect(text).not.toContain('Dan');
});

test('the calendar of a week is one answer', async () => {
  const { body } = await desk.get(`/calendar?clinicId=${w.clinic}&from=2026-06-01&to=2026-06-07`);
  expect(body).toMatchObject({
    today: '2026-06-01',
    timeZone: 'Africa/Nairobi',
    providers: [{ id: w.okafor, name: 'Dr Ngozi Okafor' }],
  });
  expect(body.working).toHaveLength(10); // five days, each with a break
  expect((body.visits as object[]).length).toBeGreaterThan(2);
});

test('the documentation is made from what is checked, and loads nothing', async () => {
  const { body } = await w.as('').get('/openapi.json');
  expect(Object.keys(body.paths as object)).toContain('/api/v1/visits/{id}/move');
  const { text, headers } = await w.as('').get('/');
  expect(text).toContain('POST /api/v1/visits');
  expect(text).not.toMatch(/<script|https?:\/\/(?!localhost)/);
  expect(headers['content-security-policy']).toContain(`default-src 'none'`);
});
