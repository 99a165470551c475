import { type Action, type Belongs, covers, type Grant, type Reach, reachOf, type Who } from '../accounts/policy';
import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';

/** Somebody who works at a clinic, as they are known at this moment. */
export interface Colleague {
  actor: Actor;
  name: string;
  who: Who;
}

/** Read anew for everything they do: a role that was taken away a minute ago is gone. */
export async function readColleague(db: Database, actor: Actor): Promise<Colleague | undefined> {
  const id = Number(/^staff:(\d+)$/.exec(actor)?.[1]);
  if (!id) return undefined;
  const [row] = await db.query<{ name: string; grants: Grant[] }[]>(
    `select a.name, coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'clinicId', r.clinic_id, 'providerId', r.provider_id))
                             filter (where r.id is not null), '[]') as grants
       from account a left join account_role r on r.account_id = a.id and r.ended_at is null and (r.until is null or r.until > clock_now())
      where a.id = $1 and a.ended_at is null group by a.id`,
    [id],
  );
  if (!row) return undefined;
  const who: Who = { kind: 'account', id, grants: row.grants, patients: [], scopes: [], clinicId: null };
  return { actor, name: row.name, who };
}

export const may = ({ who }: Colleague, action: Action, of: Belongs): boolean => covers(reachOf(who, action), of);

/** A case of somebody who has not named a clinic yet is anybody's who works at a desk. */
export function maySee(colleague: Colleague, action: Action, clinicId: ClinicId | null): boolean {
  const reach = reachOf(colleague.who, action);
  return clinicId === null ? reach.everywhere || reach.clinics.length > 0 : covers(reach, { clinicId });
}

/** The clinics in which somebody may do this; null for all of them. */
export function clinicsFor({ who }: Colleague, action: Action): readonly ClinicId[] | null {
  const reach: Reach = reachOf(who, action);
  return reach.everywhere ? null : reach.clinics;
}

export async function nameOf(db: Database, actor: string | null): Promise<string> {
  const id = Number(/^staff:(\d+)$/.exec(actor ?? '')?.[1]);
  const [row] = id ? await db.query<{ name: string }[]>('select name from account where id = $1', [id]) : [];
  return row?.name ?? 'a colleague';
}
