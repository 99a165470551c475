import { IANAZone } from 'luxon';
import type { Database } from '../database/statements';

/** A zone of which Node and Postgres know different clocks, and when they first differ. */
export interface Dispute {
  zone: string;
  from: Date;
}

/**
 * Governments change their clocks, and each program brings its own list. Shifts and what patients read go by Node's, days
 * and reminders by Postgres'. Where the two differ within these days, one of them is out of date and must be renewed.
 */
export async function zonesInDispute(db: Database, zones: string[], from: Date, days = 366): Promise<Dispute[]> {
  const disputes: Dispute[] = [];
  for (const zone of zones) {
    const rows = await db.query<{ at: Date; minutes: number }[]>(
      `select at, (extract(epoch from (at at time zone $1) - (at at time zone 'UTC')) / 60)::int as minutes
         from generate_series($2::timestamptz, $2::timestamptz + $3::integer * interval '1 day', '6 hours') at order by at`,
      [zone, from, days],
    );
    const first = rows.find(({ at, minutes }) => IANAZone.create(zone).offset(+at) !== minutes);
    if (first) disputes.push({ zone, from: first.at });
  }
  return disputes;
}
