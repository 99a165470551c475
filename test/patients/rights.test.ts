import { Client } from 'pg';
import { erase } from '../../src/patients/erase';
import { keepFor, sweep } from '../../src/patients/retention';
import { putMail } from '../../src/outbox/put-mail';
import { sendInvitations } from '../../src/invitations/send-invitations';
import { nameWords, sealed, sealedAddress, sealedDocument } from '../../src/sealing/sealed';
import type { ContactId, PatientId } from '../../src/database/ids';
import { type ApiWorld, type Caller, makeApiWorld } from '../api/world';

let w: ApiWorld;
let administrator: Caller;
beforeAll(async () => {
  w = await makeApiWorld();
  await w.db.query('update patient set clinic_id = $1', [w.clinic]);
  administrator = await w.staff('administrator', { clinicId: w.clinic });
});
afterAll(() => w.end());

describe('a family', () => {
  test('a mother adds her child, sees it, books for it, and nobody else sees it', async () => {
    const ann = await w.patient(w.contacts.Ann, [w.patients.Ann]);
    const { status, body } = await ann.send('POST', '/family', { name: 'Joy Ann', birthDate: '2020-02-02', relation: 'child' }); // prettier-ignore
    expect([status, body.name]).toEqual([200, 'Joy Ann']);
    const slot = { providerId: w.okafor, serviceId: w.skin, starts: w.slot('3 09:00').starts.toISOString(), patientId: body.id }; // prettier-ignore
    expect((await ann.send('POST', '/visits', slot)).status).toBe(200);
    expect((await ann.get('/patients')).body.items.map(({ name }) => name)).toEqual(['Ann', 'Joy Ann']);
    const bob = await w.patient(w.contacts.Bob, [w.patients.Bob]);
    expect((await bob.get(`/patients/${String(body.id)}`)).status).toBe(404);
  });

  test('a phone that may speak no more is shut out with the next click', async () => {
    const dan = await w.patient(w.contacts.Dan, [w.patients.Dan]);
    const carer = await w.patient(w.contacts.Cat, [w.patients.Dan]);
    expect((await carer.get(`/patients/${w.patients.Dan}`)).status).toBe(200);
    expect((await dan.send('DELETE', `/patients/${w.patients.Dan}/contacts/${w.contacts.Cat}`)).status).toBe(200);
    expect((await carer.get(`/patients/${w.patients.Dan}`)).status).toBe(403);
  });

  test('messages are stopped and let come again, each with a line that stays; a stranger’s phone is not theirs to stop', async () => {
    const ann = await w.patient(w.contacts.Ann, [w.patients.Ann]);
    const say = (contactId: number, given: boolean) => ann.send('POST', `/patients/${w.patients.Ann}/consents`, { contactId, given }); // prettier-ignore
    expect((await say(w.contacts.Ann, false)).body.contacts).toMatchObject([{ stopped: true }]);
    expect((await say(w.contacts.Ann, true)).body.contacts).toMatchObject([{ stopped: false }]);
    expect((await say(w.contacts.Bob, false)).status).toBe(404);
    const { body } = await ann.get(`/patients/${w.patients.Ann}/consents`);
    expect(body.items.map(({ given, wording }) => [given, wording])).toEqual([
      [true, 'page'],
      [false, 'page'],
    ]);
  });
});

describe('what is written down of somebody', () => {
  let own: Caller;
  let okafor: Caller;
  let otieno: Caller;
  let desk: Caller;
  const url = (rest = ''): string => `/patients/${w.patients.Bob}/record${rest}`;
  const kinds = async (who: Caller): Promise<unknown[]> => (await who.get(url())).body.items?.map(({ kind }) => kind);

  beforeAll(async () => {
    own = await w.patient(w.contacts.Bob, [w.patients.Bob]);
    okafor = await w.staff('provider', { clinicId: w.clinic, providerId: w.okafor });
    otieno = await w.staff('provider', { clinicId: w.other, providerId: w.otieno });
    desk = await w.staff('staff', { clinicId: w.clinic });
    await w.visit('4 09:00', w.patients.Bob);
    const other = { providerId: w.otieno, serviceId: w.otherService, clinicId: w.other };
    await w.db.query(
      `insert into visit (clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by)
       select $1, 'ZZZZ', $2, $3, $4, 'booked', '2026-06-09', $5, $5::timestamptz + interval '30 min', tstzrange($5, $5::timestamptz + interval '30 min'), 99, 'system'`,
      [other.clinicId, other.providerId, other.serviceId, w.patients.Bob, w.slot('9 09:00').starts],
    );
  });

  test('stays with who wrote it until the patient lets others read that kind, and no further', async () => {
    await okafor.send('POST', url(), { kind: 'note', title: 'Rash', words: 'On both hands, since a week.' });
    await okafor.send('POST', url(), { kind: 'prescription', title: 'Cream', words: 'Twice a day.' });
    expect(await kinds(okafor)).toEqual(['prescription', 'note']);
    expect(await kinds(own)).toEqual(['prescription', 'note']);
    expect(await kinds(otieno)).toEqual([]);
    expect((await desk.get(url())).status).toBe(403);
    const permit = (body: object) => own.send('POST', `/patients/${w.patients.Bob}/permissions`, body);
    await permit({ kinds: ['prescription'], clinicId: w.other });
    expect(await kinds(otieno)).toEqual(['prescription']);
    const { body } = await permit({ kinds: ['note'], providerId: w.otieno, until: '2026-06-01T04:00:00Z' });
    expect(body.items).toHaveLength(1); // what ended in the past permits nothing
    expect(await kinds(otieno)).toEqual(['prescription']);
    await own.send('DELETE', `/patients/${w.patients.Bob}/permissions/${String(body.items[0]!.id)}`);
    expect(await kinds(otieno)).toEqual([]);
    expect((await okafor.send('POST', `/patients/${w.patients.Bob}/permissions`, { kinds: ['note'], clinicId: w.clinic })).status).toBe(403); // prettier-ignore
  });

  test('is written anew by who wrote it, over what stands below; by nobody else, and of two at once by one', async () => {
    const { body } = await okafor.send('POST', url(), { kind: 'plan', title: 'Plan', words: 'Come again in June.' });
    const id = String(body.items[0]!.id);
    const anew = { title: 'Plan', words: 'Come again in July.' };
    expect((await own.send('PUT', url(`/${id}`), anew)).status).toBe(403);
    const both = await Promise.all([okafor.send('PUT', url(`/${id}`), anew), okafor.send('PUT', url(`/${id}`), anew)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { body: now } = await own.get(url('?kind=plan'));
    expect(now.items.map(({ words, ended }) => [words, ended])).toEqual([
      ['Come again in July.', false],
      ['Come again in June.', true],
    ]);
  });

  test('patients write down their own history, and no prescription', async () => {
    const write = (kind: string) =>
      own.send('POST', url(), { kind, title: 'Penicillin', words: 'Allergic since 1999' });
    expect((await write('history')).status).toBe(200);
    expect((await write('prescription')).status).toBe(403);
  });

  test('insurances are for the patient and the desk that wrote them down', async () => {
    const insurance = `/patients/${w.patients.Bob}/insurance`;
    await desk.send('POST', insurance, { title: 'NHIF', words: 'No. 123456' });
    const elsewhere = await w.staff('staff', { clinicId: w.other });
    expect((await own.get(insurance)).body.items).toMatchObject([{ title: 'NHIF' }]);
    expect((await desk.get(insurance)).body.items).toMatchObject([{ title: 'NHIF' }]);
    expect((await elsewhere.get(insurance)).body.items).toEqual([]);
    expect((await okafor.get(insurance)).body.items).toEqual([]);
  });

  test('is sealed, and whoever reads it stands in the log', async () => {
    const [row] = await w.db.query<{ raw: string }[]>(`select string_agg(to_jsonb(e)::text, ' ') as raw from record_entry e`); // prettier-ignore
    expect(row!.raw).not.toMatch(/Rash|hands|Cream|Allergic|NHIF/);
    const [noted] = await w.db.query<{ n: number }[]>(
      `select count(*)::int as n from audit where subject = 'patient:' || $1::bigint and action = 'read' and details->>'route' = 'GET /patients/:id/record' and actor like 'staff:%'`,
      [w.patients.Bob],
    );
    expect(noted!.n).toBeGreaterThan(3);
  });
});

describe('erasure', () => {
  const NAME = 'Zephyrine Quillfeather';
  const PHONE = '+254799123987';
  const SHARED = '+254799123988';
  const CANARIES = ['zephyrine', 'quillfeather', PHONE.slice(1), 'z.quill@example.org', '1971-04-05', 'quicksilver', 'marigold']; // prettier-ignore
  let patientId: PatientId;
  let alone: ContactId;
  let shared: ContactId;

  /** Every row of every table, as the application reads it: what is sealed is opened, so that nothing can hide under a seal. */
  async function everything(): Promise<string> {
    const tables = await w.db.query<{ name: string }[]>(
      `select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    const parts: string[] = [];
    for (const { name } of tables) parts.push(`${name} ${JSON.stringify(await w.db.query(`select * from ${name}`))}`);
    return parts.join('\n').toLowerCase();
  }
  const found = async (): Promise<string[]> => {
    const all = await everything();
    return CANARIES.filter((canary) => all.includes(canary));
  };

  beforeAll(async () => {
    patientId = await w.add.patient(NAME);
    await w.db.query(
      `update patient set clinic_id = $2, email = $3, birth_date = '1971-04-05', sex = 'female', name_words = $4 where id = $1`,
      [patientId, w.clinic, sealed('z.quill@example.org'), nameWords(NAME)],
    );
    alone = await w.add.contact(PHONE);
    shared = await w.add.contact(SHARED);
    const own = await w.patient(alone, [patientId]);
    await w.patient(shared, [patientId, w.patients.Ann]);
    const said = async (contactId: number, text: string): Promise<void> => {
      await w.db.query(`insert into inbox (source, source_id, contact_id, body, handled_at) values ('sms', $1, $2, $3, clock_now())`, [
        ...[`m${text.length}-${contactId}`, contactId, sealedDocument({ text })],
      ]); // prettier-ignore
      await w.db.query(`insert into outbox (contact_id, kind, body) values ($1, 'reminder', $2)`, [
        ...[contactId, sealedDocument({ text: `About: ${text}`, choices: [], language: 'en' })],
      ]);
    };
    await said(alone, 'my quicksilver poisoning');
    await said(shared, 'Zéphyrine has a rash');
    await said(shared, 'and my son has a cold');
    await w.db.query('insert into conversation (contact_id, envelope) values ($1, $3), ($2, $3)', [
      ...[
        alone,
        shared,
        sealedDocument({ under: [], back: [], prompts: 1, people: [{ id: patientId, name: 'Zephyrine' }] }),
      ],
    ]);
    await w.db.query(`insert into channel_memory (channel, key, value) values ('ussd', $1, $2)`, [
      ...[`last ${PHONE}`, sealedDocument({ text: 'Hello Zephyrine' })],
    ]);
    await putMail(w.db, { to: 'Z.Quill@example.org', subject: 'Your visit', text: 'Dear Zephyrine' });
    const visit = await w.visit('10 09:00', patientId);
    expect(await sendInvitations(w.dataSource.manager, 'clinic@clinic.example')).toBe(1);
    await w.db.query(`insert into feedback (contact_id, visit_id, rating, words) values ($1, $2, 5, $3)`, [
      ...[alone, visit.id, sealed('marigold tea was offered')],
    ]);
    const history = { kind: 'history', title: 'Marigold', words: 'quicksilver' };
    expect((await own.send('POST', `/patients/${patientId}/record`, history, { 'idempotency-key': 'erased-0001' })).status).toBe(200); // prettier-ignore
  });

  test('asked by the patient: the words end, the desk gets a case, nothing is lost yet', async () => {
    const own = await w.patient(alone, [patientId]);
    const { body: all } = await own.get(`/patients/${patientId}/export`);
    expect(JSON.stringify(all)).toMatch(/quicksilver poisoning[^]*|Marigold/);
    expect(all).toMatchObject({ record: [{ title: 'Marigold' }], feedback: [{ words: 'marigold tea was offered' }] });
    expect((await own.send('POST', `/patients/${patientId}/erasure`, {})).body).toEqual({ done: false });
    const cases = await w.db.query<object[]>(`select kind from desk_case where contact_id = $1`, [alone]);
    expect(cases).toEqual([{ kind: 'data_erasure' }]);
    expect(await found()).toEqual(CANARIES);
  });

  test('by an administrator, with a reason: no word of theirs is left in any table; the others’ words stay', async () => {
    const url = `/patients/${patientId}/erasure`;
    expect((await administrator.send('POST', url, {})).status).toBe(422);
    const { status, body } = await administrator.send('POST', url, { reason: 'asked on the page' });
    expect([status, body]).toEqual([200, { done: true, visitsCancelled: 1, messages: 6, contacts: 2, entries: 1 }]);
    expect(await found()).toEqual([]);
    const all = await everything();
    expect(all).toContain('and my son has a cold');
    expect(all).toContain(SHARED.slice(1));
    expect((await administrator.send('POST', url, { reason: 'again' })).status).toBe(410);
    expect((await administrator.get('/patients?q=Zephyrine')).body.items).toEqual([]);
    const [freed] = await w.db.query<{ n: number }[]>(`select count(*)::int as n from visit where patient_id = $1 and status = 'booked'`, [patientId]); // prettier-ignore
    expect(freed!.n).toBe(0);
  });

  test('and no message of theirs leaves any more, nor does a calendar hear that the visit is off', async () => {
    expect(await sendInvitations(w.dataSource.manager, 'clinic@clinic.example')).toBe(0);
    const left = await w.db.query<object[]>(`select id from outbox where contact_id = $1 and status = 'pending'`, [
      alone,
    ]);
    expect(left).toEqual([]);
  });

  test('a raw copy of the database holds neither their name nor their number', async () => {
    const client = new Client({ connectionString: w.url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(`select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`); // prettier-ignore
    let raw = '';
    for (const { name } of rows)
      raw += JSON.stringify((await client.query(`select * from ${name}`)).rows).toLowerCase();
    await client.end();
    expect(CANARIES.filter((canary) => raw.includes(canary))).toEqual([]);
    expect(raw).not.toContain(sealedAddress(PHONE).toLowerCase());
    expect(nameWords(NAME).filter((word) => raw.includes(word.toLowerCase()))).toEqual([]);
  });

  test('somebody who was in a clinic of others is erased by an administrator of the house alone', async () => {
    expect((await administrator.send('POST', `/patients/${w.patients.Bob}/erasure`, { reason: 'asked' })).status).toBe(403); // prettier-ignore
    const [row] = await w.db.query<{ name: string }[]>('select name from patient where id = $1', [w.patients.Bob]);
    expect(row!.name).toBe('Bob');
    expect(
      await w.db.transaction((tx) => erase(tx, 999_999 as PatientId, { by: 'system', reason: 'x' })),
    ).toBeUndefined();
  });
});

test('what was kept for long enough goes, is counted first, and what is younger or not yet done stays', async () => {
  const at = async (days: number, handled: boolean): Promise<number> => {
    const [row] = await w.db.query<{ id: number }[]>(
      `insert into inbox (source, source_id, contact_id, body, received_at, handled_at)
       values ('sms', $1, $2, $3, clock_now() - $4::int * interval '1 day', case when $5 then clock_now() - $4::int * interval '1 day' end) returning id`,
      [`old-${days}-${handled}`, w.contacts.Cat, sealedDocument({ text: 'words' }), days, handled],
    );
    return row!.id;
  };
  const [old, young, undone] = [await at(91, true), await at(89, true), await at(400, false)];
  const [keyed] = await w.db.query<{ n: number }[]>('select count(*)::int as n from idempotency');
  expect(await sweep(w.dataSource.manager, 'system', true)).toMatchObject({ messages: 1 });
  expect(await sweep(w.dataSource.manager, 'system')).toMatchObject({ messages: 1 });
  expect(await sweep(w.dataSource.manager, 'system')).toMatchObject({ messages: 0 });
  const left = await w.db.query<{ id: number; body: { text?: string } }[]>('select id, body from inbox where id = any($1::bigint[]) order by id', [[old, young, undone]]); // prettier-ignore
  expect(left.map(({ body }) => body.text)).toEqual([undefined, 'words', 'words']);
  await keepFor(w.db, 'messages', 30, 'staff:1');
  expect(await sweep(w.dataSource.manager, 'system')).toMatchObject({ messages: 1 });
  expect((await w.db.query<{ n: number }[]>('select count(*)::int as n from idempotency'))[0]).toEqual(keyed);
});
