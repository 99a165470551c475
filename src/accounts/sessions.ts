import type { AccountId, ContactId, PatientId, SignInId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { hashOf, newToken } from './keys';
import type { Grant, Who } from './policy';

/** After this long without a sign of life somebody is signed out; and after this long in any case. */
export const IDLE_MINUTES = 15;
export const LONGEST_HOURS = 12;

export type Owner = { accountId: AccountId } | { contactId: ContactId; patients: PatientId[] };

/** The token goes to the browser; we keep only its hash. */
export async function beginSession(db: Database, owner: Owner, device: string): Promise<string> {
  const token = newToken();
  const of = 'accountId' in owner ? [owner.accountId, null, []] : [null, owner.contactId, owner.patients];
  await db.query(
    `insert into sign_in (token_hash, account_id, contact_id, patient_ids, device, ends_at)
     values ($1, $2, $3, $4, $5, clock_now() + $6::integer * interval '1 hour')`,
    [hashOf(token), ...of, device.slice(0, 60), LONGEST_HOURS],
  );
  return token;
}

export interface SignedIn {
  readonly signInId: SignInId;
  readonly now: Date;
  readonly who: Who;
}

interface Row {
  signInId: SignInId;
  now: Date;
  accountId: AccountId | null;
  contactId: ContactId | null;
  patients: PatientId[];
  grants: Grant[];
}

/** Who holds this token. Roles are read anew each time: one that is taken away is gone with the next click. */
export async function whoHas(db: Database, token: string, isSignOfLife = true): Promise<SignedIn | undefined> {
  const [row] = await run<Row>(db, byToken, [hashOf(token), IDLE_MINUTES, isSignOfLife]);
  return row && { signInId: row.signInId, now: row.now, who: asWho(row) };
}

/** The same for a token of the API, which names the sign-in it was made from. */
export async function whoIs(db: Database, signInId: number): Promise<SignedIn | undefined> {
  const [row] = await run<Row>(db, byId, [signInId, IDLE_MINUTES, true]);
  return row && { signInId: row.signInId, now: row.now, who: asWho(row) };
}

const asWho = ({ accountId, contactId, grants, patients }: Row): Who => ({
  kind: accountId === null ? 'patient' : 'account',
  id: accountId ?? contactId ?? 0,
  grants,
  patients,
  scopes: [],
  clinicId: null,
});

// Noted once a minute: a page that asks for news every few seconds shall not write as often.
const standing = (condition: string): string => `
  with found as (
    select s.* from sign_in s left join account a on a.id = s.account_id
     where ${condition} and s.ended_at is null and s.ends_at > clock_now()
       and s.seen_at > clock_now() - $2::integer * interval '1 minute' and a.ended_at is null),
  noted as (
    update sign_in s set seen_at = clock_now() from found f where s.id = f.id and $3::boolean and f.seen_at < clock_now() - interval '1 minute' returning 1)
  select f.id as "signInId", clock_now() as now, f.account_id as "accountId", f.contact_id as "contactId",
         array(select cp.patient_id from contact_patient cp where cp.contact_id = f.contact_id and cp.patient_id = any(f.patient_ids)) as patients,
         coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'clinicId', r.clinic_id, 'providerId', r.provider_id))
                     from account_role r
                    where r.account_id = f.account_id and r.ended_at is null and (r.until is null or r.until > clock_now())), '[]') as grants
    from found f`;

const byToken: Statement = { name: 'signed_in_by_token', text: standing('s.token_hash = $1') };
const byId: Statement = { name: 'signed_in_by_id', text: standing('s.id = $1') };

export interface Standing {
  id: SignInId;
  device: string;
  startedAt: Date;
  seenAt: Date;
}

export const sessionsOf = (db: Database, who: Who): Promise<Standing[]> =>
  db.query<Standing[]>(
    `select id, device, started_at as "startedAt", seen_at as "seenAt" from sign_in
      where case when $1 then account_id = $2 else contact_id = $2 end and ended_at is null and ends_at > clock_now()
        and seen_at > clock_now() - $3::integer * interval '1 minute' order by seen_at desc, id desc`,
    [who.kind === 'account', who.id, IDLE_MINUTES],
  );

/** Ends one sign-in of somebody, or all but one, or all. Says how many there were. */
export async function endSessions(
  db: Database,
  who: Who,
  which: { only?: number; but?: number } = {},
): Promise<number> {
  const [, count] = await db.query<[unknown, number]>(
    `update sign_in set ended_at = clock_now()
      where case when $1 then account_id = $2 else contact_id = $2 end and ended_at is null
        and ($3::bigint is null or id = $3) and ($4::bigint is null or id <> $4)`,
    [who.kind === 'account', who.id, which.only ?? null, which.but ?? null],
  );
  return count;
}
