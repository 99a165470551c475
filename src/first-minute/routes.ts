import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { CaseId } from '../database/ids';
import { jump } from './clock-panel';
import { type DeskDeed, deskDeeds } from './desk-panel';
import { PEOPLE, type Wire, wires } from './phone';
import { NoSuchPhone, type Phones } from './phones';
import type { Spoken } from './speak';
import { SUGGESTIONS } from './suggestions';
import { type Look, worldAsSeen } from './world';

export interface House {
  dataSource: DataSource;
  phones: Phones;
  changes: { next(signal: AbortSignal): Promise<void> };
}

const file = (name: string): string => readFileSync(path.join(__dirname, 'page', name), 'utf8');
const FILES: Record<string, string> = { 'page.css': 'text/css', 'phone.css': 'text/css', 'page.js': 'text/javascript', 'panels.js': 'text/javascript', 'phone.js': 'text/javascript' }; // prettier-ignore

/** Everything of the page comes from ourselves, nothing stands in the markup, and nobody may put it into a frame. */
const POLICY = [
  `default-src 'none'`,
  `style-src 'self'`,
  `script-src 'self'`,
  `connect-src 'self'`,
  `img-src 'self' data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const short = { type: 'string', maxLength: 40 } as const;
const LANGUAGES = Object.keys(SUGGESTIONS);

/** The page, its stream of news, and what can be done on it. */
export function showFirstMinute(hub: FastifyInstance, house: House): void {
  const { phones, dataSource } = house;
  const html = file('page.html');
  hub.get('/', (_request, reply) => asFile(reply, 'text/html').header('content-security-policy', POLICY).send(html));
  for (const [name, type] of Object.entries(FILES)) {
    const text = file(name);
    hub.get(`/demo/${name}`, (_request, reply) => asFile(reply, type).send(text));
  }
  hub.get('/demo/choices', () => ({
    people: Object.keys(PEOPLE),
    languages: LANGUAGES.map((code) => ({ code, name: SUGGESTIONS[code]?.name })),
  }));
  const look = { querystring: { type: 'object', properties: { clinic: { type: 'integer' }, day: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' } } } }; // prettier-ignore
  hub.get<{ Querystring: Look }>('/demo/news', { schema: look }, (request, reply) =>
    stream(hub, house, request, reply),
  );

  hub.register(async (deeds) => {
    // Another site's page can make a browser post, but not JSON, and not without saying where it comes from.
    deeds.removeContentTypeParser('text/plain');
    deeds.addHook('preHandler', async ({ headers }, reply) =>
      headers.origin === undefined || hostOf(headers.origin) === headers.host ? undefined : reply.code(403).send(),
    );
    deeds.setErrorHandler((error, _request, reply) => {
      if (error instanceof NoSuchPhone) return reply.code(404).send({});
      throw error;
    });

    const newPhone = { body: { type: 'object', required: ['owner', 'language'], properties: { owner: short, language: { enum: LANGUAGES } } } } as const; // prettier-ignore
    deeds.post<{ Body: { owner: string; language: string } }>(
      '/demo/phones',
      { schema: newPhone },
      async ({ body }) => {
        const { id } = await phones.open(body.owner, body.language);
        return { id };
      },
    );
    const language = { body: { type: 'object', required: ['language'], properties: { language: { enum: LANGUAGES } } } } as const; // prettier-ignore
    deeds.post<{ Params: { id: string }; Body: { language: string } }>(
      '/demo/phones/:id/language',
      { schema: language },
      async ({ params, body }) => {
        await phones.setLanguage(params.id, body.language);
        return {};
      },
    );
    deeds.delete<{ Params: { id: string } }>('/demo/phones/:id', ({ params }) => {
      phones.close(params.id);
      return {};
    });
    deeds.post<{ Params: { id: string; wire: Wire }; Body: Spoken }>(
      '/demo/phones/:id/:wire',
      { schema: SPOKEN },
      async ({ params, body }) => {
        await phones.speak(params.id, params.wire, body);
        return {};
      },
    );
    deeds.delete<{ Params: { id: string } }>('/demo/phones/:id/call', ({ params }) => {
      phones.hangUp(params.id);
      return {};
    });
    deeds.post('/demo/clock', async () => {
      await jump(dataSource, phones.contacts());
      return {};
    });
    const deed = { params: { type: 'object', properties: { id: { type: 'integer' }, deed: { enum: Object.keys(deskDeeds) } } }, body: { type: 'object', properties: { text: { type: 'string', maxLength: 1000 } } } } as const; // prettier-ignore
    deeds.post<{ Params: { id: CaseId; deed: DeskDeed }; Body: { text?: string } }>(
      '/demo/cases/:id/:deed',
      { schema: deed },
      async ({ params, body }) => {
        await deskDeeds[params.deed](dataSource, params.id, body.text ?? '');
        return {};
      },
    );
  });
}

const SPOKEN = {
  params: { type: 'object', properties: { id: short, wire: { enum: [...wires] } } },
  body: {
    type: 'object',
    required: ['text'],
    properties: {
      text: { type: 'string', maxLength: 1000 },
      tap: {
        type: 'object',
        required: ['label', 'carries'],
        properties: { label: { type: 'string', maxLength: 200 }, carries: short, list: { type: 'boolean' } },
      },
    },
  },
} as const;

const asFile = (reply: FastifyReply, type = 'text/plain'): FastifyReply =>
  reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-cache');

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : '');

const PULSE_MS = 15_000;

/** Sends the whole page's data whenever it has changed: there is little of it, and nothing to get out of step. */
async function stream(
  hub: FastifyInstance,
  { dataSource, phones, changes }: House,
  request: FastifyRequest<{ Querystring: Look }>,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, hub.stopping]);
  const pulse = setInterval(() => raw.write(': still here\n\n'), PULSE_MS).unref();
  for (let last = ''; !signal.aborted; await changes.next(signal)) {
    const world = await worldAsSeen(dataSource, phones, request.query).catch((error: unknown) => {
      request.log.warn({ err: error }, 'the page could not be drawn, and is tried again');
    });
    const now = JSON.stringify(world);
    if (world && now !== last) raw.write(`data: ${now}\n\n`);
    if (world) last = now;
  }
  clearInterval(pulse);
  raw.end();
}
