import { declared } from '../../../src/api/api';
import { makeFeed } from '../../../src/feeds/feeds';
import { samplesFor } from '../../api/samples';
import type { ApiWorld } from '../../api/world';
import type { Random } from '../random';
import type { Play } from './in-world';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const guess = (random: Random): string => Array.from({ length: 43 }, () => random.pick([...letters])).join('');

/** Numbers that were counted up and links that were guessed, by people who have some right, but not this one. */
export const guessing: Play = async (w, { random, quick }) => {
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
  for (const when of ['3 09:00', '3 10:00', '4 09:00']) await w.visit(when);
  await makeFeed(w.db, { providerId: w.okafor, names: true, by: 'x' });
  const strangers = [
    await w.staff('administrator', { clinicId: w.other }),
    await w.staff('provider', { clinicId: w.other, providerId: w.otieno }),
    await w.patient(w.contacts.Bob, []),
  ];
  const before = await fingerprint(w);
  const counted = declared.filter(({ url, policy }) => url.includes('/:') && policy !== 'public');
  let tried = 0;
  let told = 0;
  let failed = 0;
  const rounds = quick ? 3 : 40;
  for (const { method, url } of counted)
    for (let round = 0; round < rounds; round++) {
      const number = round < 3 ? round + 1 : random.pick([7, 100_001, 2 ** 31, 2 ** 53 - 1, -1, 0, 1e18]);
      const path = url.replace(/:(what|kind|figure)/g, 'x').replace(/:\w+/g, String(number));
      const stranger = random.pick(strangers);
      const { status, text } = await stranger.send(method, path, method === 'GET' || method === 'DELETE' ? undefined : { version: 1 }); // prettier-ignore
      tried++;
      if (/"(Ann|Cat|Dan)"/.test(text)) told++;
      if (status >= 500) failed++;
    }
  let opened = 0;
  const links = quick ? 300 : 10_000;
  for (let i = 0; i < links; i++) {
    const token = guess(random);
    const { statusCode } = await w.app.hub.inject({ method: 'GET', url: `/calendar/${token}.ics`, remoteAddress: `10.9.${i >> 8}.${i & 255}` }); // prettier-ignore
    const first = await w.as('').send('POST', '/sign-in/first', { token });
    if (statusCode === 200 || first.status === 200) opened++;
  }
  return {
    counts: { numbers: tried, links: links * 2 },
    invariants: {
      'nobody is told of whom they may not know': told,
      'no guessed link opens': opened,
      'no guess is our mistake': failed,
      'no guess changed anything': (await fingerprint(w)) === before ? 0 : 1,
    },
  };
};

async function fingerprint(w: ApiWorld): Promise<string> {
  const [row] = await w.db.query<{ all: string }[]>(
    `select concat_ws(' ', (select md5(string_agg(v::text, '' order by id)) from visit v), (select md5(string_agg(p::text, '' order by id)) from patient p),
            (select count(*) from record_entry), (select count(*) from webhook where clinic_id = $1), (select count(*) from calendar_feed)) as all`,
    [w.clinic],
  );
  return row?.all ?? '';
}

const CANARY = 7_654_321;
const WORD = 'masscanary';
/** What a row of ours might have, and no request says. */
const EXTRA = {
  ...{ id: CANARY, patient_id: CANARY, clinic_id: CANARY, provider_id: CANARY, account_id: CANARY, price: CANARY },
  ...{
    status: WORD,
    booked_by: WORD,
    made_by: WORD,
    written_by: WORD,
    given_by: WORD,
    password_hash: WORD,
    actor: WORD,
  },
  ...{ verified: true, erased_at: '2020-01-01', verified_at: '2020-01-01', overbooked_by: WORD, isAdministrator: true },
};

/** Every write, with fields that nobody asked for: none of them arrives anywhere. */
export const massAssignment: Play = async (w) => {
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
  const samples = await samplesFor(w);
  const house = await w.staff('administrator', {});
  const own = await w.patient(w.contacts.Ann, [w.patients.Ann]);
  const provider = await w.staff('provider', { clinicId: w.clinic, providerId: w.okafor });
  let done = 0;
  let failed = 0;
  const writes = declared.filter(({ method, policy, url }) => method !== 'GET' && policy !== 'public' && !/sign-out|erasure/.test(url)); // prettier-ignore
  for (const { method, url } of writes)
    for (const who of [house, own, provider]) {
      const { path = {}, body = {} } = (await samples[`${method} ${url}`]?.()) ?? {};
      const filled = url.replace(/:(\w+)/g, (_all, part: string) => String(path[part]));
      const { status } = await who.send(method, filled, method === 'DELETE' ? undefined : { ...EXTRA, ...body });
      if (status < 300) done++;
      if (status >= 500) failed++;
    }
  const taken = await whereStands(w);
  return {
    counts: { writes: writes.length, done },
    invariants: {
      'no field beside those asked for is taken': taken.length,
      'no write is our mistake': failed,
      'enough of them were done to tell': done > writes.length / 2 ? 0 : 1,
    },
  };
};

async function whereStands(w: ApiWorld): Promise<string[]> {
  const tables = await w.db.query<{ name: string }[]>(
    `select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'idempotency'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const all = JSON.stringify(await w.db.query(`select * from ${name}`));
    if (all.includes(String(CANARY)) || all.includes(WORD)) found.push(name);
  }
  return found;
}
