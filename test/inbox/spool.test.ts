import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSpool, type Spooled } from '../../src/inbox/spool';
import { startApp, type TestApp } from '../app';
import { plainForm } from '../stand-ins/africas-talking';
import { startTestServer, type TestServer } from '../test-server';

jest.setTimeout(120_000);

let dir: string;
beforeEach(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'miadi-spool-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const KEY = 'k'.repeat(32);
const message = (text: string): Spooled => ({
  what: 'message',
  message: {
    source: 'sms',
    sourceId: text,
    from: { channel: 'sms', address: '+254711000001' },
    body: { text },
    sentAt: '2026-06-01T08:00:00Z',
  },
});
const textOf = (spooled: Spooled): string => (spooled.what === 'message' ? (spooled.message.body.text ?? '') : '');

test('what lies on the disk can be read by nobody without the key, and comes back in its order', async () => {
  const spool = await openSpool(dir, KEY);
  for (const text of ['first', 'second', 'third']) await spool.put(message(text));
  const onDisk = readdirSync(dir)
    .map((name) => readFileSync(path.join(dir, name), 'latin1'))
    .join();
  expect(onDisk).not.toMatch(/first|254711/);

  const again = await openSpool(dir, KEY); // another process, after a crash
  const seen: string[] = [];
  expect(await again.empty(async (each) => void seen.push(textOf(each)))).toBe(3);
  expect(seen).toEqual(['first', 'second', 'third']);
  expect(readdirSync(dir)).toEqual([]);
});

test('what cannot be taken yet stays, and so does all behind it', async () => {
  const spool = await openSpool(dir, KEY);
  for (const text of ['first', 'second']) await spool.put(message(text));
  await expect(spool.empty(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(spool.isEmpty()).toBe(false);
  expect(readdirSync(dir)).toHaveLength(2);
});

test('what was changed on the disk, or sealed with another key, is kept aside and not believed', async () => {
  const spool = await openSpool(dir, KEY);
  await spool.put(message('first'));
  const [name] = readdirSync(dir);
  const bytes = readFileSync(path.join(dir, name!));
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(path.join(dir, name!), bytes);
  await (await openSpool(path.join(dir), 'o'.repeat(32))).put(message('other'));
  const seen: string[] = [];
  await spool.empty(async (each) => void seen.push(textOf(each)));
  expect(seen).toEqual([]);
  expect(readdirSync(dir).filter((each) => each.endsWith('.unreadable'))).toHaveLength(2);
});

describe('the database stops under the webhooks', () => {
  let server: TestServer;
  let app: TestApp;
  const before = process.env.MIADI_TEST_DATABASE;
  const SECRET = 'a-long-secret';

  beforeAll(async () => {
    server = await startTestServer({ durable: true });
    process.env.MIADI_TEST_DATABASE = server.url;
  });
  afterAll(async () => {
    await app.stop().catch(() => undefined);
    process.env.MIADI_TEST_DATABASE = before;
    await server.end();
  });

  const bring = async (id: string, text: string): Promise<number> => {
    const url = `/webhooks/africastalking/${SECRET}/sms`;
    const form = plainForm({ id, from: '+254711000001', text });
    return (await app.hub.inject({ method: 'POST', url, ...form })).statusCode;
  };

  test('all are answered 200, and taken once and in order when it is back', async () => {
    app = await startApp({
      ...{
        DATA_DIR: dir,
        AT_USERNAME: 'clinic',
        AT_API_KEY: 'x',
        AT_WEBHOOK_SECRET: SECRET,
        AT_API_URL: 'http://127.0.0.1:9',
      },
    });
    expect(await bring('m0', 'message 0')).toBe(200);
    server.kill('SIGQUIT');
    await pause(300);
    for (let i = 1; i <= 25; i++) {
      expect(await bring(`m${i}`, `message ${i}`)).toBe(200);
      if (i % 5 === 0) expect(await bring(`m${i}`, `message ${i}`)).toBe(200); // and once more
    }
    // Here also the way back to them is kept, without which nobody could answer.
    const activity = {
      type: 'message',
      id: 'bf1',
      channelId: 'emulator',
      serviceUrl: 'http://127.0.0.1:9/',
      text: 'by bot',
    };
    const payload = { ...activity, from: { id: 'u1' }, recipient: { id: 'bot' }, conversation: { id: 'c1' } };
    expect((await app.hub.inject({ method: 'POST', url: '/api/messages', payload })).statusCode).toBe(200);
    await server.revive();
    const written = async (): Promise<string[]> =>
      (
        await app.dataSource.query<{ body: { text: string } }[]>('select body from inbox order by id').catch(() => [])
      ).map(({ body }) => body.text);
    for (let waited = 0; (await written()).length < 27 && waited < 30_000; waited += 200) await pause(200);
    expect(await written()).toEqual([...Array.from({ length: 26 }, (_, i) => `message ${i}`), 'by bot']);
    const kept = await app.dataSource.query<unknown[]>(
      `select from channel_memory where channel = 'botframework' and for_good`,
    );
    expect(kept).toHaveLength(1);
    expect(readdirSync(path.join(dir, 'spool'))).toEqual([]);
    expect(await bring('m26', 'message 26')).toBe(200);
    expect(await written()).toHaveLength(28);
  });
});
