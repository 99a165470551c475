import { startApp, type TestApp } from '../app';

let app: TestApp;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.end());

const write = (id: number, from = '203.0.113.7') =>
  app.hub.inject({
    method: 'POST',
    url: '/chat/messages',
    remoteAddress: from,
    headers: { cookie: 'miadi_chat=abcdefghijklmnopqrstuv' },
    payload: { id: `message-${id}`, text: '' },
  });

test('whoever knocks too often from one place is asked to come back; others, and whoever only looks, are not', async () => {
  // Refused by the schema, which costs us nothing, and counted all the same.
  const statuses: number[] = [];
  for (let i = 0; i < 250; i++)
    statuses.push(
      (await app.hub.inject({ method: 'POST', url: '/chat/messages', remoteAddress: '203.0.113.7', payload: {} }))
        .statusCode,
    );
  expect(statuses.indexOf(429)).toBe(240);
  const refused = await write(1);
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, 'too_many']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await write(2, '203.0.113.8')).statusCode).toBe(200);
  const look = await app.hub.inject({ url: '/chat/messages', remoteAddress: '203.0.113.7' });
  expect(look.statusCode).toBe(200);
});

test('while thousands of messages wait, those who can wait are asked to; what providers bring is taken', async () => {
  await app.dataSource.query(
    `insert into inbox (source, source_id, contact_id, body, received_at)
     select 'terminal', 'crowd ' || n, (select id from contact order by id limit 1), '{}', clock_now() from generate_series(1, 5100) n`,
  );
  // Nobody works them off while we look: the turn of the one person they are of is taken.
  await app.dataSource.query(
    `insert into conversation (contact_id, lease_until, leased_by) select id, clock_timestamp() + interval '1 minute', 'somebody' from contact
     on conflict (contact_id) do update set lease_until = excluded.lease_until, leased_by = excluded.leased_by`,
  );
  let status = 0;
  for (let waited = 0; status !== 503 && waited < 10_000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    status = (await write(3, '203.0.113.9')).statusCode;
  }
  expect(status).toBe(503);
  const activity = {
    type: 'message',
    id: 'm1',
    channelId: 'emulator',
    serviceUrl: 'http://127.0.0.1:9/',
    text: 'hello',
  };
  const payload = { ...activity, from: { id: 'u1' }, recipient: { id: 'bot' }, conversation: { id: 'c1' } };
  expect((await app.hub.inject({ method: 'POST', url: '/api/messages', payload })).statusCode).toBe(200);
  await app.dataSource.query(`delete from inbox where source_id like 'crowd %'`);
  for (let waited = 0; status !== 200 && waited < 10_000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    status = (await write(4, '203.0.113.9')).statusCode;
  }
  expect(status).toBe(200);
});
