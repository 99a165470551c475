import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from '../hub/errors';
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
  `manifest-src 'self'`,
  `worker-src 'self'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const RIGHT_TO_LEFT = new Set(['ar']);

/** The console is a page over the API, and has no other way in than everybody else. */
export function openConsole(hub: FastifyInstance): void {
  // Put together when first asked for: those who only send messages never pay for it.
  let scripts: Promise<Bundle> | undefined;
  let worker: Promise<Bundle> | undefined;
  const ofPage = (): Promise<Bundle> => (scripts ??= bundle('browser/main.tsx', 'app'));
  const ofWorker = async (): Promise<Bundle> => bundle('worker/worker.ts', 'worker', (await ofPage()).first);
  const style = part(STYLE_FILES.map((file) => fs.readFileSync(file, 'utf8')).join('\n'));
  const calendar = part(fs.readFileSync(CALENDAR, 'utf8').replace(/\/\/# sourceMappingURL=.*$/, ''));

  // One page for each language, which is all that it depends on.
  const pages = new Map<string, Part>();
  const pageIn = async (language: string): Promise<Part> => {
    const made = pages.get(language) ?? part(draw(language, (await ofPage()).first));
    pages.set(language, made);
    return made;
  };
  for (const url of ['/console', '/console/first'])
    hub.get<{ Querystring: { lang?: string } }>(url, async (request, reply) => {
      const language = languageFor(request.query.lang ?? request.headers['accept-language']);
      reply.header('content-security-policy', POLICY);
      return send(reply, 'text/html', await pageIn(language));
    });
  // The first screens in one script, and each of the others when it is opened.
  hub.get<{ Params: { part: string } }>('/console/:part(^app|part-[A-Z0-9]{8}$).js', async ({ params }, reply) => {
    return send(reply, 'text/javascript', (await ofPage()).parts.get(params.part));
  });
  hub.get('/console/worker.js', async (_request, reply) => {
    // It stands one step below the page that it serves.
    reply.header('service-worker-allowed', '/console').header('content-security-policy', POLICY);
    return send(reply, 'text/javascript', (await (worker ??= ofWorker())).parts.get('worker'));
  });
  hub.get('/console/app.webmanifest', (_request, reply) => send(reply, 'application/manifest+json', MANIFEST));
  hub.get('/console/icon.svg', (_request, reply) => send(reply, 'image/svg+xml', ICON));
  hub.get('/console/calendar.js', (_request, reply) => send(reply, 'text/javascript', calendar));
  hub.get('/console/app.css', (_request, reply) => send(reply, 'text/css', style));
}

interface Part {
  text: string;
  small: Buffer;
  tag: string;
}

const part = (text: string): Part => ({
  text,
  small: gzipSync(text),
  tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
});

/** What a browser must know to put the console beside other programs. */
const MANIFEST = part(
  JSON.stringify({
    ...{ id: '/console', name: 'Miadi', short_name: 'Miadi', start_url: '/console', scope: '/console' },
    ...{ display: 'standalone', background_color: '#ffffff', theme_color: '#0b57a4' },
    icons: [{ src: '/console/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  }),
);
const ICON = part(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#0b57a4"/><path d="M14 46V20l18 16 18-16v26" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
);

interface Bundle {
  parts: Map<string, Part>;
  /** Addresses of what the page cannot begin without. */
  first: string[];
}

async function bundle(file: string, name: string, first: string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: { [name]: path.join(__dirname, file) },
    ...{ bundle: true, minify: true, write: false, metafile: true, format: 'esm', splitting: true, target: 'es2022' },
    ...{ outdir: '/console', absWorkingDir: '/', chunkNames: 'part-[hash]', logLevel: 'silent' },
    ...{ jsx: 'automatic', jsxImportSource: 'preact', define: { FIRST_PARTS: JSON.stringify(first) } },
  });
  const imports = metafile.outputs[`console/${name}.js`]?.imports ?? [];
  return {
    parts: new Map(outputFiles.map((made) => [path.basename(made.path, '.js'), part(made.text)])),
    first: imports.filter(({ kind }) => kind === 'import-statement').map((one) => `/${one.path}`),
  };
}

/** Asked for anew after an update, and otherwise answered with "you have it". */
function send(reply: FastifyReply, type: string, found: Part | undefined): FastifyReply {
  if (!found) throw new Problem('not_found');
  const { text, small, tag } = found;
  reply.header('etag', tag).header('cache-control', 'no-cache').type(`${type}; charset=utf-8`);
  if (reply.request.headers['if-none-match'] === tag) return reply.code(304).send();
  reply.header('vary', 'accept-encoding');
  // Squeezed once and not for each who asks.
  const squeezed = /\bgzip\b/.test(String(reply.request.headers['accept-encoding']));
  return squeezed ? reply.header('content-encoding', 'gzip').send(small) : reply.send(text);
}

function draw(language: string, first: string[]): string {
  const soon = first.map((one) => `<link rel="modulepreload" href="${one}">`).join('');
  const words = JSON.stringify(wordsOf(language)).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="${language}" dir="${RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Miadi</title><link rel="icon" href="/console/icon.svg"><link rel="manifest" href="/console/app.webmanifest"><meta name="theme-color" content="#0b57a4">
<link rel="stylesheet" href="/console/app.css">${soon}<body><div id="console"></div>
<script type="application/json" id="words">${words}</script><script src="/console/app.js" type="module"></script></html>`;
}
