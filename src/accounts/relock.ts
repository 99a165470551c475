import type { AccountId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Secret } from '../secret';
import { keyFor, lock, unlock } from './keys';
import { contextOf } from './sign-in';

/** After the key of the house was changed: colleagues go on with the authenticator app they have. */
export async function relockSecondFactors(tx: Database, before: Secret, now: Secret): Promise<void> {
  const accounts = await tx.query<{ id: AccountId; locked: string }[]>(
    'select id, totp_secret as locked from account where totp_secret is not null',
  );
  for (const { id, locked } of accounts) {
    const open = unlock(keyFor(before, 'second factor'), locked, contextOf(id));
    await tx.query('update account set totp_secret = $2 where id = $1', [
      id,
      lock(keyFor(now, 'second factor'), open, contextOf(id)),
    ]);
  }
  // Whoever was just setting one up begins anew.
  await tx.query('update one_time_sign_in set pending_secret = null where pending_secret is not null');
}
