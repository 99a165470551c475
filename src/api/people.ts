import { z } from 'zod';
import { endKey, keysOf, LONGEST_DAYS, makeKey } from '../accounts/api-keys';
import { endAccount, giveRole, invite, takeRole } from '../accounts/people';
import { covers, type Reach, roles, scopes } from '../accounts/policy';
import { oneTimeSignIn } from '../accounts/sign-in';
import type { AccountId, AccountRoleId, ClinicId, ProviderId } from '../database/ids';
import { Problem } from '../hub/errors';
import { type House } from './api';
import { note } from './directory';
import { type Ask, asPage, id, line, ofId, paging, type Resource } from './route';

const role = z.object({ role: z.enum(roles), clinicId: id.nullable(), providerId: id.nullable().default(null) });

const clinicsOf = (reach: Reach): readonly number[] | null => (reach.everywhere ? null : reach.clinics);

export const people =
  ({ publicUrl }: Pick<House, 'publicUrl'>): Resource =>
  (add) => {
    const linkOf = (token: string): string => `${publicUrl}/console/first#${token}`;

    add({
      ...{ method: 'GET', url: '/people', policy: 'people.read' },
      summary: 'Colleagues who can sign in, and their roles',
      query: z.object(paging),
      async handle({ query }, ask) {
        const rows = await ask.db.query<{ id: number }[]>(
          `select a.id, a.name, a.email, a.password_hash is not null as ready,
                  (select max(s.seen_at) from sign_in s where s.account_id = a.id) as "seenAt",
                  coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role, 'clinicId', r.clinic_id, 'providerId', r.provider_id) order by r.id)
                     from account_role r where r.account_id = a.id and r.ended_at is null and r.until is null
                      and ($1::bigint[] is null or r.clinic_id = any($1))), '[]') as roles
             from account a
            where a.ended_at is null and a.id > $2 and ($1::bigint[] is null or exists (
              select from account_role r where r.account_id = a.id and r.clinic_id = any($1)))
            order by a.id limit $3`,
          [clinicsOf(ask.reach), query.after ?? 0, query.limit + 1],
        );
        return asPage(rows, query.limit);
      },
    });

    add({
      ...{ method: 'POST', url: '/people', policy: 'people.write' },
      summary: 'Invite a colleague: the answer has a link that signs them in once',
      body: role.extend({ email: z.email().max(200), name: line(100) }),
      async handle({ body }, ask) {
        await mayGive(ask, body);
        const { id: accountId, isNew } = await invite(ask.db, body, ask.by);
        await giveRole(ask.db, accountId, asRole(body), ask.by);
        // Whoever is known has a password. A link for them would let an administrator of one clinic in as somebody of another.
        return { id: accountId, link: isNew ? linkOf(await oneTimeSignIn(ask.db, accountId, ask.by)) : null };
      },
    });

    add({
      ...{ method: 'POST', url: '/people/:id/roles', policy: 'people.write' },
      summary: 'Give a role',
      params: ofId,
      body: role,
      async handle({ params, body }, ask) {
        await mayGive(ask, body);
        await mayAboutAccount(ask, params.id, 'some');
        await giveRole(ask.db, params.id as AccountId, asRole(body), ask.by);
        return { id: params.id };
      },
    });

    add({
      ...{ method: 'DELETE', url: '/roles/:id', policy: 'people.write' },
      summary: 'Take a role away; the last administrator of the house stays',
      params: ofId,
      async handle({ params }, ask) {
        const [known] = await ask.db.query<{ clinicId: number | null }[]>('select clinic_id as "clinicId" from account_role where id = $1 and ended_at is null', [params.id]); // prettier-ignore
        if (!known) throw new Problem('not_found');
        ask.may(known);
        if (!(await takeRole(ask.db, params.id as AccountRoleId, ask.by))) throw new Problem('conflict');
        return { id: params.id };
      },
    });

    add({
      ...{ method: 'POST', url: '/people/:id/one-time-sign-in', policy: 'people.write' },
      summary: 'A new way in for somebody who lost their password or their phone',
      params: ofId,
      async handle({ params }, ask) {
        await mayAboutAccount(ask, params.id, 'all');
        return { link: linkOf(await oneTimeSignIn(ask.db, params.id as AccountId, ask.by)) };
      },
    });

    add({
      ...{ method: 'DELETE', url: '/people/:id', policy: 'people.write' },
      summary: 'End an account',
      params: ofId,
      async handle({ params }, ask) {
        await mayAboutAccount(ask, params.id, 'all');
        if (ask.who.kind === 'account' && ask.who.id === params.id) throw new Problem('conflict');
        await endAccount(ask.db, params.id as AccountId, ask.by);
        return { id: params.id };
      },
    });

    add({
      ...{ method: 'GET', url: '/emergencies', policy: 'people.read' },
      summary: 'Where somebody acted in an emergency without a role, and nobody has looked at it yet',
      async handle(_given, ask) {
        return {
          items: await ask.db.query<object[]>(
            `select r.id, r.account_id as "accountId", a.name, r.clinic_id as "clinicId", r.reason, r.given_at as "at", r.until
               from account_role r join account a on a.id = r.account_id
              where r.until is not null and r.seen_by is null and ($1::bigint[] is null or r.clinic_id = any($1)) order by r.id`,
            [clinicsOf(ask.reach)],
          ),
        };
      },
    });

    add({
      ...{ method: 'POST', url: '/emergencies/:id/seen', policy: 'people.write' },
      summary: 'Say that it has been looked at',
      params: ofId,
      async handle({ params }, ask) {
        const [row] = await ask.db.query<{ clinicId: number; accountId: number }[]>('select clinic_id as "clinicId", account_id as "accountId" from account_role where id = $1 and until is not null', [params.id]); // prettier-ignore
        if (!row) throw new Problem('not_found');
        ask.may(row);
        if (ask.who.id === row.accountId) throw new Problem('forbidden'); // not by who did it
        await ask.db.query('update account_role set seen_by = coalesce(seen_by, $2) where id = $1', [
          params.id,
          ask.by,
        ]);
        await note(ask, 'emergency_seen', `role:${params.id}`, row.clinicId);
        return { id: params.id };
      },
    });

    add({
      ...{ method: 'GET', url: '/keys', policy: 'keys.write' },
      summary: 'Keys of other programs',
      async handle(_given, ask) {
        return { items: await keysOf(ask.db, clinicsOf(ask.reach)), scopes };
      },
    });

    add({
      ...{ method: 'POST', url: '/keys', policy: 'keys.write' },
      summary: 'Make a key for another program; it is shown once',
      body: z.object({ name: line(100), clinicId: id, scopes: z.array(z.enum(scopes as [string, ...string[]])).min(1), days: z.int().min(1).max(LONGEST_DAYS).default(90) }), // prettier-ignore
      async handle({ body }, ask) {
        ask.may({ clinicId: body.clinicId });
        // What it needs, and no more than the one who makes it has: a key is nobody's ladder.
        return makeKey(
          ask.db,
          { ...body, clinicId: body.clinicId as ClinicId, scopes: body.scopes as typeof scopes },
          ask.by,
        );
      },
    });

    add({
      ...{ method: 'DELETE', url: '/keys/:id', policy: 'keys.write' },
      summary: 'End a key',
      params: ofId,
      async handle({ params }, ask) {
        if (!(await endKey(ask.db, params.id, clinicsOf(ask.reach), ask.by))) throw new Problem('not_found');
        return { id: params.id };
      },
    });
  };

const asRole = (given: z.output<typeof role>) => ({
  role: given.role,
  clinicId: given.clinicId as ClinicId | null,
  providerId: given.role === 'provider' ? (given.providerId as ProviderId | null) : null,
});

/** Nobody gives what is beyond their own clinics, and nobody but the house gives the house. */
async function mayGive(ask: Ask, given: z.output<typeof role>): Promise<void> {
  const { reach } = ask;
  if (given.clinicId === null ? !reach.everywhere : !covers(reach, { clinicId: given.clinicId }))
    throw new Problem('forbidden');
  if (given.role !== 'provider') return;
  if (given.providerId === null)
    throw new Problem('not_acceptable', { about: { detail: 'Say whose calendar this is.' } });
  const works = await ask.db.query<{ clinicId: number }[]>('select clinic_id as "clinicId" from shifts_made where provider_id = $1', [given.providerId]); // prettier-ignore
  // A provider's own calendar is theirs in every clinic, so only who may speak for all of those can hand it out.
  if (works.length === 0 || works.some((one) => !covers(reach, one))) throw new Problem('forbidden');
}

/** `all`: every role of the account is within reach, for what would hand over or end the whole account. */
async function mayAboutAccount(ask: Ask, accountId: number, which: 'some' | 'all'): Promise<void> {
  const { reach } = ask;
  const held = await ask.db.query<{ clinicId: number | null }[]>(
    'select clinic_id as "clinicId" from account_role where account_id = $1 and ended_at is null and until is null',
    [accountId],
  );
  const [known] = await ask.db.query<unknown[]>('select from account where id = $1 and ended_at is null', [accountId]);
  const mine = held.filter((one) => covers(reach, one));
  const may = reach.everywhere || (which === 'all' ? held.length > 0 && mine.length === held.length : mine.length > 0);
  if (!known || !may) throw new Problem('not_found');
}
