import { breakGlass, endAccount, firstAdministrator, giveRole, takeRole } from '../../src/accounts/people';
import { isPassword, hashPassword, weakness } from '../../src/accounts/password';
import { covers, reachOf } from '../../src/accounts/policy';
import { endSessions, sessionsOf, whoHas, whoIs } from '../../src/accounts/sessions';
import { beginEnrolment, enrol, oneTimeSignIn, signIn } from '../../src/accounts/sign-in';
import { makeToken, readToken } from '../../src/accounts/tokens';
import { makeUniverse, MONDAY, type Universe } from '../universe';
import { codeAt, colleague, PASSWORD, SECRET } from './people';

let u: Universe;
beforeEach(async () => void (u = await makeUniverse()));
afterEach(() => u.close());

const later = (minutes: number, seconds = 0): Date => new Date(+new Date(MONDAY) + (minutes * 60 + seconds) * 1000);
const staff = { role: 'staff', clinicId: null } as const;

describe('signing in', () => {
  test('takes the password and a fresh code, and a code only once', async () => {
    const { email, secret } = await colleague(u.db, 'Mary', staff);
    await u.setClock(later(2));
    const given = { email: email.toUpperCase(), password: PASSWORD, code: codeAt(secret, later(2)), device: 'Firefox' };
    const token = await signIn(u.db, SECRET, given);
    expect((await whoHas(u.db, token!))?.who).toMatchObject({ kind: 'account', grants: [{ role: 'staff' }] });
    expect(await signIn(u.db, SECRET, given)).toBeUndefined();
  });

  test.each([
    ['a wrong password', { password: 'a long walk at dawn' }],
    ['a wrong code', { code: '000000' }],
    ['no code', { code: '' }],
    ['somebody unknown', { email: 'nobody@clinic.example' }],
  ])('is refused with %s', async (_what, wrong) => {
    const { email, secret } = await colleague(u.db, 'Mary', staff);
    await u.setClock(later(2));
    const given = { email, password: PASSWORD, code: codeAt(secret, later(2)), device: '', ...wrong };
    expect(await signIn(u.db, SECRET, given)).toBeUndefined();
  });

  test('five wrong tries lock the account for a quarter of an hour, also for who knows the password', async () => {
    const { email, secret } = await colleague(u.db, 'Mary', staff);
    await u.setClock(later(2));
    for (let i = 0; i < 5; i++) await signIn(u.db, SECRET, { email, password: 'x', code: '', device: '' });
    const right = (at: Date) => ({ email, password: PASSWORD, code: codeAt(secret, at), device: '' });
    expect(await signIn(u.db, SECRET, right(later(2)))).toBeUndefined();
    await u.setClock(later(18));
    expect(await signIn(u.db, SECRET, right(later(18)))).toBeDefined();
    const noted = await u.db.query<{ action: string }[]>(
      `select action from audit where action in ('locked_out', 'signed_in')`,
    );
    expect(noted.map(({ action }) => action)).toEqual(['locked_out', 'signed_in']);
  });

  test('one code brought twice at once lets one in', async () => {
    const { email, secret } = await colleague(u.db, 'Mary', staff);
    await u.setClock(later(2));
    const given = { email, password: PASSWORD, code: codeAt(secret, later(2)), device: '' };
    const tokens = await Promise.all([signIn(u.db, SECRET, given), signIn(u.db, SECRET, given)]);
    expect(tokens.filter(Boolean)).toHaveLength(1);
  });
});

describe('the one-time sign-in', () => {
  test('the first administrator gets one until somebody has a password', async () => {
    const first = await firstAdministrator(u.db);
    const second = await firstAdministrator(u.db);
    expect(await beginEnrolment(u.db, SECRET, first!)).toBeUndefined(); // the newest counts
    const { secret } = (await beginEnrolment(u.db, SECRET, second!))!;
    const given = { token: second!, password: PASSWORD, code: codeAt(secret, MONDAY), device: '' };
    const enrolled = await enrol(u.db, SECRET, given);
    expect(enrolled.kind).toBe('signed_in');
    expect(await enrol(u.db, SECRET, given)).toEqual({ kind: 'gone' });
    expect(await firstAdministrator(u.db)).toBeUndefined();
    const { who } = (await whoHas(u.db, enrolled.kind === 'signed_in' ? enrolled.token : ''))!;
    expect(reachOf(who, 'people.write').everywhere).toBe(true);
  });

  test('wants a good password and the code of the app that it showed, and lasts a day', async () => {
    const { id } = await colleague(u.db, 'Mary');
    const token = await oneTimeSignIn(u.db, id, 'system');
    expect(await enrol(u.db, SECRET, { token, password: PASSWORD, code: '000000', device: '' })).toEqual({
      kind: 'wrong_code',
    });
    const { secret } = (await beginEnrolment(u.db, SECRET, token))!;
    const given = { token, password: 'password1234', code: codeAt(secret, MONDAY), device: '' };
    expect((await enrol(u.db, SECRET, given)).kind).toBe('weak');
    expect((await enrol(u.db, SECRET, { ...given, password: PASSWORD, code: '000000' })).kind).toBe('wrong_code');
    await u.setClock(later(24 * 60 + 1));
    expect((await enrol(u.db, SECRET, { ...given, password: PASSWORD })).kind).toBe('gone');
  });

  test('a new password ends the sign-ins that stood', async () => {
    const mary = await colleague(u.db, 'Mary', staff);
    const token = await oneTimeSignIn(u.db, mary.id, 'staff:1');
    const { secret } = (await beginEnrolment(u.db, SECRET, token))!;
    await enrol(u.db, SECRET, { token, password: 'another long walk', code: codeAt(secret, MONDAY), device: '' });
    expect(await whoHas(u.db, mary.token)).toBeUndefined();
  });
});

describe('being signed in', () => {
  test('ends after a quarter of an hour without a sign of life, and after twelve hours in any case', async () => {
    const { token } = await colleague(u.db, 'Mary', staff);
    for (let minutes = 14; minutes < 12 * 60; minutes += 14) {
      await u.setClock(later(minutes));
      expect(await whoHas(u.db, token)).toBeDefined();
    }
    await u.setClock(later(12 * 60));
    expect(await whoHas(u.db, token)).toBeUndefined();
    const { token: idle } = await colleague(u.db, 'Joe', staff);
    await u.setClock(later(12 * 60 + 15));
    expect(await whoHas(u.db, idle)).toBeUndefined();
  });

  test('can be seen and ended by its owner and by nobody else', async () => {
    const [mary, joe] = [await colleague(u.db, 'Mary', staff), await colleague(u.db, 'Joe', staff)];
    const { who, signInId } = (await whoHas(u.db, mary.token))!;
    const other = (await whoHas(u.db, joe.token))!;
    expect(await sessionsOf(u.db, who)).toMatchObject([{ id: signInId, device: 'test' }]);
    expect(await endSessions(u.db, other.who, { only: signInId })).toBe(0);
    expect(await endSessions(u.db, who, { only: signInId })).toBe(1);
    expect(await whoHas(u.db, mary.token)).toBeUndefined();
  });

  test('a role that is taken away, or an account that is ended, is gone at once', async () => {
    const { id, token } = await colleague(u.db, 'Mary', staff);
    const [{ role } = { role: 0 }] = await u.db.query<{ role: number }[]>('select id as role from account_role');
    expect(await takeRole(u.db, role as never, 'system')).toBe(true);
    expect((await whoHas(u.db, token))?.who.grants).toEqual([]);
    await endAccount(u.db, id, 'system');
    expect(await whoHas(u.db, token)).toBeUndefined();
  });

  test('the last administrator of the house keeps the role', async () => {
    const { id } = await colleague(u.db, 'Mary', { role: 'administrator' });
    const [{ role } = { role: 0 }] = await u.db.query<{ role: number }[]>('select id as role from account_role');
    expect(await takeRole(u.db, role as never, 'system')).toBe(false);
    await giveRole(
      u.db,
      (await colleague(u.db, 'Joe')).id,
      { role: 'administrator', clinicId: null, providerId: null },
      `staff:${id}`,
    );
    expect(await takeRole(u.db, role as never, 'system')).toBe(true);
  });

  test('an emergency opens one clinic for an hour', async () => {
    const other = await u.add.clinic({ name: 'Amani Clinic' });
    const { id, token } = await colleague(u.db, 'Mary', { role: 'staff', clinicId: u.clinic });
    const may = async () => covers(reachOf((await whoHas(u.db, token))!.who, 'visits.read'), { clinicId: other });
    expect(await may()).toBe(false);
    await breakGlass(u.db, id, other, 'unconscious patient, allergies');
    expect(await may()).toBe(true);
    for (const minutes of [14, 28, 42, 56]) {
      await u.setClock(later(minutes));
      expect(await may()).toBe(true);
    }
    await u.setClock(later(60));
    expect(await may()).toBe(false);
  });
});

describe('passwords', () => {
  test('are stored so that two equal ones differ, and only the right one opens', async () => {
    const [a, b] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
    expect(a).not.toBe(b);
    expect(await isPassword(PASSWORD, a)).toBe(true);
    expect(await isPassword(`${PASSWORD} `, a)).toBe(false);
    expect(await isPassword('', null)).toBe(false);
  });

  test.each(['short one', 'aaaaaaaaaaaaaaaa', 'Password12345!', 'miadi-clinic-1', 'Mary Wanjiku 12'])(
    '"%s" is refused',
    (password) => {
      expect(weakness(password, { email: 'mary.wanjiku@clinic.example', name: 'Mary Wanjiku' })).toMatch(/\.$/);
    },
  );

  test('a sentence will do, in any script', () => {
    const mary = { email: 'mary@clinic.example', name: 'Mary' };
    expect(weakness(PASSWORD, mary)).toBeUndefined();
    expect(weakness('أحب المشي عند الظهر', mary)).toBeUndefined();
  });
});

test('a token of the API is ours, fresh and of one kind, or nothing', async () => {
  const now = new Date(MONDAY);
  const token = await makeToken(SECRET, 17, now);
  expect(await readToken(SECRET, token, now)).toBe(17);
  expect(await readToken(SECRET, token, new Date(+now + 11 * 60_000))).toBeUndefined();
  const [head = '', body = '', signature = ''] = token.split('.');
  const forged = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const bodyWith = (part: object) => forged({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...part });
  for (const wrong of [
    `${forged({ alg: 'none', typ: 'miadi+jwt' })}.${body}.`,
    `${forged({ alg: 'RS256', typ: 'miadi+jwt' })}.${body}.${signature}`,
    `${head}.${bodyWith({ sub: '18' })}.${signature}`,
    `${head}.${body}.${'A'.repeat(43)}`,
    '',
    'miadi',
  ])
    expect(await readToken(SECRET, wrong, now)).toBeUndefined();
  expect(await whoIs(u.db, 17)).toBeUndefined();
});
