import { oneTimeSignIn } from '../../src/accounts/sign-in';
import { codeAt, PASSWORD } from '../accounts/people';
import { MONDAY } from '../universe';
import { type ApiWorld, type Caller, makeApiWorld } from './world';

let w: ApiWorld;
let stranger: Caller;
beforeAll(async () => {
  w = await makeApiWorld();
  stranger = w.as('');
});
afterAll(() => w.end());

const cookieOf = (headers: Record<string, unknown>): string =>
  /miadi=([\w-]{43})/.exec(String(headers['set-cookie']))?.[1] ?? '';

test('from the link of an invitation to a token for a program, and out again', async () => {
  const house = await w.staff('administrator', {});
  const { body: invited } = await house.send('POST', '/people', {
    email: 'Mary@clinic.example',
    name: 'Mary',
    role: 'staff',
    clinicId: w.clinic,
  });
  const token = String(invited.link).split('#')[1]!;
  const { body: first } = await stranger.send('POST', '/sign-in/first', { token });
  const entered = { token, password: PASSWORD, code: codeAt(String(first.secret), MONDAY) };
  const { headers, status } = await stranger.send('POST', '/sign-in/enrol', entered);
  expect(status).toBe(200);
  expect(String(headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  const mary = w.as(cookieOf(headers));
  expect((await mary.get('/self')).body).toMatchObject({
    name: 'Mary',
    email: 'mary@clinic.example',
    roles: [{ role: 'staff' }],
  });
  const { body } = await mary.send('POST', '/token');
  expect((await w.as(`Bearer ${String(body.token)}`).get('/visits')).status).toBe(200);
  expect((await stranger.send('POST', '/sign-in/enrol', entered)).status).toBe(410);
  await mary.send('POST', '/sign-out');
  for (const gone of [mary, w.as(`Bearer ${String(body.token)}`)]) expect((await gone.get('/self')).status).toBe(401);
});

test('another site cannot sign anybody in, nor write in their name', async () => {
  const desk = await w.staff('staff', { clinicId: w.clinic });
  const foreign = { origin: 'https://evil.example' };
  const given = { email: 'mary@clinic.example', password: PASSWORD, code: '000000' };
  expect((await stranger.send('POST', '/sign-in', given, foreign)).status).toBe(403);
  expect((await desk.send('POST', '/sign-out', {}, foreign)).status).toBe(403);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await w.app.hub.inject({ method: 'POST', url: '/api/v1/sign-out', headers: { ...form, cookie: `miadi=${desk.token}`, origin: 'http://localhost:0' }, payload: 'a=1' }); // prettier-ignore
  expect(answer.statusCode).toBe(415);
  expect((await desk.get('/self')).status).toBe(200);
});

test('a known number and an unknown one get the same answer', async () => {
  await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2) on conflict do nothing', [
    w.contacts.Ann,
    w.patients.Ann,
  ]);
  const ask = async (phone: string) => {
    const { status, text } = await stranger.send('POST', '/codes', { phone });
    return { status, text };
  };
  expect(await ask('+15550100001')).toEqual(await ask('+15550107777'));
  const [{ count } = { count: 0 }] = await w.db.query<{ count: number }[]>(
    `select count(*)::integer from outbox where kind = 'reply'`,
  );
  expect(count).toBe(1);
});

test('one address may try to sign in twenty times a minute', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 22; i++) {
    const answer = await w.app.hub.inject({
      ...{
        method: 'POST',
        url: '/api/v1/sign-in/first',
        remoteAddress: '203.0.113.9',
        payload: { token: 'x'.repeat(43) },
      },
    });
    statuses.push(answer.statusCode);
  }
  expect(statuses.filter((status) => status === 410)).toHaveLength(20);
  expect(statuses.slice(20)).toEqual([429, 429]);
});

test('an administrator of one clinic cannot climb', async () => {
  const admin = await w.staff('administrator', { clinicId: w.clinic });
  const boss = await w.staff('administrator', {});
  const both = await w.staff('staff', { clinicId: w.clinic });
  await w.db.query(`insert into account_role (account_id, role, clinic_id, given_by) values ($1, 'staff', $2, 'x')`, [
    both.id,
    w.other,
  ]);
  const tries = [
    ['POST', '/people', { email: 'a@b.example', name: 'A', role: 'administrator', clinicId: null }],
    ['POST', '/people', { email: 'a@b.example', name: 'A', role: 'staff', clinicId: w.other }],
    ['POST', `/people/${admin.id}/roles`, { role: 'administrator', clinicId: null }],
    ['POST', `/people/${boss.id}/one-time-sign-in`, {}],
    ['POST', `/people/${both.id}/one-time-sign-in`, {}],
    ['DELETE', `/people/${boss.id}`, undefined],
    ['DELETE', `/people/${both.id}`, undefined],
    [
      'POST',
      '/people',
      { email: 'p@b.example', name: 'P', role: 'provider', clinicId: w.clinic, providerId: w.otieno },
    ],
    ['POST', '/keys', { name: 'k', clinicId: w.other, scopes: ['visits.read'] }],
  ] as const;
  for (const [method, url, body] of tries)
    expect([url, [403, 404].includes((await admin.send(method, url, body)).status)]).toEqual([url, true]);
  const { body } = await admin.send('POST', '/people', {
    email: await emailOf(boss.id),
    name: 'B',
    role: 'staff',
    clinicId: w.clinic,
  });
  expect(body.link).toBeNull(); // known already: no way into their account
});

const emailOf = async (id: number): Promise<string> =>
  (await w.db.query<{ email: string }[]>('select email from account where id = $1', [id]))[0]!.email;

test('a link that signs in once is of the one it was made for', async () => {
  const house = await w.staff('administrator', {});
  const token = await oneTimeSignIn(w.db, house.id, 'system');
  const { body } = await stranger.send('POST', '/sign-in/first', { token });
  expect(body.email).toBe(await emailOf(house.id));
  expect((await stranger.send('POST', '/sign-in/first', { token: 'y'.repeat(43) })).status).toBe(410);
});

test('an emergency is seen by an administrator, and not by who declared it', async () => {
  const admin = await w.staff('administrator', { clinicId: w.clinic });
  const far = await w.staff('staff', { clinicId: w.other });
  await far.send('POST', '/self/break-glass', { clinicId: w.clinic, reason: 'unconscious, needs her allergies' });
  const { body } = await admin.get('/emergencies');
  expect(body.items).toMatchObject([{ accountId: far.id, reason: 'unconscious, needs her allergies' }]);
  const seen = `/emergencies/${String(body.items[0]!.id)}/seen`;
  expect((await far.send('POST', seen, {})).status).toBe(403);
  await admin.send('POST', seen, {});
  expect((await admin.get('/emergencies')).body.items).toEqual([]);
});
