import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import { answerErrors } from './errors';
import { answerHealth, measureAnswers, type ReadinessCheck } from './health';
import { logging } from './log';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the hub begins to stop. What streams to a client listens to it and ends. */
    readonly stopping: AbortSignal;
  }
}

export interface HubOptions {
  readonly logLevel: string;
  readonly logStream?: { write(line: string): void };
  readonly trustedProxies?: string | undefined;
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: Registry;
  readonly limits?: Partial<typeof LIMITS>;
}

const LIMITS = {
  /** A text message and its envelope are a few kilobytes. A route that needs more says so itself. */
  bodyBytes: 256 * 1024,
  /** Until the whole request has arrived: no provider needs longer, and a client that drips bytes shall not hold a socket. */
  arrivalMs: 10_000,
  /** Longer than the minute after which common proxies drop an idle connection, so that we never drop it first. */
  keepAliveMs: 65_000,
  /** After this, a request that is still being answered is cut. Stopping as a whole has ten seconds. */
  farewellMs: 7_000,
};

export function createHub(options: HubOptions): FastifyInstance {
  const limits = { ...LIMITS, ...options.limits };
  const hub = Fastify({
    logger: logging(options.logLevel, options.logStream),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.trustedProxies ?? false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.arrivalMs,
    keepAliveTimeout: limits.keepAliveMs,
    http: { headersTimeout: limits.arrivalMs, connectionsCheckingInterval: Math.min(1_000, limits.arrivalMs) },
    forceCloseConnections: 'idle',
  });
  stopGracefully(hub, limits.farewellMs);
  answerErrors(hub);
  noteEveryAnswer(hub);
  measureAnswers(hub, options.metrics);
  answerHealth(hub, options.checks, options.metrics);
  return hub;
}

function stopGracefully(hub: FastifyInstance, farewellMs: number): void {
  const stopping = new AbortController();
  hub.decorate('stopping', stopping.signal);
  hub.addHook('preClose', (done) => {
    stopping.abort();
    const cut = setTimeout(() => hub.server.closeAllConnections(), farewellMs).unref();
    hub.server.once('close', () => clearTimeout(cut));
    done();
  });
}

function noteEveryAnswer(hub: FastifyInstance): void {
  hub.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    // Other sites learn nothing; and a form of our own, where there is no script, can still say that it is ours.
    reply.header('referrer-policy', 'same-origin');
    // Node keeps a connection whose last request came before the stop, and would wait for the client to drop it.
    if (hub.stopping.aborted) reply.header('connection', 'close');
  });
  hub.addHook('onResponse', (request, reply, done) => {
    request.log.info({ req: request, res: reply, answeredMs: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
}
