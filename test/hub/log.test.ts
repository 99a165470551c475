import { Registry } from 'prom-client';
import { QueryFailedError } from 'typeorm';
import { createHub } from '../../src/hub/server';

const NUMBER = '+15550100001';
const WORDS = 'my knee hurts';

async function logOf(use: (hub: ReturnType<typeof createHub>) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const logStream = { write: (line: string) => void lines.push(line) };
  const hub = createHub({ logLevel: 'trace', logStream, checks: [], metrics: new Registry() });
  await use(hub);
  await hub.close();
  return lines.join('');
}

const failures: [string, () => unknown][] = [
  ['an error of our own', () => new Error(`${NUMBER} wrote ${WORDS}`)],
  ['words that look like a stack', () => new Error(`${WORDS}\n    at ${NUMBER} (/x.ts:1:1)`)],
  ['JSON that a patient broke', () => attempt(() => JSON.parse(`{ ${WORDS}`))],
  ['a failed query', () => new QueryFailedError(`select '${WORDS}'`, [NUMBER], databaseError())],
  ['an error inside an error', () => new Error('outer', { cause: new Error(WORDS) })],
  ['a provider error with details', () => Object.assign(new Error(NUMBER), { status: 404, moreInfo: WORDS })],
];

test.each(failures)('%s leaves neither words nor numbers in the log', async (_what, failure) => {
  const log = await logOf(async (hub) => {
    hub.post('/webhooks/:secret', () => {
      throw failure();
    });
    await hub.inject({ method: 'POST', url: `/webhooks/${NUMBER}?q=${WORDS}`, payload: { From: NUMBER, Body: WORDS } });
    hub.log.error(failure());
    hub.log.error({ err: failure() });
    hub.log.error({ err: failure() }, (failure() as Error).message);
  });
  expect(log).toContain('request failed');
  expect(log).toContain('/webhooks/:secret');
  expect(log).not.toMatch(/5550100001|knee/);
});

test('an error can still be found: its type, its place, and what the database named', async () => {
  const log = await logOf(async (hub) => {
    hub.log.error(new QueryFailedError('insert', [], databaseError()), 'booking failed');
  });
  expect(log).toMatch(/"type":"QueryFailedError".*"code":"23P01".*"constraint":"visit_provider".*log\.test\.ts/);
  expect(log).toContain('booking failed');
});

test('only what is listed may stand in a line', async () => {
  const log = await logOf(async (hub) => {
    hub.log.info({ visitId: 7, waitedMs: 12, kind: 'slow', body: WORDS, phone: NUMBER }, 'noted');
    hub.log.child({ patient: WORDS, turnId: 9 }).info(`noted for ${NUMBER}`);
  });
  expect(log).toMatch(/"visitId":7.*"waitedMs":12.*"kind":"slow"/);
  expect(log).toContain('"turnId":9');
  expect(log).not.toMatch(/5550100001|knee/);
});

test('one request is one line, with the id that the answer carries', async () => {
  let id: unknown;
  const log = await logOf(async (hub) => {
    hub.get('/visits/:id', () => ({}));
    id = (await hub.inject({ url: `/visits/${NUMBER}`, headers: { 'x-request-id': NUMBER } })).headers['x-request-id'];
  });
  const lines = log
    .trim()
    .split('\n')
    .filter((line) => line.includes('answered'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ reqId: id, req: { route: '/visits/:id' }, res: { status: 200 } });
  expect(log).not.toContain('5550100001');
});

function databaseError(): Error {
  const detail = `Key (phone)=(${NUMBER}) already exists.`;
  return Object.assign(new Error(detail), { code: '23P01', constraint: 'visit_provider', detail });
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
