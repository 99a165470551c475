import type { AccountId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Secret } from '../secret';
import { hashOf, newToken } from './keys';
import { noteSecurity } from './note';
import { hashPassword, weakness } from './password';
import { beginSession, endSessions } from './sessions';
import { type Enrolled, holderOf, refuse, stepFor, takeStep, useUp } from './sign-in';

const MINUTES = 60;
/** Whoever asks for more in an hour is not helped by another mail. */
const MOST_AT_ONCE = 3;

/** A way to a new password for whoever reads that mailbox; nothing at all for an address that is nobody's. */
export const askForReset = (db: Database, email: string): Promise<{ email: string; token: string } | undefined> =>
  db.transaction(async (tx) => {
    const [account] = await tx.query<{ id: AccountId; email: string; open: number }[]>(
      `select a.id, a.email, (select count(*)::integer from one_time_sign_in o
                               where o.account_id = a.id and o.only_password and o.expires_at > clock_now()) as open
         from account a where a.email = lower($1) and a.ended_at is null and a.password_hash is not null for update`,
      [email],
    );
    if (!account || account.open >= MOST_AT_ONCE) return undefined;
    const token = newToken();
    await tx.query(
      `insert into one_time_sign_in (token_hash, account_id, made_by, only_password, expires_at)
       values ($1, $2, 'mail', true, clock_now() + $3::integer * interval '1 minute')`,
      [hashOf(token), account.id, MINUTES],
    );
    await noteSecurity(tx, 'system', 'password_reset_asked', `account:${account.id}`);
    return { email: account.email, token };
  });

/**
 * Sets a password with the link from the mail and the code of the app that the account has: whoever reads somebody's mail is
 * not yet them. Every sign-in of the account ends, and no other link works any more.
 */
export async function resetPassword(
  db: Database,
  secret: Secret,
  given: { token: string; password: string; code: string; device: string },
): Promise<Enrolled> {
  const account = await holderOf(db, given.token, true);
  if (!account) return { kind: 'gone' };
  const words = weakness(given.password, account);
  if (words) return { kind: 'weak', words };
  const step = account.locked ? undefined : stepFor(secret, account, given.code);
  if (step === undefined || !(await takeStep(db, account.id, step))) {
    await refuse(db, account);
    return { kind: 'wrong_code' };
  }
  const hash = await hashPassword(given.password);
  return db.transaction<Enrolled>(async (tx) => {
    if (!(await useUp(tx, given.token))) return { kind: 'gone' };
    await tx.query('update account set password_hash = $2 where id = $1', [account.id, hash]);
    await tx.query('update one_time_sign_in set expires_at = clock_now() where account_id = $1 and used_at is null', [
      account.id,
    ]);
    await endSessions(tx, { kind: 'account', id: account.id, grants: [], patients: [], scopes: [], clinicId: null });
    await noteSecurity(tx, `staff:${account.id}`, 'password_set', `account:${account.id}`);
    return { kind: 'signed_in', token: await beginSession(tx, { accountId: account.id }, given.device) };
  });
}
