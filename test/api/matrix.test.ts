import { type Action, covers, isNowhere, reachOf, scopes, type Who } from '../../src/accounts/policy';
import { whoHas } from '../../src/accounts/sessions';
import { whoHolds } from '../../src/accounts/api-keys';
import { declared } from '../../src/api/api';
import { type Sample, samplesFor } from './samples';
import { type ApiWorld, type Caller, makeApiWorld } from './world';

/** Every route × every kind of person × their own clinic or another × their own or somebody else's. */
let w: ApiWorld;
let people: Record<string, Caller>;
let samples: Record<string, () => Promise<Sample>>;

/** Said by hand, so that an extent which grows in the table by mistake is noticed here. */
const NEVER: Record<string, RegExp> = {
  'staff elsewhere': /./,
  'support elsewhere': /./,
  'administrator elsewhere': /./,
  'another provider': /./,
  'another patient': /./,
  'a program elsewhere': /./,
  'the provider':
    /cases|delivery|offers|services|people|roles|keys|emergencies|waiting|closures|export|PATCH|POST \/patients$|erasure|permissions|family|retention|reports|webhooks|import|(POST|PUT|DELETE) .*insurance/,
  'the patient':
    /people|roles|keys|emergencies|delivery|offers|hours|leave|closures|arrived|done|missed|accept|decline|services|clinics|providers|POST \/patients$|retention|reports|webhooks|import|feeds/,
  'support here':
    /people|roles|keys|emergencies|redrive|leave|POST \/clinics|arrived|done|missed|accept|decline|PATCH|PUT|export|record|insurance|permissions|erasure|family|retention|webhooks|import|feeds/,
  'staff here':
    /people|roles|keys|emergencies|services|PATCH \/(clinics|providers)|export|record|permissions|erasure|family|retention/,
};

beforeAll(async () => {
  w = await makeApiWorld();
  await w.db.query('update patient set clinic_id = $1 where id = $2', [w.clinic, w.patients.Ann]);
  await w.db.query('update patient set clinic_id = $1 where id = $2', [w.other, w.patients.Bob]);
  people = {
    'staff here': await w.staff('staff', { clinicId: w.clinic }),
    'staff elsewhere': await w.staff('staff', { clinicId: w.other }),
    'support here': await w.staff('support', { clinicId: w.clinic }),
    'support elsewhere': await w.staff('support', { clinicId: w.other }),
    'administrator here': await w.staff('administrator', { clinicId: w.clinic }),
    'administrator elsewhere': await w.staff('administrator', { clinicId: w.other }),
    'administrator of the house': await w.staff('administrator', {}),
    'the provider': await w.staff('provider', { clinicId: w.clinic, providerId: w.okafor }),
    'another provider': await w.staff('provider', { clinicId: w.other, providerId: w.otieno }),
    'the patient': await w.patient(w.contacts.Ann, [w.patients.Ann]),
    'another patient': await w.patient(w.contacts.Bob, [w.patients.Bob]),
    'a program here': await w.program(w.clinic, scopes),
    'a program elsewhere': await w.program(w.other, scopes),
    'a program that may little': await w.program(w.clinic, ['clinics.read']),
  };
  samples = await samplesFor(w);
});
afterAll(() => w.end());

const nameOf = ({ method, url }: { method: string; url: string }): string => `${method} ${url}`;

async function whoIs(caller: Caller): Promise<Who> {
  const key = caller.token.replace(/^Bearer /, '');
  const known = caller.token === key ? await whoHas(w.db, key) : await whoHolds(w.db, key);
  return known!.who;
}

const send = (caller: Caller, name: string, { path = {}, query = '', body }: Sample) => {
  const [method = '', url = ''] = name.split(' ');
  const filled = url.replace(/:(\w+)/g, (_all, part: string) => String(path[part]));
  return caller.send(method, `${filled}${query}`, method === 'GET' || method === 'DELETE' ? undefined : (body ?? {}));
};

const REFUSED = new Set([401, 403, 404]);

test('every route that is not for strangers has a sample, and no sample is without a route', () => {
  const routes = declared.filter(({ policy }) => policy !== 'public').map(nameOf);
  expect(routes.sort()).toEqual(Object.keys(samples).sort());
});

test('what is open to strangers is this and no more', () => {
  const open = declared.filter(({ policy }) => policy === 'public').map(nameOf);
  expect(open.sort()).toEqual([
    'POST /codes',
    'POST /sign-in',
    'POST /sign-in/code',
    'POST /sign-in/enrol',
    'POST /sign-in/first',
    'POST /sign-in/forgotten',
    'POST /sign-in/reset',
  ]);
});

test('each may do what the table says, and no more', async () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const spec of declared.filter(({ policy }) => policy !== 'public')) {
    const name = nameOf(spec);
    for (const [title, caller] of Object.entries({
      ...people,
      'a stranger': w.as(''),
      'a liar': w.as('x'.repeat(43)),
    })) {
      if (name === 'POST /sign-out' && title !== 'a stranger') continue; // tried last of all, in the test of signing in
      const sample = await samples[name]!();
      const reach = /stranger|liar/.test(title) ? undefined : reachOf(await whoIs(caller), spec.policy as Action);
      const allowed = reach !== undefined && !isNowhere(reach) && (sample.list ?? covers(reach, sample.belongs ?? {}));
      const { status, text } = await send(caller, name, sample);
      tried++;
      if (name === 'DELETE /self/sign-ins/:id' || (name === 'POST /token' && title.startsWith('a program'))) {
        if (!REFUSED.has(status)) wrong.push(`${title}: ${name} gave ${status}`);
        continue;
      }
      const hidden = name === 'GET /providers/:id/hours' && status === 404; // a list of one provider's, to be hidden as a whole
      if (allowed === REFUSED.has(status) && !hidden)
        wrong.push(`${title}: ${name} gave ${status}, expected ${allowed ? 'to be let in' : 'to be refused'}`);
      if (status >= 500) wrong.push(`${title}: ${name} gave ${status}`);
      if (NEVER[title]?.test(name) && sample.belongs && !REFUSED.has(status))
        wrong.push(`${title}: ${name} must never be let in, and gave ${status}`);
      const strange = /elsewhere|another|stranger|liar|little/.test(title) && /"(Ann|Dan)"/.test(text);
      if (strange) wrong.push(`${title}: ${name} shows somebody who is not theirs`);
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(700);
}, 240_000);

test('a route that does not ask whose a thing is gives no answer', async () => {
  const { handle } = declared.find(({ url }) => url === '/specialties')!;
  const spec = declared.find(({ url }) => url === '/specialties') as { handle: typeof handle };
  spec.handle = async () => ({ items: ['everybody'] });
  const { status, text } = await people['staff here']!.get('/specialties');
  spec.handle = handle;
  expect([status, text.includes('everybody')]).toEqual([500, false]);
});
