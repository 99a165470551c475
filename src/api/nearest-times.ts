import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { findAllTimes } from '../scheduling/find-times';
import type { FreeTime, Slot } from '../scheduling/types';

const SHOWN = 3;
const HOUR = 3_600_000;
/** Somebody else at the same hour is as good as the same doctor this much later. */
const ANOTHER_COSTS = HOUR / 2;

/** What is free closest to a time that could not be had: with the same provider, or with another at about that hour. */
export async function nearestTimes(db: Database, { providerId, serviceId, starts }: Slot): Promise<FreeTime[]> {
  const around = (before: number, after: number) => ({
    ...{ services: [serviceId], staff: true },
    ...{ earliest: new Date(+starts - before * HOUR), latest: new Date(+starts + after * HOUR) },
  });
  const found = [
    ...(await findAllTimes(db, { ...around(12, 72), providers: [providerId] })),
    ...(await findAllTimes(db, around(3, 3))),
  ];
  const cost = (time: FreeTime): number =>
    Math.abs(+time.starts - +starts) + (time.providerId === providerId ? 0 : ANOTHER_COSTS);
  return found
    .filter((one, i) => found.findIndex((other) => isSame(one, other)) === i)
    .sort((a, b) => cost(a) - cost(b))
    .slice(0, SHOWN);
}

const isSame = (one: FreeTime, other: FreeTime): boolean =>
  one.providerId === other.providerId && +one.starts === +other.starts;

/** The clinic of a service. */
export async function clinicOfService(db: Database, serviceId: number): Promise<ClinicId | undefined> {
  const [service] = await db.query<{ clinicId: ClinicId }[]>(
    'select clinic_id as "clinicId" from service where id = $1',
    [serviceId],
  );
  return service?.clinicId;
}
