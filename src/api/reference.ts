import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

interface Operation {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: object }[];
  requestBody?: { content?: Record<string, { schema?: object }> };
  responses?: Record<string, { content?: Record<string, { schema?: object }> }>;
}

/** The documentation as one page, out of the same document that programs read: nothing is loaded, so it works offline. */
export function drawReference(reply: FastifyReply, document: { info: object; paths?: object }): FastifyReply {
  const { title, version, description } = document.info as Record<'title' | 'version' | 'description', string>;
  const operations = Object.entries((document.paths ?? {}) as Record<string, Record<string, Operation>>).flatMap(
    ([url, methods]) =>
      Object.entries(methods).map(([method, operation]) => drawOperation(`${method.toUpperCase()} ${url}`, operation)),
  );
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; style-src '${HASH}'; base-uri 'none'; frame-ancestors 'none'`,
    )
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)} API</title><style>${STYLE}</style><h1>${escape(title)} API ${escape(version)}</h1>
<p>${escape(description)} <a href="/api/v1/openapi.json">openapi.json</a></p>${operations.join('\n')}</html>`);
}

function drawOperation(name: string, { summary = '', parameters = [], requestBody, responses }: Operation): string {
  const body = requestBody?.content?.['application/json']?.schema;
  const answer = responses?.['200']?.content?.['application/json']?.schema;
  const rows = parameters.map((each) => `<tr><td><code>${escape(each.name)}</code><td>${escape(each.in)}${each.required ? ', needed' : ''}<td>${escape(each.description ?? '')}<td><code>${escape(JSON.stringify(each.schema ?? {}))}</code>`); // prettier-ignore
  return `<details><summary><code>${escape(name)}</code> ${escape(summary)}</summary>
${rows.length > 0 ? `<table>${rows.join('')}</table>` : ''}${body ? `<h2>Takes</h2><pre>${escape(JSON.stringify(body, null, 1))}</pre>` : ''}
${answer ? `<h2>Gives</h2><pre>${escape(JSON.stringify(answer, null, 1))}</pre>` : ''}</details>`;
}

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}summary{cursor:pointer;padding:.4rem 0}
details{border-bottom:1px solid #ccc}h2{font-size:1rem;margin:.5rem 0 0}pre{background:#f4f4f4;padding:.5rem;overflow:auto}td{padding:0 1rem .2rem 0;vertical-align:top}`;
const HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
