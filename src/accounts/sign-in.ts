import type { AccountId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Secret } from '../secret';
import { hashOf, keyFor, lock, newToken, unlock } from './keys';
import { noteSecurity } from './note';
import { hashPassword, isPassword, weakness } from './password';
import { addressFor, newSecondFactor, stepOf } from './second-factor';
import { beginSession, endSessions } from './sessions';

/** After this many wrong tries in a row nobody gets in for a while, by whatever password. */
const WRONG_TRIES = 5;
const LOCKED_MINUTES = 15;

interface Account {
  id: AccountId;
  email: string;
  name: string;
  hash: string | null;
  secret: string | null;
  step: number;
  locked: boolean;
  now: Date;
}

const ACCOUNT = `id, email, name, password_hash as hash, totp_secret as secret, totp_step as step,
                 coalesce(locked_until > clock_now(), false) as locked, clock_now() as now`;

export interface Given {
  email: string;
  password: string;
  code: string;
  device: string;
}

/** Password and code together, and one answer to all that is wrong: nobody learns which of the two it was, or whether we know them. */
export async function signIn(db: Database, secret: Secret, given: Given): Promise<string | undefined> {
  const [account] = await db.query<Account[]>(
    `select ${ACCOUNT} from account where email = lower($1) and ended_at is null`,
    [given.email],
  );
  const right = await isPassword(given.password, account?.hash ?? null);
  if (!account) return undefined;
  const step = right && !account.locked ? stepFor(secret, account, given.code) : undefined;
  if (step === undefined || !(await takeStep(db, account.id, step))) return refuse(db, account);
  await noteSecurity(db, `staff:${account.id}`, 'signed_in', `account:${account.id}`);
  return beginSession(db, { accountId: account.id }, given.device);
}

export const contextOf = (accountId: number): string => `account ${accountId} second factor`;

export function stepFor(secret: Secret, account: Account, code: string): number | undefined {
  if (!account.secret) return undefined;
  return stepOf(unlock(keyFor(secret, 'second factor'), account.secret, contextOf(account.id)), code, account.now);
}

// The condition is the guard: of two who bring the same code at once, one is let in.
export async function takeStep(db: Database, accountId: AccountId, step: number): Promise<boolean> {
  const [, taken] = await db.query<[unknown, number]>(
    `update account set totp_step = $2, wrong_tries = 0, locked_until = null
      where id = $1 and totp_step < $2 and coalesce(locked_until <= clock_now(), true)`,
    [accountId, step],
  );
  return taken === 1;
}

export async function refuse(db: Database, { id }: Pick<Account, 'id'>): Promise<undefined> {
  const [rows] = await db.query<[{ locked: boolean }[], number]>(
    `update account set wrong_tries = case when wrong_tries + 1 >= $2 then 0 else wrong_tries + 1 end,
            locked_until = case when wrong_tries + 1 >= $2 then clock_now() + $3::integer * interval '1 minute' else locked_until end
      where id = $1 and coalesce(locked_until <= clock_now(), true) returning wrong_tries = 0 as locked`,
    [id, WRONG_TRIES, LOCKED_MINUTES],
  );
  await noteSecurity(db, 'system', rows[0]?.locked ? 'locked_out' : 'sign_in_refused', `account:${id}`);
  return undefined;
}

const ONE_TIME_HOURS = 24;

/** A way in that works once: for a first password, or instead of a forgotten one. Earlier ones stop working. */
export async function oneTimeSignIn(db: Database, accountId: AccountId, by: string): Promise<string> {
  const token = newToken();
  await db.query('update one_time_sign_in set expires_at = clock_now() where account_id = $1 and used_at is null', [
    accountId,
  ]);
  await db.query(
    `insert into one_time_sign_in (token_hash, account_id, made_by, expires_at)
     values ($1, $2, $3, clock_now() + $4::integer * interval '1 hour')`,
    [hashOf(token), accountId, by, ONE_TIME_HOURS],
  );
  await noteSecurity(db, by, 'one_time_sign_in_made', `account:${accountId}`);
  return token;
}

export interface FirstStep {
  email: string;
  name: string;
  secret: string;
  address: string;
}

/** Shown once to whoever holds the one-time sign-in: what to put into the authenticator app. Asking again begins anew. */
export async function beginEnrolment(db: Database, secret: Secret, token: string): Promise<FirstStep | undefined> {
  const account = await holderOf(db, token);
  if (!account) return undefined;
  const fresh = newSecondFactor();
  await db.query('update one_time_sign_in set pending_secret = $2 where token_hash = $1', [
    hashOf(token),
    lock(keyFor(secret, 'second factor'), fresh, contextOf(account.id)),
  ]);
  return { email: account.email, name: account.name, secret: fresh, address: addressFor(fresh, account.email) };
}

/** Of a link that sets everything anew, or of one from a mail, which only opens the password. */
export const holderOf = async (
  db: Database,
  token: string,
  onlyPassword = false,
): Promise<(Account & { pending: string | null }) | undefined> => {
  const [account] = await db.query<(Account & { pending: string | null })[]>(
    `select a.*, o.pending_secret as pending from one_time_sign_in o join (select ${ACCOUNT} from account where ended_at is null) a
         on a.id = o.account_id
      where o.token_hash = $1 and o.used_at is null and o.expires_at > clock_now()
        and o.only_password = $2`,
    [hashOf(token), onlyPassword],
  );
  return account;
};

export type Enrolled =
  { kind: 'signed_in'; token: string } | { kind: 'weak'; words: string } | { kind: 'wrong_code' | 'gone' };

/** Sets the password and the second factor, uses the one-time sign-in up, and ends every other sign-in of the account. */
export async function enrol(
  db: Database,
  secret: Secret,
  given: { token: string; password: string; code: string; device: string },
): Promise<Enrolled> {
  const account = await holderOf(db, given.token);
  if (!account) return { kind: 'gone' };
  const words = weakness(given.password, account);
  if (words) return { kind: 'weak', words };
  if (!account.pending) return { kind: 'wrong_code' };
  const fresh = unlock(keyFor(secret, 'second factor'), account.pending, contextOf(account.id));
  const step = stepOf(fresh, given.code, account.now);
  if (step === undefined) return { kind: 'wrong_code' };
  const hash = await hashPassword(given.password);
  return db.transaction<Enrolled>(async (tx) => {
    if (!(await useUp(tx, given.token))) return { kind: 'gone' };
    await tx.query(
      'update account set password_hash = $2, totp_secret = $3, totp_step = $4, wrong_tries = 0, locked_until = null where id = $1',
      [account.id, hash, account.pending, step],
    );
    await endSessions(tx, { kind: 'account', id: account.id, grants: [], patients: [], scopes: [], clinicId: null });
    await noteSecurity(tx, `staff:${account.id}`, 'password_set', `account:${account.id}`);
    return { kind: 'signed_in', token: await beginSession(tx, { accountId: account.id }, given.device) };
  });
}

export async function useUp(tx: Database, token: string): Promise<boolean> {
  const [, used] = await tx.query<[unknown, number]>(
    `update one_time_sign_in set used_at = clock_now() where token_hash = $1 and used_at is null and expires_at > clock_now()`,
    [hashOf(token)],
  );
  return used === 1;
}
