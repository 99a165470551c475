import { type Database, run, type Statement } from '../database/statements';
import type { ClinicId, PlaceId } from '../database/ids';

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export interface ClinicNearby {
  readonly clinicId: ClinicId;
  readonly kilometres: number;
}

/** The clinics by distance from a town or a point, nearest first; a clinic stands where its town does. */
export async function nearest(
  db: Database,
  from: PlaceId | Point,
  clinics: readonly ClinicId[],
): Promise<ClinicNearby[]> {
  const point = typeof from === 'number' ? { latitude: null, longitude: null } : from;
  const place = typeof from === 'number' ? from : null;
  const rows = await run<{ id: ClinicId; kilometres: number }>(db, BY_DISTANCE, [
    place,
    point.latitude,
    point.longitude,
    clinics,
  ]);
  return rows.map(({ id, kilometres }) => ({ clinicId: id, kilometres: Math.round(kilometres) }));
}

/** The haversine formula on a globe of 6371 km; wrong by half a percent at most, which no patient notices. */
const BY_DISTANCE: Statement = {
  name: 'clinics-by-distance',
  text: `
    with origin as (
      select latitude, longitude from place where id = $1
      union all
      select $2::double precision, $3::double precision where $1::bigint is null
    )
    select c.id, 2 * 6371 * asin(sqrt(
             power(sind((p.latitude - o.latitude) / 2), 2)
             + cosd(o.latitude) * cosd(p.latitude) * power(sind((p.longitude - o.longitude) / 2), 2))) as kilometres
      from clinic c join place p on p.id = c.place_id, origin o
     where c.id = any($4)
     order by kilometres, c.id`,
};
