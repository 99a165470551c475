import type { Call } from '../../channels/conformance';
import type { Random } from '../random';

export interface Mutated {
  call: Call;
  /** What shows that it is genuine was changed, or what it was made over. */
  forged: boolean;
  how: string;
}

/** Whether the credential covers the body, or only says who calls. */
export interface Credential {
  header?: string;
  /** In the address. */
  secret?: string;
  overBody: boolean;
}

const NASTY = [
  '\u0000',
  '\ud800',
  '%',
  '%00',
  '{',
  '[',
  '"',
  '\\',
  '😀',
  '\r\n',
  '&=',
  '<x>',
  '__proto__',
  '1e999',
  'null',
  '-1',
];
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  '',
  'application/json; charset=utf-7',
];
const TRICKS: Record<string, string> = {
  'x-forwarded-for': '127.0.0.1',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-original-url': '/health',
  'x-http-method-override': 'DELETE',
  'transfer-encoding': 'identity',
  host: 'evil.example',
  expect: '100-continue',
  'content-encoding': 'gzip',
};

/** One thing about a genuine call is changed at random. */
export function mutate(good: Call, credential: Credential, random: Random): Mutated {
  const kinds = [body, body, body, headers, header, type, query, ...(credential.secret ? [secret] : [])];
  return random.pick(kinds)(good, credential, random);
}

function body(good: Call, { overBody }: Credential, random: Random): Mutated {
  const payload = random.pick([flipped, cut, doubled, filled, deep])(good.payload, random);
  return {
    call: { ...good, payload },
    forged: overBody && said(payload, good) !== said(good.payload, good),
    how: 'body',
  };
}

/** A form is signed by its fields: an "&=" more says nothing more. */
function said(payload: string, { headers }: Call): string {
  if (!headers['content-type']?.includes('urlencoded')) return payload;
  return JSON.stringify([...new URLSearchParams(payload)].filter(([name, value]) => name || value));
}

function flipped(payload: string, random: Random): string {
  const at = random.below(payload.length);
  return payload.slice(0, at) + random.pick(NASTY) + payload.slice(at + 1);
}
const cut = (payload: string, random: Random): string => payload.slice(0, random.below(payload.length));
const doubled = (payload: string): string => payload + payload;
const filled = (payload: string, random: Random): string => payload + random.pick(NASTY).repeat(random.below(2_000));
const deep = (_payload: string, random: Random): string => '[{"a":'.repeat(random.below(5_000)) + '1';

/** The credential itself: gone, changed, doubled, or of another. */
function header(good: Call, { header: name }: Credential, random: Random): Mutated {
  if (!name || good.headers[name] === undefined) return headers(good, {} as Credential, random);
  const given = good.headers[name];
  const { [name]: _, ...others } = good.headers;
  const value = random.pick([
    '',
    flipped(given, random),
    `${given},${given}`,
    given.slice(1),
    'x'.repeat(9_000),
    undefined,
  ]);
  const changed = value !== given;
  return {
    call: { ...good, headers: { ...others, ...(value !== undefined && { [name]: value }) } },
    forged: changed,
    how: 'credential',
  };
}

function secret(good: Call, { secret: given = '' }: Credential, random: Random): Mutated {
  const other = random.pick(['', given.slice(1), given + given, '..%2f', `${given}%00`, given.toUpperCase()]);
  return { call: { ...good, url: good.url.replace(given, other) }, forged: true, how: 'secret' };
}

function headers(good: Call, _credential: Credential, random: Random): Mutated {
  const [name, value] = random.pick(Object.entries(TRICKS));
  return { call: { ...good, headers: { ...good.headers, [name]: value } }, forged: false, how: 'headers' };
}

const type = (good: Call, _credential: Credential, random: Random): Mutated => ({
  call: { ...good, headers: { ...good.headers, 'content-type': random.pick(TYPES) } },
  forged: false,
  how: 'type',
});

const query = (good: Call, _credential: Credential, random: Random): Mutated => ({
  call: {
    ...good,
    url: `${good.url}${good.url.includes('?') ? '&' : '?'}${encodeURIComponent(random.pick(NASTY.filter((each) => each !== '\ud800')))}=1`,
  },
  forged: false,
  how: 'query',
});
