import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { HistoryLine } from '../channel';

/** What stands on the page beside the conversation, in the language of whoever looks. */
export interface PageTexts {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  label: string;
  send: string;
  waiting: string;
}

const file = (name: string): string => readFileSync(path.join(__dirname, name), 'utf8');

const STYLE = squeezed(file('page.css'));
const SCRIPT = squeezed(file('page.js'));
export const WORKER = file('worker.js');
export const EMBED = file('embed.js');

// Comments and indentation cost a slow line more than they give a browser.
function squeezed(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('//'))
    .join('\n');
}

const hash = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

/** Only what is drawn here may run. Clinics may put the page into a frame; nobody can make it do more than talk. */
export const POLICY = [
  `default-src 'none'`,
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  `connect-src 'self'`,
  `manifest-src 'self'`,
  `img-src 'self' data:`,
  `worker-src 'self'`,
  `form-action 'self'`,
  `base-uri 'none'`,
].join('; ');

/** The whole page in one answer: the first message can be sent as soon as it is there, with or without a script. */
export function drawPage(texts: PageTexts, lines: HistoryLine[], formId: string): string {
  const open = lines.at(-1);
  const choices =
    open && !open.mine ? open.choices.map((label, i) => button(label, `p${open.prompt}c${i + 1}`)).join('') : '';
  return `<!doctype html><html lang="${texts.language}" dir="${texts.direction}"><meta charset="utf-8"><title>${escape(texts.title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="manifest" href="/chat/app.webmanifest"><link rel="icon" href="data:,">
<style>${STYLE}</style><body data-waiting="${escape(texts.waiting)}"><h1>${escape(texts.title)}</h1>
<ol role="log" aria-live="polite" data-last="${open?.seq ?? 0}">${lines.map(item).join('')}</ol>
<form method="post" action="/chat"><p>${choices}</p><input type="hidden" name="id" value="${formId}">
<input name="text" aria-label="${escape(texts.label)}" placeholder="${escape(texts.label)}" autocomplete="off" maxlength="1000" dir="auto"><button>${escape(texts.send)}</button></form>
<script>${SCRIPT}</script>`;
}

const item = ({ mine, text }: HistoryLine): string => `<li dir="auto"${mine ? ' class="me"' : ''}>${escape(text)}</li>`;
// The label goes with the tap, so that it can be shown as what the patient said.
const button = (label: string, tap: string): string =>
  `<button name="tap" value="${escape(`${tap} ${label}`)}">${escape(label)}</button>`;
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const MANIFEST = ({ title, language, direction }: PageTexts): object => ({
  name: title,
  lang: language,
  dir: direction,
  start_url: '/chat',
  scope: '/chat',
  display: 'standalone',
  icons: [{ src: '/chat/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
});

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#0a6"/><path d="M16 20h32v20H30l-8 8v-8h-6z" fill="#fff"/></svg>`;
