import { askForCode, signInByCode } from '../../src/accounts/phone-codes';
import { whoHas } from '../../src/accounts/sessions';
import { makeUniverse, MONDAY, type Universe } from '../universe';
import { SECRET } from './people';

const ANN = '+15550100001';
let u: Universe;
beforeEach(async () => {
  u = await makeUniverse();
  await u.db.query(`update patient set birth_date = '1990-04-05' where id = $1`, [u.patients.Ann]);
  await u.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
    u.contacts.Ann,
    u.patients.Ann,
  ]);
});
afterEach(() => u.close());

const ask = (phone = ANN) => askForCode(u.db, SECRET, phone, () => 'Your code is {{code}}.');
const sent = async (): Promise<string[]> => {
  const rows = await u.db.query<{ body: { text: string } }[]>('select body from outbox order by id');
  return rows.map(({ body }) => /\d{6}/.exec(body.text)?.[0] ?? body.text);
};
const enter = (code: string, more: Partial<{ phone: string; birthDate: string }> = {}) =>
  signInByCode(u.db, SECRET, { phone: ANN, code, birthDate: '1990-04-05', device: '', ...more });
const later = (minutes: number) => u.setClock(new Date(+new Date(MONDAY) + minutes * 60_000));

test('the code of the last minutes and the birth date sign in, once', async () => {
  await ask();
  const [code = ''] = await sent();
  const token = await enter(code);
  expect((await whoHas(u.db, token!))?.who).toMatchObject({
    kind: 'patient',
    id: u.contacts.Ann,
    patients: [u.patients.Ann],
  });
  expect(await enter(code)).toBeUndefined();
});

test.each([
  ['another birth date', { birthDate: '1990-04-06' }],
  ['no birth date', { birthDate: '' }],
  ['another phone', { phone: '+15550100002' }],
])('%s does not', async (_what, wrong) => {
  await ask();
  const [code = ''] = await sent();
  expect(await enter(code, wrong)).toBeUndefined();
});

test('after ten minutes it does not', async () => {
  await ask();
  await later(10);
  expect(await enter((await sent())[0]!)).toBeUndefined();
});

test('five guesses, from wherever they come, use the code up', async () => {
  await ask();
  const [code = ''] = await sent();
  const wrong = code === '000000' ? '111111' : '000000';
  await Promise.all(Array.from({ length: 5 }, () => enter(wrong)));
  expect(await enter(code)).toBeUndefined();
});

test('a phone gets three codes an hour', async () => {
  for (let i = 0; i < 5; i++) await ask();
  expect(await sent()).toHaveLength(3);
  await later(61);
  await ask();
  expect(await sent()).toHaveLength(4);
});

test('numbers side by side get twenty an hour, asked for one by one or all at once', async () => {
  for (let i = 100; i < 130; i++) {
    const contact = await u.add.contact(`+15550200${i}`);
    await u.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [contact, u.patients.Ann]);
  }
  await Promise.all(Array.from({ length: 30 }, (_, i) => ask(`+15550200${100 + i}`)));
  expect(await sent()).toHaveLength(20);
});

test('a stranger is told and sent nothing, and leaves the same rows behind', async () => {
  await ask('+15550109999');
  expect(await sent()).toEqual([]);
  expect(await u.db.query('select contact_id from phone_code')).toEqual([{ contact_id: null }]);
  expect(await enter('123456', { phone: '+15550109999' })).toBeUndefined();
});

test('the owner of the phone speaks for the family; a child’s birth date opens the child', async () => {
  const child = await u.add.patient('Sam');
  await u.db.query(`update patient set birth_date = '2020-01-02' where id = $1`, [child]);
  await u.db.query(`insert into contact_patient (contact_id, patient_id, relation) values ($1, $2, 'parent')`, [
    u.contacts.Ann,
    child,
  ]);
  await ask();
  await ask();
  const [first = '', second = ''] = await sent();
  const asSam = await enter(first, { birthDate: '2020-01-02' });
  expect((await whoHas(u.db, asSam!))?.who.patients).toEqual([child]);
  await ask();
  expect(await enter(second)).toBeUndefined(); // signing in used up what was open
  const asAnn = await enter((await sent())[2]!);
  expect((await whoHas(u.db, asAnn!))?.who.patients).toEqual([u.patients.Ann, child]);
});

test('the code and the number are not in the database beside the text that is sent', async () => {
  await ask();
  const [row] = await u.db.query<object[]>('select * from phone_code');
  expect(JSON.stringify(row)).not.toMatch(new RegExp(`${ANN.slice(1)}|${(await sent())[0]}`));
});
