import type { Wanted } from '../../flows/vocabulary';
import type { ClinicId, PlaceId } from '../database/ids';
import { nearest } from '../directory/nearest';
import type { Speaker } from './speaker';

/** Where a visit is looked for, and whether a town or clinic was named in vain. */
export interface Where {
  clinics: ClinicId[];
  inVain: boolean;
}

/**
 * At which clinics to look. Where they said; else at their own; and if what they need is not to be had there, at the nearest
 * clinic of the network that has it. Nothing at all comes back when nobody in the network does it.
 */
export async function whereToLook(speaker: Speaker, wanted: Wanted): Promise<Where> {
  const able = await clinicsThatDo(speaker, wanted);
  const near = able.filter(({ id, placeId }) =>
    wanted.placeId !== undefined ? placeId === wanted.placeId : id === (wanted.clinicId ?? speaker.clinicId),
  );
  if (near.length > 0) return { clinics: near.map(({ id }) => id), inVain: false };
  const all = able.map(({ id }) => id);
  const inVain = (wanted.placeId ?? wanted.clinicId) !== undefined;
  const origin = wanted.placeId ?? (await placeOf(speaker, wanted.clinicId ?? speaker.clinicId));
  if (all.length < 2 || !origin) return { clinics: all, inVain };
  const [closest] = await nearest(speaker.tx, origin as PlaceId, all);
  return { clinics: closest ? [closest.clinicId] : all, inVain };
}

const clinicsThatDo = (
  { tx }: Speaker,
  { specialty, providerId }: Wanted,
): Promise<{ id: ClinicId; placeId: number }[]> =>
  tx.query(
    `select distinct c.id, c.place_id as "placeId" from clinic c join service s on s.clinic_id = c.id and s.ended_at is null
       join provider_service ps on ps.service_id = s.id join provider p on p.id = ps.provider_id and p.left_at is null
      where c.closed_at is null and ($1::text is null or s.specialty = $1) and ($2::bigint is null or p.id = $2)
      order by c.id`,
    [specialty ?? null, providerId ?? null],
  );

async function placeOf({ tx }: Speaker, clinicId: number | null | undefined): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }[]>('select place_id as id from clinic where id = $1', [clinicId ?? null]);
  return row?.id;
}

/** The town, as the patient's language has it, or the clinic that was named. */
export async function placeNamed({ tx, language }: Speaker, { placeId, clinic }: Wanted): Promise<string | undefined> {
  if (placeId === undefined) return clinic;
  const [row] = await tx.query<{ name: string }[]>(
    'select coalesce(names->>$2, name) as name from place where id = $1',
    [placeId, language],
  );
  return row?.name;
}
