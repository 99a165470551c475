import type { FastifyInstance } from 'fastify';
import { languageFor, type Words, wordsOf } from '../api/words';

const POLICY = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

/**
 * `/console/reset`: asks for the mail, and behind the link of the mail for the new password. A page of its own, because
 * whoever needs it is not signed in. The token stands behind the #, and leaves the address bar at once.
 */
export function openResetPage(hub: FastifyInstance): void {
  hub.get<{ Querystring: { lang?: string } }>('/console/reset', (request, reply) => {
    const language = languageFor(request.query.lang ?? request.headers['accept-language']);
    return reply
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(draw(language, wordsOf(language)));
  });
  hub.get('/console/reset.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT));
}

function draw(language: string, words: Words): string {
  const say = (name: string): string => (words[name] ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const field = (label: string, attributes: string): string => `<label>${say(label)} <input required ${attributes}></label>`; // prettier-ignore
  return `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${say('reset_subject')}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/console/app.css"><body><main class="narrow"><h1>${say('reset_subject')}</h1>
<form id="ask" hidden>${field('email', 'name="email" type="email" autocomplete="username"')}<button>${say('go_on')}</button></form>
<form id="set" hidden>${field('new_password', 'name="password" type="password" autocomplete="new-password" minlength="12"')}
${field('code', 'name="code" inputmode="numeric" autocomplete="one-time-code"')}<button>${say('go_on')}</button></form>
<p role="status" id="told"></p><p id="sent" hidden>${say('reset_sent')}</p></main><script src="/console/reset.js" defer></script></html>`;
}

const SCRIPT = `
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname + location.search);
const form = document.getElementById(token ? 'set' : 'ask');
form.hidden = false;
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const told = document.getElementById('told');
  told.textContent = '';
  const given = Object.fromEntries(new FormData(form));
  const [url, body] = token ? ['/api/v1/sign-in/reset', { token, ...given }] : ['/api/v1/sign-in/forgotten', given];
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) told.textContent = said.detail || said.title || answer.status;
  else if (token) location.assign('/console');
  else { form.hidden = true; document.getElementById('sent').hidden = false; }
});
`;
