import { codeAt, PASSWORD } from '../accounts/people';
import { MONDAY } from '../universe';
import { type ApiWorld, type Caller, makeApiWorld } from './world';

let w: ApiWorld;
let stranger: Caller;
let house: Caller;
beforeAll(async () => {
  w = await makeApiWorld({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'clinic@clinic.example' });
  stranger = w.as('');
  house = await w.staff('administrator', {});
});
afterAll(() => w.end());

describe('what is wrong is named, in the words of the one who asks', () => {
  const wrong = { email: 'no address', name: 'Mary', role: 'staff', clinicId: 1 };
  const asked = (language: string) => house.send('POST', '/people', wrong, { 'accept-language': language });

  test('each field, in their language, and never what they sent', async () => {
    const { status, body, text } = await asked('en');
    expect([status, body.code]).toEqual([400, 'bad_request']);
    expect(body.errors).toEqual([{ field: 'email', problem: 'is not written as it must be' }]);
    expect(text).not.toContain('no address');
    const { body: french } = await house.send(
      'POST',
      '/people',
      { email: 'a@b.example', role: 'staff', clinicId: 1 },
      { 'accept-language': 'fr' },
    );
    expect(french.errors).toEqual([{ field: 'name', problem: 'manque' }]);
    const { body: arabic } = await house.send('PUT', `/providers/${w.okafor}/clinics/${w.clinic}/hours`, { items: [{ weekday: 1, ends: '10:00', fromDay: '2026-01-01' }] }, { 'accept-language': 'ar' }); // prettier-ignore
    expect(arabic.errors).toEqual([{ field: 'items.0.starts', problem: 'مفقود' }]);
  });

  test('in a question too', async () => {
    expect((await house.get('/reports/bookings?from=yesterday')).body.errors).toEqual([
      { field: 'from', problem: 'is not written as it must be' },
    ]);
    expect((await house.get('/visits?limit=1000')).body.errors).toEqual([{ field: 'limit', problem: 'is too large' }]);
  });

  test('JSON that is named and not sent is nothing, and a route that needs something says what', async () => {
    const empty = (url: string) => w.app.hub.inject({ method: 'POST', url: `/api/v1${url}`, headers: { 'content-type': 'application/json', cookie: `miadi=${house.token}`, origin: 'http://localhost:0' } }); // prettier-ignore
    expect((await empty('/token')).statusCode).toBe(200);
    const answer = await empty('/people');
    expect([answer.statusCode, answer.json<{ errors: object[] }>().errors]).toEqual([400, [{ field: '', problem: 'is of the wrong kind' }]]); // prettier-ignore
    const broken = await w.app.hub.inject({ method: 'POST', url: '/api/v1/people', headers: { 'content-type': 'application/json', cookie: `miadi=${house.token}`, origin: 'http://localhost:0' }, payload: '{"a":' }); // prettier-ignore
    expect(broken.statusCode).toBe(400);
    const polluted = await w.app.hub.inject({ method: 'POST', url: '/api/v1/people', headers: { 'content-type': 'application/json', cookie: `miadi=${house.token}`, origin: 'http://localhost:0' }, payload: '{"__proto__":{"x":1}}' }); // prettier-ignore
    expect(polluted.statusCode).toBe(400);
  });
});

describe('a forgotten password', () => {
  let secret: string;
  const EMAIL = 'mary@clinic.example';
  const NEW = 'seven green chairs on a roof';
  const later = (minutes: number): string => new Date(+new Date(MONDAY) + minutes * 60_000).toISOString();

  beforeAll(async () => {
    const { body: invited } = await house.send('POST', '/people', { email: EMAIL, name: 'Mary', role: 'staff', clinicId: w.clinic }); // prettier-ignore
    const token = String(invited.link).split('#')[1]!;
    const { body: first } = await stranger.send('POST', '/sign-in/first', { token });
    secret = String(first.secret);
    await stranger.send('POST', '/sign-in/enrol', { token, password: PASSWORD, code: codeAt(secret, MONDAY) });
  });

  const mails = async (): Promise<{ text: string; mail: { subject: string } }[]> =>
    (await w.db.query<{ body: { text: string; mail: { subject: string } } }[]>(`select body from outbox where kind = 'code' order by id`)).map(({ body }) => body); // prettier-ignore
  const tokenIn = (text: string): string => /#([\w-]{43})/.exec(text)![1]!;

  test('known or not, the answer is the same; the mail goes to whom we know, in their language, three times an hour', async () => {
    const ask = (email: string) => stranger.send('POST', '/sign-in/forgotten', { email }, { 'accept-language': 'es' });
    const answers = [await ask('nobody@clinic.example'), await ask('MARY@clinic.example')];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    for (let more = 0; more < 4; more++) await ask(EMAIL);
    const sent = await mails();
    expect(sent).toHaveLength(3);
    expect(sent[0]!.mail.subject).toBe('Una contraseña nueva');
    const [raw] = await w.db.query<{ raw: string }[]>(`select string_agg(body::text, '') as raw from outbox where kind = 'code'`); // prettier-ignore
    expect(raw!.raw).not.toContain(tokenIn(sent[0]!.text));
  });

  test('the link asks for the code of the app, opens nothing else, and works once', async () => {
    const token = tokenIn((await mails())[0]!.text);
    await w.setClock(later(2));
    const reset = (password: string, code: string) =>
      stranger.send('POST', '/sign-in/reset', { token, password, code });
    expect((await stranger.send('POST', '/sign-in/first', { token })).status).toBe(410);
    expect((await reset(NEW, '000000')).status).toBe(422);
    expect((await reset('short', codeAt(secret, later(2)))).status).toBe(422);
    const { status, headers } = await reset(NEW, codeAt(secret, later(2)));
    expect(status).toBe(200);
    expect(String(headers['set-cookie'])).toMatch(/miadi=[\w-]{43}/);
    await w.setClock(later(4));
    expect((await reset(NEW, codeAt(secret, later(4)))).status).toBe(410);
    const other = { token: tokenIn((await mails())[1]!.text), password: NEW, code: codeAt(secret, later(4)) };
    expect((await stranger.send('POST', '/sign-in/reset', other)).status).toBe(410);
    const enter = (password: string) => stranger.send('POST', '/sign-in', { email: EMAIL, password, code: codeAt(secret, later(4)) }); // prettier-ignore
    expect((await enter(PASSWORD)).status).toBe(401);
    expect((await enter(NEW)).status).toBe(200);
  });

  test('wrong codes lock the account, and a link that lay for an hour opens nothing', async () => {
    await w.setClock(later(120));
    await stranger.send('POST', '/sign-in/forgotten', { email: EMAIL });
    const token = tokenIn((await mails()).at(-1)!.text);
    const reset = (code: string) => stranger.send('POST', '/sign-in/reset', { token, password: `${NEW}!`, code });
    for (let tries = 0; tries < 5; tries++) await reset('000000');
    expect((await reset(codeAt(secret, later(120)))).status).toBe(422);
    await w.setClock(later(190));
    expect((await reset(codeAt(secret, later(190)))).status).toBe(410);
  });

  test('without mail it says so', async () => {
    const poor = await makeApiWorld();
    const { status, body } = await poor.as('').send('POST', '/sign-in/forgotten', { email: EMAIL });
    expect([status, body.detail]).toEqual([422, expect.stringMatching(/sends no mail/)]);
    await poor.end();
  });
});
