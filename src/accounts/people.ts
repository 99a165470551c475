import type { AccountId, AccountRoleId, ClinicId, ProviderId } from '../database/ids';
import type { Database } from '../database/statements';
import { noteSecurity } from './note';
import type { Role } from './policy';
import { endSessions } from './sessions';
import { oneTimeSignIn } from './sign-in';

export interface NewRole {
  role: Role;
  clinicId: ClinicId | null;
  providerId: ProviderId | null;
}

/** Makes an account for a colleague; what comes back is their one-time sign-in. Whoever is known by this address keeps their account. */
export async function invite(
  db: Database,
  person: { email: string; name: string },
  by: string,
): Promise<{ id: AccountId; isNew: boolean }> {
  const [made] = await db.query<{ id: AccountId }[]>(
    'insert into account (email, name) values (lower($1), $2) on conflict (email) do nothing returning id',
    [person.email, person.name],
  );
  if (made) {
    await noteSecurity(db, by, 'account_made', `account:${made.id}`);
    return { id: made.id, isNew: true };
  }
  const [known] = await db.query<{ id: AccountId }[]>('select id from account where email = lower($1)', [person.email]);
  if (!known) throw new Error('An account was neither made nor found');
  return { id: known.id, isNew: false };
}

export async function giveRole(db: Database, accountId: AccountId, given: NewRole, by: string): Promise<void> {
  await db.query(
    `insert into account_role (account_id, role, clinic_id, provider_id, given_by) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [accountId, given.role, given.clinicId, given.providerId, by],
  );
  await noteSecurity(db, by, 'role_given', `account:${accountId}`, {
    clinicId: given.clinicId,
    details: { role: given.role },
  });
}

/** Takes a role away, and with it everything that was open in its name. The last administrator of the house stays. */
export async function takeRole(db: Database, roleId: AccountRoleId, by: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    // One at a time: two administrators who remove each other would leave nobody.
    await tx.query(`select pg_advisory_xact_lock(hashtext('roles'))`);
    const [rows] = await tx.query<[{ accountId: AccountId; clinicId: ClinicId | null; role: Role }[], number]>(
      `update account_role r set ended_at = clock_now()
        where r.id = $1 and r.ended_at is null
          and (r.role <> 'administrator' or r.clinic_id is not null or exists (
            select from account_role other join account a on a.id = other.account_id and a.ended_at is null
             where other.id <> r.id and other.account_id <> r.account_id and other.role = 'administrator'
               and other.clinic_id is null and other.ended_at is null))
       returning account_id as "accountId", clinic_id as "clinicId", role`,
      [roleId],
    );
    const taken = rows[0];
    if (!taken) return false;
    await noteSecurity(tx, by, 'role_taken', `account:${taken.accountId}`, {
      clinicId: taken.clinicId,
      details: { role: taken.role },
    });
    return true;
  });
}

/** Nobody signs in with it any more; what was done in its name keeps its name. */
export async function endAccount(db: Database, accountId: AccountId, by: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(
      'update account set ended_at = clock_now(), password_hash = null, totp_secret = null where id = $1',
      [accountId],
    );
    await tx.query('update account_role set ended_at = clock_now() where account_id = $1 and ended_at is null', [
      accountId,
    ]);
    await endSessions(tx, { kind: 'account', id: accountId, grants: [], patients: [], scopes: [], clinicId: null });
    await noteSecurity(tx, by, 'account_ended', `account:${accountId}`);
  });
}

const BREAK_GLASS_MINUTES = 60;

/** In an emergency a colleague may act at the desk of a clinic for an hour. The reason stands in the log, and somebody looks at it afterwards. */
export async function breakGlass(
  db: Database,
  accountId: AccountId,
  clinicId: ClinicId,
  reason: string,
): Promise<Date> {
  const [row] = await db.query<{ id: AccountRoleId; until: Date }[]>(
    `insert into account_role (account_id, role, clinic_id, given_by, until, reason)
     values ($1, 'staff', $2, $3, clock_now() + $4::integer * interval '1 minute', $5) returning id, until`,
    [accountId, clinicId, `staff:${accountId}`, BREAK_GLASS_MINUTES, reason],
  );
  if (!row) throw new Error('The emergency could not be noted');
  await noteSecurity(db, `staff:${accountId}`, 'glass_broken', `role:${row.id}`, { clinicId });
  return row.until;
}

/**
 * A house in which nobody can sign in yet gets its first administrator, and a one-time sign-in for them. Undefined once
 * somebody has a password.
 */
export async function firstAdministrator(db: Database): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('roles'))`);
    const anybody = await tx.query<unknown[]>('select from account where password_hash is not null limit 1');
    if (anybody.length > 0) return undefined;
    const { id } = await invite(tx, { email: 'administrator@localhost', name: 'Administrator' }, 'system');
    await giveRole(tx, id, { role: 'administrator', clinicId: null, providerId: null }, 'system');
    return oneTimeSignIn(tx, id, 'system');
  });
}
