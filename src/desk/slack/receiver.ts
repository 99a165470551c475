import { parse } from 'node:querystring';
import { type App, HTTPModuleFunctions, isValidSlackRequest, type Receiver } from '@slack/bolt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, systemClock } from '../../clock';
import type { Database } from '../../database/statements';
import { isNew } from './heard';

/** Slack calls again, or shows the colleague an error, after three seconds. */
const PATIENCE_MS = 2_700;
/** A view alone may have a quarter of a megabyte. */
const MOST_BYTES = 1024 * 1024;
/** As old as a request may be, and as far ahead as its clock may go. */
const MOST_SECONDS_OFF = 300;

interface Options {
  secrets: string[];
  db: Database;
  clock?: Clock;
}

/**
 * Everything that Slack tells us comes to one address on the hub's own port: events, buttons, modals, commands. Bolt hears of
 * it after the signature over the raw bytes is found right, and, for what a person pressed, only the first time it comes.
 */
export class HubReceiver implements Receiver {
  private bolt: App | undefined;

  constructor(private readonly options: Options) {}

  init(bolt: App): void {
    this.bolt = bolt;
  }

  async start(): Promise<void> {
    // The hub listens for us.
  }

  async stop(): Promise<void> {
    // And stops for us.
  }

  async mount(hub: FastifyInstance): Promise<void> {
    await hub.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      const types = ['application/json', 'application/x-www-form-urlencoded'];
      scope.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
        done(null, body),
      );
      scope.post('/slack/events', { bodyLimit: MOST_BYTES }, (request, reply) => this.handle(request, reply));
    });
  }

  private async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const raw = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    if (!this.isSigned(request, raw)) return reply.code(401).send();
    const body = bodyOf(raw, request.headers['content-type']);
    if (!body) return reply.code(400).send();
    if (body.type === 'url_verification') return reply.send({ challenge: body.challenge });
    if (body.ssl_check) return reply.send();
    // An event comes again when we were slow, and what it does is done once where it is done. A button is never sent again
    // by Slack: the same bytes a second time are a replay.
    if (body.type !== 'event_callback' && !(await isNew(this.options.db, raw))) return reply.send();
    return this.process(request, reply, body);
  }

  private isSigned({ headers }: FastifyRequest, body: string): boolean {
    const timestamp = Number(headers['x-slack-request-timestamp']);
    const signature = headers['x-slack-signature'];
    const now = +(this.options.clock ?? systemClock).now();
    // Bolt takes a timestamp of next year for a fresh one.
    if (typeof signature !== 'string' || !(Math.abs(now / 1000 - timestamp) <= MOST_SECONDS_OFF)) return false;
    const signed = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
    return this.options.secrets.some((signingSecret) =>
      isValidSlackRequest({ signingSecret, body, headers: signed, nowMilliseconds: now }),
    );
  }

  /**
   * Bolt acknowledges what it was told before it has been dealt with. We answer when it has: an event that we fail at, or die
   * over, is told to us again. What takes longer than Slack waits goes on all the same.
   */
  private process(request: FastifyRequest, reply: FastifyReply, body: Body): Promise<FastifyReply> {
    const { bolt } = this;
    if (!bolt) throw new Error('Slack spoke before Bolt was there');
    const isEvent = body.type === 'event_callback';
    let acked: unknown;
    return new Promise((resolve) => {
      const answer = (code: number): void => {
        clearTimeout(timer);
        if (!reply.sent) resolve(reply.code(code).send(acked ?? ''));
      };
      const timer = setTimeout(() => answer(isEvent ? 503 : 200), PATIENCE_MS);
      const ack = async (text?: unknown): Promise<void> => void (acked = text);
      const event = {
        body,
        ack,
        retryNum: HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request.raw),
        retryReason: HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request.raw),
      } as Parameters<App['processEvent']>[0];
      bolt.processEvent(event).then(
        () => answer(200),
        (error: unknown) => {
          request.log.error({ err: error }, 'what Slack told us could not be dealt with');
          // A press is not told again, and to the one who pressed a red mark says more than nothing.
          answer(500);
        },
      );
    });
  }
}

type Body = Record<string, unknown>;

function bodyOf(raw: string, type = ''): Body | undefined {
  try {
    if (!type.startsWith('application/x-www-form-urlencoded')) return asObject(JSON.parse(raw));
    const form = { ...parse(raw) };
    return typeof form.payload === 'string' ? asObject(JSON.parse(form.payload)) : form;
  } catch {
    return undefined; // signed by Slack and still no JSON: answered with 400
  }
}

const asObject = (value: unknown): Body | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
