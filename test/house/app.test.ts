import { startApp } from '../app';

let app: Awaited<ReturnType<typeof startApp>>;

beforeEach(async () => {
  app = await startApp({ SLACK_BOT_TOKEN: 'x', SLACK_SIGNING_SECRET: 'y', SLACK_CHANNEL: 'C1' });
});

afterEach(() => app.end());

const ready = async () => (await app.hub.inject('/ready')).json<{ status: string; checks: Record<string, string> }>();

test('a migrated database is ready', async () => {
  expect(await ready()).toMatchObject({ status: 'ready', checks: { database: 'ok', migrations: 'ok' } });
});

test('a database that lacks a migration is not ready, though alive', async () => {
  await app.dataSource.query('delete from migrations where id = (select max(id) from migrations)');
  expect(await ready()).toMatchObject({ status: 'not ready', checks: { database: 'ok', migrations: 'not ready' } });
  expect((await app.hub.inject('/health')).statusCode).toBe(200);
});

test('without its database it is not ready, and says so quickly', async () => {
  await app.dataSource.destroy();
  expect(await ready()).toMatchObject({ status: 'not ready', checks: { database: 'not ready' } });
});

test('the first page says what runs, and what is on and off', async () => {
  const page = await (await fetch(app.address)).text();
  expect(page).toMatch(/Slack[^<]*<td>on/);
  expect(page).toMatch(/Stripe[^<]*<td>off/);
});
