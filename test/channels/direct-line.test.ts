import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type * as Client from 'botframework-directlinejs';
import type { Activity } from 'botframework-directlinejs';
import { startApp } from '../app';

jest.setTimeout(60_000);

const load = createRequire(__filename);
// The client is a browser's: what it looks for must be there before it is loaded.
Object.assign(globalThis, { XMLHttpRequest: load('xhr2') as unknown, WebSocket: load('ws') as unknown });
const { DirectLine } = load('botframework-directlinejs') as typeof Client;

const SECRET = 's'.repeat(32);
let app: Awaited<ReturnType<typeof startApp>>;
let publicUrl: string;
/** The lines under the WebSockets, to be cut. */
const sockets: Duplex[] = [];
const open: Client.DirectLine[] = [];

beforeAll(async () => {
  const port = await freePort();
  publicUrl = `http://127.0.0.1:${port}`;
  app = await startApp({ PORT: String(port), PUBLIC_URL: publicUrl, DIRECT_LINE_SECRET: SECRET });
  app.hub.server.on('upgrade', (_request, socket) => void sockets.push(socket));
});
afterAll(async () => {
  for (const each of open) each.end();
  await app.end();
});

async function freePort(): Promise<number> {
  const net = await import('node:net');
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const post = async (path: string, token?: string, body: object = {}) => {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(publicUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return {
    status: answer.status,
    body: (await answer.json()) as { token: string; conversationId: string; id: string },
  };
};
const tokenFor = async (id?: string) =>
  (await post('/directline/v3/directline/tokens/generate', id && SECRET, id ? { user: { id } } : {})).body.token;

async function client(token: string, webSocket: boolean) {
  const line = new DirectLine({
    token,
    domain: `${publicUrl}/directline/v3/directline`,
    webSocket,
    pollingInterval: 200,
  });
  open.push(line);
  const seen: Activity[] = [];
  line.activity$.subscribe(
    (each: Activity) => void (each.type === 'message' && seen.push(each)),
    () => undefined,
  );
  line.connectionStatus$.subscribe(
    () => undefined,
    () => undefined,
  );
  return { line, seen };
}

async function until<Found>(look: () => Found, enough: (found: Found) => boolean): Promise<Found> {
  for (let waited = 0; ; waited += 50) {
    const found = look();
    if (enough(found)) return found;
    if (waited > 15_000) throw new Error(`Still ${JSON.stringify(found)}`);
    await pause(50);
  }
}

const message = (text: string): Activity => ({ type: 'message', from: { id: 'liar' }, text });

describe.each([
  ['by WebSocket', true],
  ['by asking again and again', false],
])('the real client, %s', (_how, webSocket) => {
  test('talks, and sees its own message once and the answer to it', async () => {
    const { line, seen } = await client(await tokenFor(), webSocket);
    line.postActivity(message('hello')).subscribe(() => undefined);
    const all = await until(
      () => seen,
      (found) => found.length >= 2,
    );
    await pause(700);
    expect(all).toHaveLength(2);
    const [mine, answer] = all as (Activity & { text: string; suggestedActions?: { actions: object[] } })[];
    expect(mine).toMatchObject({ text: 'hello', channelData: { clientActivityID: expect.any(String) } });
    expect(mine!.from.id).toMatch(/^dl_/); // and not who it said it was
    expect(answer!.from).toMatchObject({ role: 'bot' });
    expect(answer!.suggestedActions?.actions.length).toBeGreaterThan(1);
  });

  test('a tapped choice is the answer to its own question', async () => {
    const { line, seen } = await client(await tokenFor(), webSocket);
    line.postActivity(message('hello')).subscribe(() => undefined);
    const [, asked] = await until(
      () => seen,
      (found) => found.length >= 2,
    );
    const { actions } = (asked as unknown as { suggestedActions: { actions: { text: string; value: object }[] } })
      .suggestedActions;
    const [first] = actions as [(typeof actions)[number]];
    line.postActivity({ ...message(first.text), value: first.value } as Activity).subscribe(() => undefined);
    const all = await until(
      () => seen,
      (found) => found.length >= 4,
    );
    expect(JSON.stringify(all[3])).toMatch(/general practice|doctor|name/i);
  });

  test('who comes back finds what was said while they were away', async () => {
    const token = await tokenFor(`dl_back-${webSocket}`);
    const first = await client(token, webSocket);
    first.line.postActivity(message('hello')).subscribe(() => undefined);
    await until(
      () => first.seen,
      (found) => found.length >= 2,
    );
    first.line.end();
    const again = await client(await tokenFor(`dl_back-${webSocket}`), webSocket);
    const all = await until(
      () => again.seen,
      (found) => found.length >= 2,
    );
    expect(all.map(({ id }) => id)).toEqual(first.seen.map(({ id }) => id));
  });
});

test('a client whose line dies goes on where it was, with nothing lost and nothing twice', async () => {
  const { line, seen } = await client(await tokenFor(), true);
  line.postActivity(message('hello')).subscribe(() => undefined);
  await until(
    () => seen,
    (found) => found.length >= 2,
  );
  for (const socket of sockets.splice(0)) socket.destroy();
  line.postActivity(message('my visits')).subscribe(
    () => undefined,
    () => undefined,
  );
  const all = await until(
    () => new Map(seen.map((each) => [each.id, each])),
    (found) => found.size >= 4,
  );
  expect([...all.values()].filter(({ from }) => from.role === 'user')).toHaveLength(2);
}, 60_000);

test('a token opens its own conversation and no other', async () => {
  const [mine, other] = [
    (await post('/directline/v3/directline/conversations', await tokenFor())).body,
    (await post('/directline/v3/directline/conversations', await tokenFor())).body,
  ];
  const path = (id: string) => `/directline/v3/directline/conversations/${id}/activities`;
  expect((await post(path(mine.conversationId), mine.token, { type: 'message', text: 'hi' })).status).toBe(200);
  expect((await post(path(other.conversationId), mine.token, { type: 'message', text: 'hi' })).status).toBe(404);
  expect((await post(path(mine.conversationId), undefined, { type: 'message', text: 'hi' })).status).toBe(403);
  expect((await post(path(mine.conversationId), `${mine.token}x`, { type: 'message', text: 'hi' })).status).toBe(403);
});

test('only who has the secret may say who somebody is', async () => {
  const generate = (token: string | undefined, id: string) =>
    post('/directline/v3/directline/tokens/generate', token, { user: { id } });
  const userIn = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { user: string }).user;
  expect(userIn((await generate(SECRET, 'dl_amina')).body.token)).toBe('dl_amina');
  expect(userIn((await generate(undefined, 'dl_amina')).body.token)).not.toBe('dl_amina');
  expect((await generate('wrong', 'dl_amina')).status).toBe(403);
  const refreshed = await post('/directline/v3/directline/tokens/refresh', await tokenFor('dl_amina'));
  expect(userIn(refreshed.body.token)).toBe('dl_amina');
});
