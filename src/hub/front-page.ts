import type { FastifyInstance } from 'fastify';

export interface FrontPage {
  readonly version: string;
  /** What is on and off, where strangers may not see this page; empty in production. */
  readonly parts: readonly { title: string; state: string }[];
}

export function showFrontPage(hub: FastifyInstance, page: FrontPage): void {
  const html = draw(page);
  hub.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(html),
  );
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const draw = ({ version, parts }: FrontPage) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Miadi</title>
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 3rem auto; padding: 0 1rem }
  td { padding: .1rem 1.5rem .1rem 0 }
</style>
<h1>Miadi is running</h1>
<p>Clinic visits booked, moved, cancelled and confirmed by text. Version ${escape(version)}.</p>
<p>The hub and its database are up. <a href="/chat">Write to the clinic</a> as a patient would, in English, Spanish, French, Portuguese,
Swahili, Arabic or Hindi.</p>
${parts.length > 0 ? table(parts) : ''}
<p><a href="/ready">Is everything ready?</a></p>
</html>
`;

const table = (parts: FrontPage['parts']) =>
  `<table>${parts.map(({ title, state }) => `<tr><td>${escape(title)}<td>${escape(state)}`).join('\n')}</table>
<p><code>npm run doctor</code> says what to do to switch a part on.</p>`;

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
