import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { createHub, type HubOptions } from '../../src/hub/server';

const open: FastifyInstance[] = [];

function hubWith(options: Partial<HubOptions> = {}): FastifyInstance {
  const hub = createHub({ logLevel: 'silent', checks: [], metrics: new Registry(), ...options });
  open.push(hub);
  return hub;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((hub) => hub.close()));
});

async function listen(hub: FastifyInstance): Promise<number> {
  await hub.listen({ port: 0, host: '127.0.0.1' });
  return (hub.server.address() as AddressInfo).port;
}

describe('health', () => {
  const broken = { name: 'database', check: () => Promise.reject(new Error('pw@db refused')) };
  const hanging = { name: 'database', check: () => sleep(60_000, undefined, { ref: false }) };

  test('alive needs nothing but the process', async () => {
    expect((await hubWith({ checks: [broken] }).inject('/health')).json()).toEqual({ status: 'alive' });
  });

  test('ready when every check passes', async () => {
    const response = await hubWith({ checks: [{ name: 'database', check: async () => undefined }] }).inject('/ready');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' } });
  });

  test.each([
    ['fails', broken],
    ['does not answer', hanging],
  ])('not ready when a check %s, and the reason is not told to strangers', async (_how, check) => {
    const response = await hubWith({ checks: [check] }).inject('/ready');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ status: 'not ready', checks: { database: 'not ready' } });
    expect(response.body).not.toContain('pw@db');
  });

  test('not ready while the event loop is late', async () => {
    const hub = hubWith();
    await hub.ready();
    await sleep(600);
    const until = Date.now() + 2_000;
    while (Date.now() < until); // what a runaway computation would do
    expect((await hub.inject('/ready')).statusCode).toBe(503);
  });

  test('metrics tell of the event loop and of answers by route', async () => {
    const hub = hubWith();
    hub.get('/visits/:id', () => ({}));
    await hub.inject('/visits/+15550100001');
    const { body } = await hub.inject('/metrics');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
    expect(body).toContain('route="/visits/:id"');
    expect(body).not.toContain('5550100001');
  });
});

describe('limits', () => {
  test('a client that drips its body is cut off', async () => {
    const hub = hubWith({ limits: { arrivalMs: 300 } });
    hub.post('/slow', () => ({}));
    const socket = net.connect(await listen(hub), '127.0.0.1');
    socket.write('POST /slow HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('408');
    await once(socket, 'close');
  });

  test('after a body that is too large the next request of that client is answered', async () => {
    const hub = hubWith({ limits: { bodyBytes: 1_000 } });
    hub.post('/in', () => ({}));
    const url = `http://127.0.0.1:${await listen(hub)}`;
    const headers = { 'content-type': 'application/json' };
    const large = await fetch(`${url}/in`, { method: 'POST', headers, body: 'x'.repeat(2_000) });
    expect(large.status).toBe(413);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe('stopping', () => {
  test('a request in the middle of its work is answered, and idle connections do not hold the stop', async () => {
    const hub = hubWith();
    hub.get('/work', async () => {
      await sleep(300);
      return { done: true };
    });
    const port = await listen(hub);
    const idle = new http.Agent({ keepAlive: true });
    await once(
      http.get({ port, path: '/health', agent: idle }).on('response', (r) => r.resume()),
      'close',
    );
    const working = fetch(`http://127.0.0.1:${port}/work`);
    await sleep(100);
    const started = Date.now();
    await hub.close();
    expect(await (await working).json()).toEqual({ done: true });
    expect(Date.now() - started).toBeLessThan(3_000);
    idle.destroy();
  });

  test('a stream hears of it and ends', async () => {
    const hub = hubWith();
    hub.get('/stream', (_request, reply) => {
      reply.hijack();
      reply.raw.write('data: hello\n\n');
      hub.stopping.addEventListener('abort', () => reply.raw.end());
    });
    const response = await fetch(`http://127.0.0.1:${await listen(hub)}/stream`);
    await hub.close();
    expect(await response.text()).toBe('data: hello\n\n');
  });

  test('what does not end by itself is cut', async () => {
    const hub = hubWith({ limits: { farewellMs: 200 } });
    hub.get('/stuck', () => new Promise(() => undefined));
    const stuck = fetch(`http://127.0.0.1:${await listen(hub)}/stuck`);
    stuck.catch(() => undefined);
    await sleep(100);
    await hub.close();
    await expect(stuck).rejects.toThrow();
  });
});
