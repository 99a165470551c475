import { startApp, type TestApp } from '../app';
import { standInForBotConnector } from '../stand-ins/bot-connector';

const APP_ID = 'a1b2c3d4-0000-4000-8000-000000000000';
const activity = (serviceUrl: string) => ({
  ...{ type: 'message', id: 'm1', channelId: 'emulator', serviceUrl, text: 'hello' },
  from: { id: 'u1' },
  recipient: { id: 'bot' },
  conversation: { id: 'c1' },
});
const post = async (app: TestApp, payload: object, headers: Record<string, string> = {}) =>
  (await app.hub.inject({ method: 'POST', url: '/api/messages', payload, headers })).statusCode;
const stored = async (app: TestApp) =>
  (await app.dataSource.query<{ n: number }[]>('select count(*)::int as n from inbox'))[0]?.n;

test('without an account only those at this machine are answered, and only at this machine', async () => {
  const app = await startApp();
  expect(await post(app, activity('https://evil.example/'))).toBe(403);
  expect(await post(app, activity('http://127.0.0.1.evil.example/'))).toBe(403);
  expect(await post(app, activity('http://127.0.0.1:9/'), { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  expect(await stored(app)).toBe(0);
  expect(await post(app, activity('http://127.0.0.1:9/'))).toBe(200); // nobody listens there: it is stored all the same
  expect(await stored(app)).toBe(1);
  await app.end();
});

test.each([{}, { type: 'message' }, { type: 3, conversation: { id: 'c' } }])(
  'no activity at all is refused: %j',
  async (body) => {
    const app = await startApp();
    expect(await post(app, body)).toBe(400);
    await app.end();
  },
);

test('with an account, a token for somebody else, or for another address to write to, is refused', async () => {
  const connector = await standInForBotConnector(APP_ID);
  const app = await startApp({
    MICROSOFT_APP_ID: APP_ID,
    MICROSOFT_APP_PASSWORD: 'x',
    MICROSOFT_LOGIN_URL: connector.url,
  });
  const body = activity(`${connector.url}/`);
  const refused = [
    await connector.bearer({ audience: 'another-app' }),
    await connector.bearer({ serviceUrl: 'https://evil.example/' }),
    await connector.bearer({ foreign: true }),
    'Bearer nonsense',
    'Basic abc',
  ];
  for (const authorization of refused) expect([401, 403]).toContain(await post(app, body, { authorization }));
  expect(await stored(app)).toBe(0);
  expect(await post(app, body, { authorization: await connector.bearer() })).toBe(200);
  await app.end();
  await connector.close();
});
