import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Channel, Door } from '../channel';
import { asInbound, asShown, idOf, NAME, type Posted } from './activities';
import { streamNews } from './stream';
import { isSame, LASTS_SECONDS, type Tokens, tokensOf, type Visitor } from './tokens';

export interface DirectLineSettings {
  /** Tokens are made with it. */
  secretKey: { reveal(): string };
  /** Whoever has this may say who somebody is. */
  secret: { reveal(): string } | undefined;
  now(): Date;
}

/** Microsoft's clients put this behind the address that they are given; some are given the whole of it. */
const PREFIXES = ['/directline/v3/directline', '/directline/v3'];

type Route = FastifyRequest<{ Params: { id: string }; Querystring: { watermark?: string } }>;

/** Direct Line 3.0: the door for Microsoft's Web Chat, and for whatever else speaks it. */
export function directLine({ secretKey, secret, now }: DirectLineSettings): Channel {
  const tokens = tokensOf(secretKey.reveal());
  const news = new EventEmitter().setMaxListeners(0);
  return {
    name: NAME,
    repeatable: true, // sending only says that there is something to ask for
    shows: { characters: 2000, buttons: { most: 10, characters: 60 } },

    async open(door: Door) {
      const { routes } = door;
      await routes.register((await import('@fastify/websocket')).default, { options: { maxPayload: 4096 } });
      takeLooseJson(routes);
      routes.addHook('onSend', async ({ headers }, reply) => void allowFrom(reply, headers.origin));
      for (const prefix of PREFIXES) mount(door, prefix);
    },

    // Clients ask, or listen at the stream; here both are only told that there is something.
    async send({ to, reference }) {
      news.emit(to.at);
      return { receipt: reference };
    },
  };

  function mount(door: Door, prefix: string): void {
    const { routes } = door;
    routes.options(`${prefix}/*`, (_request, reply) => reply.code(204).send());
    routes.get(`${prefix}/session/getsessionid`, () => ({ sessionId: '' }));

    routes.post<{ Body: { user?: { id?: string } } | null }>(`${prefix}/tokens/generate`, async (request, reply) => {
      const given = bearer(request);
      if (given !== undefined && !(secret && isSame(given, secret.reveal()))) return refuse(reply, 403);
      // Only the clinic's own server may say who somebody is. To everybody else they are a stranger.
      const named = given === undefined ? undefined : request.body?.user?.id;
      if (named !== undefined && !/^dl_[\w-]{1,64}$/.test(named)) return refuse(reply, 400);
      return opened(tokens.visitor(named));
    });

    routes.post(`${prefix}/tokens/refresh`, async (request, reply) => {
      const visitor = await who(request, tokens);
      return visitor ? opened(visitor) : refuse(reply, 403);
    });

    routes.post(`${prefix}/conversations`, async (request, reply) => {
      const given = bearer(request);
      const trusted = given !== undefined && secret !== undefined && isSame(given, secret.reveal());
      const visitor = trusted ? tokens.visitor() : await who(request, tokens);
      if (!visitor) return refuse(reply, 403);
      const known = (await door.history(addressOf(visitor))).length > 0;
      return reply.code(known ? 200 : 201).send(await started(visitor, door.publicUrl, prefix, '-'));
    });

    routes.get<RouteTypes>(`${prefix}/conversations/:id`, async (request, reply) => {
      const visitor = await inTheirs(request, reply);
      return visitor && started(visitor, door.publicUrl, prefix, request.query.watermark ?? '-');
    });

    routes.get<RouteTypes>(`${prefix}/conversations/:id/activities`, async (request, reply) => {
      const visitor = await inTheirs(request, reply);
      const after = placeOf(request.query.watermark);
      return visitor && asShown(await door.history(addressOf(visitor), after), visitor, after, now());
    });

    routes.post<RouteTypes & { Body: Posted | null }>(
      `${prefix}/conversations/:id/activities`,
      async (request, reply) => {
        const visitor = await inTheirs(request, reply);
        if (!visitor) return reply;
        const { body } = request;
        if (typeof body?.type !== 'string' || (body.text?.length ?? 0) > LONGEST) return refuse(reply, 400);
        const id = clientsName(body) ?? randomBytes(12).toString('hex');
        if (body.type === 'message') {
          await door.receive(asInbound(body, visitor, id));
          news.emit(visitor.user, 'typing');
        }
        return { id: idOf(visitor.conversation, id) };
      },
    );

    routes.post<RouteTypes>(`${prefix}/conversations/:id/upload`, async (request, reply) => {
      const visitor = await inTheirs(request, reply);
      if (!visitor) return reply;
      const id = randomBytes(12).toString('hex');
      await door.receive(asInbound({ attachments: [{}] }, visitor, id));
      return { id: idOf(visitor.conversation, id) };
    });

    routes.get<RouteTypes & { Querystring: { t?: string; watermark?: string } }>(
      `${prefix}/conversations/:id/stream`,
      { websocket: true },
      async (socket, { query, params }) => {
        const visitor = await tokens.read(query.t ?? '');
        if (!visitor || visitor.conversation !== params.id) return socket.close(4403, 'token');
        const look = (after: number) => door.history(addressOf(visitor), after);
        await streamNews(socket, {
          visitor,
          look,
          after: placeOf(query.watermark),
          news,
          now,
          stopping: routes.stopping,
        });
      },
    );
  }

  async function opened(visitor: Visitor) {
    return { conversationId: visitor.conversation, token: await tokens.sign(visitor), expires_in: LASTS_SECONDS };
  }

  async function started(visitor: Visitor, publicUrl: string, prefix: string, watermark: string) {
    const answer = await opened(visitor);
    const at = `${publicUrl.replace(/^http/, 'ws')}${prefix}/conversations/${visitor.conversation}/stream`;
    return { ...answer, streamUrl: `${at}?watermark=${encodeURIComponent(watermark)}&t=${answer.token}` };
  }

  /** A token opens its own conversation. 403 lets a client ask for a new one; 404 tells it that there is nothing more. */
  async function inTheirs(request: Route, reply: FastifyReply): Promise<Visitor | undefined> {
    const visitor = await who(request, tokens);
    if (visitor?.conversation === request.params.id) return visitor;
    refuse(reply, visitor ? 404 : 403);
    return undefined;
  }
}

interface RouteTypes {
  Params: { id: string };
  Querystring: { watermark?: string };
}

const LONGEST = 4000;

const addressOf = ({ user }: Visitor) => ({ channel: NAME, at: user });
const placeOf = (watermark: string | undefined): number => Math.max(0, Math.floor(Number(watermark)) || 0);

function clientsName({ channelData }: Posted): string | undefined {
  const given = channelData?.clientActivityID;
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : undefined;
}

function bearer({ headers }: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
}

const who = async (request: FastifyRequest, tokens: Tokens): Promise<Visitor | undefined> => {
  const given = bearer(request);
  return given === undefined ? undefined : tokens.read(given);
};

const CODES: Record<number, string> = { 400: 'BadArgument', 403: 'TokenExpired', 404: 'NotFound' };

const refuse = (reply: FastifyReply, status: 400 | 403 | 404): FastifyReply =>
  reply.code(status).send({ error: { code: CODES[status], message: CODES[status] } });

/** Pages of any site may use it: what they may see is what their token says, and no cookie is read. */
function allowFrom(reply: FastifyReply, origin: string | undefined): void {
  if (origin === undefined) return;
  reply.header('access-control-allow-origin', '*');
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS');
  reply.header('access-control-allow-headers', 'authorization, content-type, x-ms-bot-agent, x-requested-with');
  reply.header('access-control-max-age', '600');
}

/** Some clients say JSON and send nothing. Files are counted as one message that we cannot open, and not read. */
function takeLooseJson(routes: FastifyInstance): void {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      const read: unknown = body === '' ? null : JSON.parse(String(body));
      done(null, typeof read === 'object' ? read : null);
    } catch {
      done(Object.assign(new Error('no JSON'), { statusCode: 400, code: 'FST_ERR_CTP_INVALID_JSON_BODY' }));
    }
  });
  routes.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: 8 << 20 },
    (_request, _body, done) => done(null, null),
  );
}
