import type { ProviderId } from '../database/ids';
import { type Into, Refused } from './kind';

/** Somebody who works in this clinic, by the name on their door. */
export async function providerNamed({ tx, clinicId }: Into, name: string): Promise<ProviderId | undefined> {
  const found = await tx.query<{ id: ProviderId }[]>(
    `select p.id from provider p where lower(p.name) = lower($1) and p.left_at is null
        and exists (select from shifts_made m where m.provider_id = p.id and m.clinic_id = $2) order by p.id limit 2`,
    [name, clinicId],
  );
  if (found.length > 1) throw new Refused('provider', `Two people are called "${name}" here.`);
  return found[0]?.id;
}

export async function theProvider(into: Into, name: string): Promise<ProviderId> {
  const found = await providerNamed(into, name);
  if (found === undefined) throw new Refused('provider', `Nobody called "${name}" works in this clinic.`);
  return found;
}
