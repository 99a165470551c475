import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { languageFor, wordsOf } from '../api/words';

const STYLE_FILES = [
  require.resolve('@event-calendar/build/dist/event-calendar.min.css'),
  path.join(__dirname, 'browser/style.css'),
];
const CALENDAR = require.resolve('@event-calendar/build');

/** Nothing from elsewhere, nothing written into the page, and nobody may put it into a frame. */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `connect-src 'self'`,
  `img-src 'self' data:`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const RIGHT_TO_LEFT = new Set(['ar']);

/** The console is a page over the API, and has no other way in than everybody else. */
export function openConsole(hub: FastifyInstance): void {
  // Put together when first asked for: those who only send messages never pay for it.
  let script: Promise<Part> | undefined;
  const style = part(STYLE_FILES.map((file) => fs.readFileSync(file, 'utf8')).join('\n'));
  const calendar = part(fs.readFileSync(CALENDAR, 'utf8').replace(/\/\/# sourceMappingURL=.*$/, ''));

  for (const url of ['/console', '/console/first'])
    hub.get<{ Querystring: { lang?: string } }>(url, (request, reply) => {
      const language = languageFor(request.query.lang ?? request.headers['accept-language']);
      return reply
        .header('content-security-policy', POLICY)
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(draw(language));
    });
  hub.get('/console/app.js', async (_request, reply) => send(reply, 'text/javascript', await (script ??= bundle())));
  hub.get('/console/calendar.js', (_request, reply) => send(reply, 'text/javascript', calendar));
  hub.get('/console/app.css', (_request, reply) => send(reply, 'text/css', style));
}

interface Part {
  text: string;
  tag: string;
}

const part = (text: string): Part => ({
  text,
  tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
});

async function bundle(): Promise<Part> {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, 'browser/main.tsx')],
    ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', logLevel: 'silent' },
    ...{ jsx: 'automatic', jsxImportSource: 'preact' },
  });
  return part(outputFiles?.[0]?.text ?? '');
}

/** Asked for anew after an update, and otherwise answered with "you have it". */
function send(reply: FastifyReply, type: string, { text, tag }: Part): FastifyReply {
  reply.header('etag', tag).header('cache-control', 'no-cache').type(`${type}; charset=utf-8`);
  return reply.request.headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(text);
}

function draw(language: string): string {
  const words = JSON.stringify(wordsOf(language)).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="${language}" dir="${RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Miadi</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/console/app.css"><body><div id="console"></div>
<script type="application/json" id="words">${words}</script><script src="/console/app.js" defer></script></html>`;
}
