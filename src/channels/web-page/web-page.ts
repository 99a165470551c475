import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import formbody from '@fastify/formbody';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Channel, Door, InboundMessage } from '../channel';
import { drawPage, EMBED, ICON, MANIFEST, type PageTexts, POLICY, WORKER } from './draw-page';

interface Typed {
  id: string;
  text?: string;
  tap?: string;
  after?: number;
}

const TYPED = {
  body: {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string', minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' },
      text: { type: 'string', maxLength: 1000 },
      tap: { type: 'string', maxLength: 200 },
      after: { type: 'integer', minimum: 0 },
    },
  },
} as const;

/** How long a request for news is kept open. Shorter than any proxy's patience. */
const WAIT_MS = 20_000;
/** News that another process has delivered is found by looking. */
const LOOK_MS = 2_000;

/** Our own chat page: a plain form that needs no script, and a small script that makes it pleasant and patient. */
export function webPage(textsFor: (acceptLanguage: string) => PageTexts): Channel {
  const news = new EventEmitter().setMaxListeners(0);
  return {
    name: 'web',
    repeatable: true,
    openToAll: true,
    shows: { characters: 2000, buttons: { most: 10, characters: 60 } },

    async open(door: Door) {
      const { routes } = door;
      await routes.register(formbody);
      routes.get('/chat/worker.js', (_request, reply) => reply.type('text/javascript').send(WORKER));
      routes.get('/chat/embed.js', (_request, reply) => reply.type('text/javascript').send(EMBED));
      routes.get('/chat/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(ICON));
      routes.get('/chat/app.webmanifest', (request, reply) =>
        reply.type('application/manifest+json').send(MANIFEST(textsOf(request))),
      );

      routes.get<{ Querystring: { shell?: string } }>('/chat', async (request, reply) => {
        const who = request.query.shell === undefined ? visitor(request, reply, door.publicUrl) : undefined;
        const lines = who ? await door.history(addressOf(who)) : [];
        return reply
          .header('content-security-policy', POLICY)
          .header('cache-control', 'no-store')
          .type('text/html; charset=utf-8')
          .send(drawPage(textsOf(request), lines, freshId()));
      });

      routes.post<{ Body: Typed }>(
        '/chat',
        { schema: TYPED, preHandler: fromOurselves(door.publicUrl) },
        async (request, reply) => {
          await door.converse(asMessage(request.body, visitor(request, reply, door.publicUrl)));
          return reply.redirect('/chat', 303);
        },
      );

      routes.post<{ Body: Typed }>(
        '/chat/messages',
        { schema: TYPED, preHandler: fromOurselves(door.publicUrl) },
        async (request, reply) => {
          const who = visitor(request, reply, door.publicUrl);
          await door.converse(asMessage(request.body, who));
          return door.history(addressOf(who), request.body.after ?? 0);
        },
      );

      routes.get<{ Querystring: { after?: string; wait?: string } }>('/chat/messages', async (request, reply) => {
        const who = addressOf(visitor(request, reply, door.publicUrl));
        const after = Number(request.query.after) || 0;
        for (let looks = request.query.wait ? WAIT_MS / LOOK_MS : 0; ; looks--) {
          const lines = await door.history(who, after);
          if (lines.length > 0 || looks <= 0 || request.raw.destroyed || routes.stopping.aborted) return lines;
          await somethingNew(news, who.at, routes.stopping);
        }
      });
    },

    // The page asks for its messages itself; here it is only told that there is one.
    async send({ to, reference }) {
      news.emit(to.at);
      return { receipt: reference };
    },
  };

  function textsOf(request: FastifyRequest): PageTexts {
    return textsFor(String(request.headers['accept-language'] ?? ''));
  }
}

function somethingNew(news: EventEmitter, at: string, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      news.off(at, done);
      stopping.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, LOOK_MS);
    news.once(at, done);
    stopping.addEventListener('abort', done, { once: true });
  });
}

const COOKIE = 'miadi_chat';
const A_YEAR = 365 * 24 * 60 * 60;
const freshId = (): string => randomBytes(16).toString('base64url');

/** Who is looking: a random number that only their browser has. A page in another site's frame carries its own. */
function visitor(request: FastifyRequest, reply: FastifyReply, publicUrl: string): string {
  const carried = request.headers['x-chat-token'];
  if (typeof carried === 'string' && /^[a-z0-9]{24,80}$/.test(carried)) return carried;
  const cookie = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{22})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
  if (cookie) return cookie;
  const made = freshId();
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  reply.header('set-cookie', `${COOKIE}=${made}; Path=/chat; Max-Age=${A_YEAR}; HttpOnly; SameSite=Lax${secure}`);
  return made;
}

/** What is stored is not enough to sit down in somebody's place. */
const addressOf = (token: string): { channel: string; at: string } => ({
  channel: 'web',
  at: createHash('sha256').update(token).digest('base64url'),
});

function asMessage({ id, text = '', tap }: Typed, who: string): InboundMessage {
  const from = addressOf(who);
  const tapped = /^p(\d{1,9})c(\d{1,2})(?: (.*))?$/s.exec(tap ?? '');
  // The id is the browser's own, so it is only unique together with whose it is.
  return {
    id: `${from.at}:${id}`,
    from,
    text: tapped?.[3] ?? text,
    ...(tapped && { tapped: { prompt: Number(tapped[1]), choice: Number(tapped[2]) } }),
  };
}

/** Another site cannot write in somebody's name: browsers say where a request comes from. */
const fromOurselves = (publicUrl: string) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { origin, host } = request.headers;
  const same = origin === undefined || origin === publicUrl || (URL.canParse(origin) && new URL(origin).host === host);
  return same ? undefined : reply.code(403).send();
};
