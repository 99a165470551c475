import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { Problem, type ProblemCode, problems } from '../../src/hub/errors';
import { createHub } from '../../src/hub/server';

let hub: FastifyInstance;

beforeAll(async () => {
  hub = createHub({ logLevel: 'silent', checks: [], metrics: new Registry() });
  hub.get<{ Params: { code: ProblemCode } }>('/throws/:code', ({ params }) => {
    throw new Problem(params.code, { retryAfterSeconds: params.code === 'too_many' ? 7 : 0 });
  });
  hub.get('/breaks', () => {
    throw Object.assign(new Error('patient +15550100001 wrote this'), { statusCode: 404, status: 404 });
  });
  hub.post('/accepts', { schema: { body: { type: 'object', required: ['name'] } } }, () => ({ ok: true }));
  await hub.ready();
});

afterAll(() => hub.close());

test.each(Object.entries(problems))('%s is answered as the table says', async (code, { status, words }) => {
  const response = await hub.inject(`/throws/${code}`);
  expect(response.statusCode).toBe(status);
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.json()).toEqual({
    type: 'about:blank',
    code,
    status,
    title: words,
    request: response.headers['x-request-id'],
  });
});

test('an answer can say when to come back', async () => {
  expect((await hub.inject('/throws/too_many')).headers['retry-after']).toBe('7');
});

test.each([
  ['an address that is not ours', { method: 'GET', url: '/nowhere?token=abc' }, 'not_found'],
  ['a body that is no JSON', { method: 'POST', url: '/accepts', body: '{', json: true }, 'bad_request'],
  ['a body of another shape', { method: 'POST', url: '/accepts', body: '{}', json: true }, 'bad_request'],
  ['a body of another type', { method: 'POST', url: '/accepts', body: 'x' }, 'wrong_type'],
  ['a body that is too large', { method: 'POST', url: '/accepts', body: 'x'.repeat(300_000), json: true }, 'too_large'],
  ['a mistake of ours, whatever status a library wrote on it', { method: 'GET', url: '/breaks' }, 'our_mistake'],
] as const)('%s gets %s', async (_what, request, code) => {
  const headers = { 'content-type': 'json' in request ? 'application/json' : 'text/x-unknown' };
  const payload = 'body' in request ? { payload: request.body, headers } : {};
  const response = await hub.inject({ method: request.method, url: request.url, ...payload });
  expect(response.json()).toMatchObject({ code });
  expect(response.body).not.toMatch(/1555|abc/);
});
