import type { ProviderId, ServiceId } from '../database/ids';
import type { Database } from '../database/statements';
import { findAllTimes } from '../scheduling/find-times';

export interface Access {
  clinicId: number;
  clinic: string;
  providerId: number;
  provider: string;
  serviceId: number;
  service: string;
  /** Days until the third time that is still free; null when there are not three within the horizon. */
  days: number | null;
}

type Pair = Omit<Access, 'days'> & { providerId: ProviderId; serviceId: ServiceId; now: Date };

/**
 * How soon somebody could be seen, as it stands now: the third free time, because the first may be a chance gap. Found by the
 * function that patients are offered times by, so nothing else is promised.
 */
export async function thirdNext(
  db: Database,
  of: { clinics: readonly number[] | null; clinicId?: number | undefined; providerId?: number | undefined; serviceId?: number | undefined }, // prettier-ignore
): Promise<Access[]> {
  const pairs = await db.query<Pair[]>(
    `select s.clinic_id as "clinicId", c.name as clinic, p.id as "providerId", p.name as provider, s.id as "serviceId", s.name as service,
            clock_now() as now
       from provider_service x join provider p on p.id = x.provider_id join service s on s.id = x.service_id join clinic c on c.id = s.clinic_id
      where p.left_at is null and s.ended_at is null and s.usual and c.closed_at is null
        and ($1::bigint[] is null or s.clinic_id = any($1)) and ($2::bigint is null or s.clinic_id = $2)
        and ($3::bigint is null or p.id = $3) and ($4::bigint is null or s.id = $4)
      order by c.name, p.name, s.name, s.id limit ${MOST}`,
    [of.clinics, of.clinicId ?? null, of.providerId ?? null, of.serviceId ?? null],
  );
  const found: Access[] = [];
  for (const { now, ...pair } of pairs) {
    const times = await findAllTimes(db, { providers: [pair.providerId], services: [pair.serviceId] }, 3);
    const third = times[2];
    found.push({ ...pair, days: third ? Math.round((+third.starts - +now) / 864_000) / 100 : null });
  }
  return found;
}

/** Each costs a search: a house with more looks at its clinics one by one. */
const MOST = 300;
