import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Something that must work before we take messages; it throws when it does not. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
}

const CHECK_MS = 2_000;

/** A process this far behind its work would answer late; others beside it can answer in time. */
const LATE_MS = 1_000;

export function answerHealth(hub: FastifyInstance, checks: readonly ReadinessCheck[], registry: Registry): void {
  const lateness = watchLateness(hub);
  const all = [...checks, onTime(lateness)];

  hub.get('/health', { logLevel: 'warn' }, () => ({ status: 'alive' }));

  hub.get('/ready', { logLevel: 'warn' }, async (_request, reply) => {
    const results = await Promise.all(all.map((check) => outcome(check)));
    const ready = results.every(({ ok }) => ok);
    const states = Object.fromEntries(results.map(({ name, ok }) => [name, ok ? 'ok' : 'not ready']));
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks: states });
  });

  hub.get('/metrics', { logLevel: 'warn' }, async (_request, reply) => {
    const merged = Registry.merge([ofProcess(), registry]);
    return reply.type(merged.contentType).send(await merged.metrics());
  });
}

/** How long answers take, by route and never by address. */
export function measureAnswers(hub: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'miadi_http_request_seconds',
    help: 'From the first byte of a request to the last byte of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  hub.addHook('onResponse', (request, reply, done) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode };
    seconds.observe(labels, reply.elapsedTime / 1000);
    done();
  });
}

let processRegistry: Registry | undefined;

/** Memory, event loop and the like belong to the process, however many hubs a test starts in it. */
function ofProcess(): Registry {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}

async function outcome({ name, check }: ReadinessCheck): Promise<{ name: string; ok: boolean }> {
  const tooLong = new AbortController();
  try {
    await Promise.race([check(), rejectAfter(CHECK_MS, tooLong.signal)]);
    return { name, ok: true };
  } catch {
    return { name, ok: false }; // the answer is the report; doctor says why
  } finally {
    tooLong.abort();
  }
}

function rejectAfter(ms: number, stop: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    stop.addEventListener('abort', () => clearTimeout(timer));
  });
}

function watchLateness(hub: FastifyInstance): () => number {
  const every = 500;
  let last = performance.now();
  let late = 0;
  const timer = setInterval(() => {
    late = performance.now() - last - every;
    last = performance.now();
  }, every).unref();
  hub.addHook('onClose', () => clearInterval(timer));
  return () => Math.max(late, performance.now() - last - every);
}

const onTime = (lateness: () => number): ReadinessCheck => ({
  name: 'on time',
  async check() {
    if (lateness() > LATE_MS) throw new Error('the event loop is late');
  },
});
