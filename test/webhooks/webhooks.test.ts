import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Checker } from 'standardwebhooks';
import { isPublic, post } from '../../src/webhooks/post';
import { type ApiWorld, type Caller, makeApiWorld } from '../api/world';
import { MONDAY } from '../universe';

interface Heard {
  headers: Record<string, string>;
  body: string;
}

/** The other system: keeps what it hears and answers what it is told to. */
function otherSystem() {
  const heard: Heard[] = [];
  const answers: number[] = [];
  const server = http.createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body });
      const status = answers.shift() ?? 200;
      reply.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  return { heard, answers, server };
}

// Whoever checks a signature looks at the clock, and it is Monday.
beforeAll(() => void jest.spyOn(Date, 'now').mockReturnValue(+new Date(MONDAY)));
afterAll(() => void jest.restoreAllMocks());

let w: ApiWorld;
let administrator: Caller;
let secret: string;
let webhook: number;
const other = otherSystem();
let url: string;

beforeAll(async () => {
  await new Promise<void>((ready) => other.server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(other.server.address() as AddressInfo).port}/hook`;
  w = await makeApiWorld({ WEBHOOKS_PRIVATE: 'yes' });
  administrator = await w.staff('administrator', { clinicId: w.clinic });
  const events = ['visit.booked', 'visit.cancelled', 'visit.done'];
  const { body } = await administrator.send('POST', '/webhooks', { clinicId: w.clinic, url, events });
  secret = body.secret as string;
  webhook = body.id as number;
});
afterAll(async () => {
  await w.end();
  other.server.close();
});
beforeEach(() => void (other.heard.length = 0));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 200; looks++) {
    if (await holds()) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error('It never came');
}

const deliveries = async () => (await administrator.get(`/webhooks/${webhook}/deliveries`)).body.items;
const inMinutes = (minutes: number): Promise<unknown> =>
  w.db.query(`update clock set frozen_at = frozen_at + $1::int * interval '1 minute'`, [minutes]);

test('what happens to a visit is told in its order, signed, with numbers and no names', async () => {
  const desk = await w.staff('staff', { clinicId: w.clinic });
  const visit = await w.visit('3 09:00');
  await desk.send('POST', `/visits/${visit.id}/cancel`, { version: 1 });
  await until(() => other.heard.length === 2);
  const told = other.heard.map(
    ({ headers, body }) => new Checker(secret).verify(body, headers) as Record<string, unknown>,
  );
  expect(told).toMatchObject([
    { type: 'visit.booked', data: { visitId: visit.id, version: 1, clinicId: w.clinic, patientId: w.patients.Ann } },
    { type: 'visit.cancelled', data: { visitId: visit.id, version: 2, status: 'cancelled' } },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/Ann|Okafor|\+1555/);
  expect(new Set(other.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  expect(() => new Checker(secret).verify(`${other.heard[0]!.body} `, other.heard[0]!.headers)).toThrow();
});

test('what was undone, what happens elsewhere, and what nobody asked for is not told', async () => {
  await expect(
    w.db.transaction(async (tx) => {
      await tx.query(`update visit set status = 'done' where status = 'cancelled'`);
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  const before = (await deliveries()).length;
  const visit = await w.visit('3 11:00');
  await w.db.query(`update visit set status = 'arrived' where id = $1`, [visit.id]);
  await w.db.query(`update visit set confirmed_at = clock_now() where id = $1`, [visit.id]);
  expect((await deliveries()).length).toBe(before + 1);
  await until(() => other.heard.length === 1);
});

test('whoever is broken hears it again, with the same number, until it is taken', async () => {
  other.answers.push(500, 503);
  const visit = await w.visit('4 09:00');
  const newest = async () => (await deliveries())[0]!;
  for (let tries = 1; tries < 3; tries++) {
    await until(async () => (await newest()).tries === tries && (await newest()).why === 'not_taken');
    await inMinutes(1);
  }
  await until(async () => (await newest()).status === 'sent');
  expect(await newest()).toMatchObject({ type: 'visit.booked', data: { visitId: visit.id }, tries: 3 });
  expect(new Set(other.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(other.heard).toHaveLength(3);
});

test('whoever says no is asked once; somebody who has looked into it sends it again, once, and nobody at the desk is troubled', async () => {
  other.answers.push(400);
  await w.visit('4 10:00');
  await until(async () => (await deliveries())[0]!.status === 'failed');
  const redrive = async () => administrator.send('POST', `/webhooks/${webhook}/deliveries/${String((await deliveries())[0]!.id)}/redrive`, {}); // prettier-ignore
  expect((await redrive()).body).toEqual({ again: true });
  await until(async () => (await deliveries())[0]!.status === 'sent');
  expect((await redrive()).body).toEqual({ again: false });
  expect(other.heard).toHaveLength(2);
  expect(await w.db.query<object[]>(`select kind from desk_case where kind = 'undelivered'`)).toEqual([]);
});

test('a redirect is not followed', async () => {
  other.answers.push(302);
  await administrator.send('POST', `/webhooks/${webhook}/ping`, {});
  await until(async () => (await deliveries())[0]!.status === 'failed');
  expect(other.heard).toHaveLength(1);
});

test('with a new secret the old one opens nothing; ended, it hears nothing', async () => {
  const { body } = await administrator.send('POST', `/webhooks/${webhook}/secret`, {});
  await administrator.send('POST', `/webhooks/${webhook}/ping`, {});
  await until(() => other.heard.length === 1);
  const [{ headers, body: text } = { headers: {}, body: '' }] = other.heard;
  expect(new Checker(body.secret as string).verify(text, headers)).toMatchObject({ type: 'ping' });
  expect(() => new Checker(secret).verify(text, headers)).toThrow();
  await administrator.send('DELETE', `/webhooks/${webhook}`);
  await w.visit('5 09:00');
  const [left] = await w.db.query<{ n: number }[]>(`select count(*)::int as n from outbox where kind = 'event' and status = 'pending'`); // prettier-ignore
  expect(left!.n).toBe(0);
  expect((await administrator.get(`/webhooks/${webhook}/deliveries`)).status).toBe(404);
});

test('its secret is sealed', async () => {
  const [row] = await w.db.query<{ raw: string }[]>('select to_jsonb(w)::text as raw from webhook w');
  expect(row!.raw).not.toContain('whsec_');
});

describe('inside our own walls', () => {
  const PRIVATE = [
    ...['127.0.0.1', '127.1.2.3', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...[
      '255.255.255.255',
      '224.0.0.1',
      '192.0.2.1',
      '198.18.0.1',
      '::1',
      '::',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      'ff02::1',
    ],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'nonsense', ''],
  ];
  test.each(PRIVATE)('%s is private', (address) => expect(isPublic(address)).toBe(false));
  test.each(['1.1.1.1', '196.201.214.200', '2606:4700::1111'])('%s is not', (address) => expect(isPublic(address)).toBe(true)); // prettier-ignore

  test('nothing connects there, however the address is written', async () => {
    const sink = otherSystem();
    await new Promise<void>((ready) => sink.server.listen(0, '::', ready));
    const { port } = sink.server.address() as AddressInfo;
    let connected = 0;
    sink.server.on('connection', () => void connected++);
    const hosts = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '[::ffff:127.0.0.1]',
      '127.1',
      '0',
    ];
    for (const host of hosts) {
      const posting = { url: `http://${host}:${port}/`, headers: {}, body: '{}' };
      await expect(post({ ...posting, privateToo: false })).rejects.toThrow(/private/i);
    }
    expect(connected).toBe(0);
    await post({ url: `http://localhost:${port}/`, headers: {}, body: '{}', privateToo: true });
    expect(connected).toBe(1);
    sink.server.close();
  });

  test('and no such address is taken where the house has not allowed it', async () => {
    const strict = await makeApiWorld();
    const who = await strict.staff('administrator', { clinicId: strict.clinic });
    const make = (to: string) => who.send('POST', '/webhooks', { clinicId: strict.clinic, url: to, events: ['visit.done'] }); // prettier-ignore
    for (const to of [
      'http://example.org/',
      'https://10.0.0.1/',
      'https://localhost/',
      'https://[::1]/',
      'https://2130706433/',
      'https://u:p@example.org/',
      'ftp://example.org/',
    ])
      // prettier-ignore
      expect([to, (await make(to)).status]).toEqual([to, 422]);
    expect((await make('https://example.org/hook')).status).toBe(200);
    await strict.end();
  });
});
