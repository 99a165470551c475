import { declared } from '../../../src/api/api';
import type { ApiWorld, Caller } from '../../api/world';
import type { Proof } from '../proof';
import type { Random } from '../random';
import { canaries } from './canaries';
import { guessing, massAssignment } from './guessing';
import { injection } from './injection';
import { inWorld, type Play } from './in-world';
import { tampering } from './tampering';
import { timing } from './timing';
import { weights } from './weights';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const guess = (random: Random, length: number): string =>
  Array.from({ length }, () => random.pick([...letters])).join('');
const b64 = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Tokens that were guessed, forged, or are almost right. */
const tokens: Play = async (w, { random, quick }) => {
  const desk = await w.staff('staff', { clinicId: w.clinic });
  const { body } = await desk.send('POST', '/token');
  const [head = '', claims = '', signature = ''] = String(body.token).split('.');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  const forged = [
    ...['none', 'None', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA'].map(
      (alg) => `${b64({ alg, typ: 'miadi+jwt' })}.${claims}.${signature}`,
    ),
    `${b64({ alg: 'none', typ: 'miadi+jwt' })}.${claims}.`,
    `${b64({ alg: 'HS256', typ: 'JWT' })}.${claims}.${signature}`,
    `${b64({ alg: 'HS256', typ: 'miadi+jwt', kid: '../../dev/null' })}.${claims}.${signature}`,
    `${b64({ alg: 'HS256', typ: 'miadi+jwt', crit: ['exp'] })}.${claims}.${signature}`,
    ...[{ sub: '999' }, { aud: 'other' }, { iss: 'other' }, { exp: 9_999_999_999 }].map(
      (more) => `${head}.${b64({ ...said, ...more })}.${signature}`,
    ),
    `${head}.${claims}`,
    `${head}.${claims}.`,
  ].map((token) => `Bearer ${token}`);
  const count = quick ? 300 : 10_000;
  const guessed = Array.from({ length: count }, (_, i) =>
    i % 2 ? guess(random, 43) : `Bearer miadi_${guess(random, 43)}`,
  );
  let letIn = 0;
  let failed = 0;
  for (const token of [...forged, ...guessed]) {
    const { status } = await w.as(token).get('/self');
    if (status < 400) letIn++;
    if (status >= 500) failed++;
  }
  const right = (await w.as(`Bearer ${String(body.token)}`).get('/self')).status === 200 ? 0 : 1;
  return {
    counts: { forged: forged.length, guessed: guessed.length },
    invariants: {
      'nobody is let in by a token that is not theirs': letIn,
      'no token is our mistake': failed,
      'the right one opens': right,
    },
  };
};

/** Every route that changes something, asked in ways in which it must not be. */
const methods: Play = async (w) => {
  const admin = await w.staff('administrator', {});
  const before = await rowsOf(w);
  let tried = 0;
  let answered = 0;
  for (const { url } of declared.filter(({ method, url }) => method !== 'GET' && !/sign-out/.test(url))) {
    const path = url.replace(/:\w+/g, '1');
    const reads = declared.some((one) => one.method === 'GET' && one.url === url);
    for (const method of reads ? ['TRACE'] : ['GET', 'HEAD', 'TRACE']) {
      const { statusCode } = await w.app.hub.inject({
        method: method as 'GET',
        url: `/api/v1${path}`,
        headers: { cookie: `miadi=${admin.token}` },
      });
      tried++;
      if (statusCode < 400) answered++;
    }
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json ;a',
      'APPLICATION/XML',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { 'content-type': type, origin: 'https://evil.example', cookie: `miadi=${admin.token}` };
      const { statusCode } = await w.app.hub.inject({
        method: 'POST',
        url: `/api/v1${path}`,
        headers,
        payload: '{"version":1}',
      });
      tried++;
      if (statusCode < 400) answered++;
    }
  }
  const changed = (await rowsOf(w)) === before ? 0 : 1;
  return {
    counts: { tried },
    invariants: { 'no write by another method, form or site': answered, 'nothing was changed': changed },
  };
};

const rowsOf = async (w: ApiWorld): Promise<string> => {
  const [row] = await w.db.query<{ all: string }[]>(
    `select concat_ws(' ', (select count(*) from visit), (select count(*) from account), (select count(*) from account_role),
            (select count(*) from api_key), (select count(*) from service), (select count(*) from leave), (select count(*) from patient)) as all`,
  );
  return row?.all ?? '';
};

/** More fields than asked for, in every write that makes something; and hostile text, which comes back as it went in. */
const fields: Play = async (w, { random, quick }) => {
  const desk = await w.staff('staff', { clinicId: w.clinic });
  const extra = {
    id: 7_000_000,
    role: 'administrator',
    clinic_id: w.other,
    status: 'done',
    verified: true,
    version: 99,
    booked_by: 'system',
    __proto__x: 1,
  };
  let odd = 0;
  let altered = 0;
  const count = quick ? 60 : 500;
  for (let i = 0; i < count; i++) {
    const name = `${random.pick(HOSTILE)} ${i}`;
    const { status, body } = await desk.send('POST', '/patients', {
      clinicId: w.clinic,
      name,
      phone: `+2547120${String(10_000 + i)}`,
      ...extra,
    });
    if (status >= 500) odd++;
    if (status === 200 && (body.name !== name.trim() || body.id === 7_000_000)) altered++;
    if (status === 200) await found(desk, name);
  }
  const [strange] = await w.db.query<{ count: number }[]>(
    'select count(*)::integer as count from patient where clinic_id = $1',
    [w.other],
  );
  return {
    counts: { written: count },
    invariants: {
      'no text is our mistake': odd,
      'text comes back as it went in': altered,
      'no field beside those asked for is taken': strange?.count ?? 1,
    },
  };
};

const found = (desk: Caller, name: string): Promise<unknown> => desk.get(`/patients?q=${encodeURIComponent(name)}`);

const HOSTILE = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; drop table patient; --", '{{constructor.constructor("x")()}}', '=HYPERLINK("x")',
  '<!channel>', '${7*7}', '../../etc/passwd', '%00%0d%0aSet-Cookie: a=b', '\u202egnp.exe', 'Zoë 👩‍⚕️ 患者', '\\\\server\\share', '</script><svg onload=alert(1)>', 'sealed:00000000:AAAA',
]; // prettier-ignore

/** The proofs of the console and its API. Its screens and the matrix of rights are in test/console and test/api. */
export const consoleProofs: Proof[] = [
  { name: 'tokens', play: inWorld(tokens) },
  { name: 'methods', play: inWorld(methods) },
  { name: 'fields', play: inWorld(fields) },
  { name: 'mass-assignment', play: inWorld(massAssignment) },
  { name: 'guessing', play: inWorld(guessing) },
  { name: 'tampering', play: inWorld(tampering) },
  { name: 'injection', play: injection },
  { name: 'timing', play: inWorld(timing, { SMTP_URL: 'smtp://127.0.0.1:1' }) },
  { name: 'canaries', play: canaries },
  { name: 'weights', play: inWorld(weights) },
];
