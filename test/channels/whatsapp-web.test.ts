import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { addressOf, messageNews, type News, receiptNews, type WebMessage } from '../../src/channels/whatsapp-web/news';
import type { PhoneState } from '../../src/channels/whatsapp-web/linked-phone';
import { signing } from '../../src/channels/whatsapp-web/signed';
import { openSpool } from '../../src/inbox/spool';
import { type HeldPhone, holdPhone } from '../../src/linked-phone/hold-phone';
import { MONDAY_8_00, startApp, type TestApp } from '../app';
import { fakeWhatsapp, type FakeWhatsapp } from '../stand-ins/whatsapp-web';
import { TEST_KEY } from '../test-key';

const AMINA = '254711000001@c.us';
const written = (id: string, body: string, change: Partial<WebMessage> = {}): WebMessage => ({
  ...{ id: { _serialized: `false_${AMINA}_${id}` }, from: AMINA, body, type: 'chat', timestamp: 1780300800 },
  ...change,
});
const signed = signing(TEST_KEY, () => new Date(MONDAY_8_00));

let dir: string;
let fake: FakeWhatsapp;
let held: HeldPhone | undefined;
let states: PhoneState[];
let pauses: number[];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'miadi-phone-'));
  [fake, states, pauses] = [fakeWhatsapp(), [], []];
});
afterEach(async () => {
  await held?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function hold(hubUrl = 'http://127.0.0.1:9'): Promise<HeldPhone> {
  held = await holdPhone({
    makeClient: fake.makeClient,
    ...{ port: 0, hubUrl, signing: signed, spool: await openSpool<News>(dir, TEST_KEY) },
    changed: (state) => void states.push(state),
    onMistake: (error) => expect(error).toBeUndefined(),
    pause: (ms) => (pauses.push(ms), pause(1)),
    random: () => 0.5,
  });
  return held;
}
const eventually = async (true_: () => boolean | Promise<boolean>): Promise<void> => {
  for (let waited = 0; !(await true_()); waited += 20) {
    if (waited > 15_000) throw new Error('never came');
    await pause(20);
  }
};
const send = async (to: string, text: string, headers?: Record<string, string>) => {
  const body = JSON.stringify({ to, text, reference: 'outbox-1' });
  return fetch(`${held!.url}/send`, { method: 'POST', headers: headers ?? signed.headers(body), body });
};

describe('linking', () => {
  test('shows the code to scan, then is linked; "ready" again is no news', async () => {
    fake.starts = 'unlinked';
    await hold();
    await eventually(() => states.at(-1)?.is === 'to be linked');
    expect(states.at(-1)).toEqual({ is: 'to be linked', qr: '2@abc,def' });
    fake.clients[0]!.emit('ready');
    fake.clients[0]!.emit('ready');
    expect(states.filter(({ is }) => is === 'connected')).toHaveLength(1);
  });

  test('begins anew with a new client when WhatsApp ends it, each time after a longer pause', async () => {
    await hold();
    await eventually(() => states.at(-1)?.is === 'connected');
    fake.starts = 'not at all';
    fake.clients[0]!.emit('disconnected', 'CONFLICT');
    await eventually(() => pauses.length >= 4);
    fake.starts = 'linked';
    await eventually(() => held!.state().is === 'connected');
    expect(pauses.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(fake.clients[0]!.destroyed).toBe(true);
    fake.clients[0]!.emit('qr', 'of a client that is gone');
    expect(held!.state().is).toBe('connected');
  });

  test('stays away after the phone has logged us out', async () => {
    await hold();
    await eventually(() => states.at(-1)?.is === 'connected');
    fake.clients[0]!.emit('disconnected', 'LOGOUT');
    await pause(50);
    expect([held!.state().is, fake.clients.length]).toEqual(['logged out', 1]);
    expect((await send('254711000001', 'hello')).status).toBe(503);
  });
});

describe('sending', () => {
  test('takes its time, one message after the other, to the id exactly as it came', async () => {
    await hold();
    await Promise.all([send('254711000001', 'one'), send('8812345@lid', 'two')]);
    expect(fake.ledger.map(({ to, text }) => [to, text])).toEqual([
      [AMINA, 'one'],
      ['8812345@lid', 'two'],
    ]);
    expect(pauses).toEqual([4_000, 4_000]);
  });

  test('only for the hub: nothing unsigned, changed or old', async () => {
    await hold();
    const old = signing(TEST_KEY, () => new Date(0)).headers('{}');
    const foreign = signing('another key '.repeat(4), () => new Date(MONDAY_8_00));
    const body = JSON.stringify({ to: '254711000001', text: 'x', reference: 'outbox-1' });
    for (const headers of [{ 'content-type': 'application/json' }, old, foreign.headers(body), signed.headers('{}')])
      expect((await send('254711000001', 'x', headers)).status).toBe(403);
    expect(fake.ledger).toEqual([]);
  });
});

describe('what is heard', () => {
  test.each([
    ['a number', AMINA, '254711000001'],
    ['an id without a number', '8812345678@lid', '8812345678@lid'],
    ['a group', '1203630@g.us', undefined],
    ['a status', 'status@broadcast', undefined],
    ['a newsletter', '1203@newsletter', undefined],
  ])('%s', (_what, from, at) => expect(addressOf(from)).toBe(at));

  test.each([
    ['our own words', written('1', 'x', { fromMe: true })],
    ['a status', written('2', 'x', { isStatus: true })],
    ['a notice of the service', written('3', '', { type: 'e2e_notification' })],
    ['a group', written('4', 'x', { from: '1203630@g.us' })],
  ])('%s is no message', (_what, message) => expect(messageNews(message)).toBeUndefined());

  test('a voice note is a message that cannot be read, and an ack of theirs is no receipt', () => {
    expect(messageNews(written('5', '', { type: 'ptt', hasMedia: true }))?.message).toMatchObject({
      media: true,
      text: '',
    });
    expect(receiptNews(written('6', ''), 3)).toBeUndefined();
    expect(receiptNews(written('7', '', { fromMe: true }), 0)).toBeUndefined();
  });
});

test('through the whole house: written, answered, read; and what comes while the hub is away is kept, sealed', async () => {
  const app: TestApp & { address: string } = await startApp({ WHATSAPP_WEB: 'yes', WHATSAPP_WEB_PORT: '3999' });
  const found = await app.dataSource.query<unknown[]>('select from inbox');
  expect(found).toEqual([]);
  await hold(); // towards a hub that is not there
  fake.clients[0]!.emit('message', written('A1', 'hello from afar'));
  await eventually(() => readdirSync(dir).length === 1);
  expect(readFileSync(path.join(dir, readdirSync(dir)[0]!), 'latin1')).not.toMatch(/afar|254711/);
  await held!.stop();

  await hold(app.address);
  fake.clients.at(-1)!.emit('message', written('A1', 'hello from afar')); // and again after the reconnect
  fake.clients.at(-1)!.emit('message', written('A2', 'hello'));
  const inbox = async (): Promise<string[]> =>
    (
      await app.dataSource.query<{ body: { text: string } }[]>(
        `select body from inbox where source = 'whatsapp' order by id`,
      )
    ).map(({ body }) => body.text);
  await eventually(async () => (await inbox()).length === 2);
  expect(await inbox()).toEqual(['hello from afar', 'hello']);
  await eventually(() => readdirSync(dir).length === 0);
  await app.end();
});
