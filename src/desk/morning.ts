import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';

/** How a day begins at a clinic, in numbers: nothing in it is about one patient. */
export interface Morning {
  visits: number;
  confirmed: number;
  toAccept: number;
  urgent: number;
  cases: number;
  oldest: Date | null;
  undelivered: number;
  waiting: number;
  away: string[];
  closed: string | null;
}

export async function morningOf(db: Database, clinicId: ClinicId, day: string): Promise<Morning> {
  const [morning] = await db.query<Morning[]>(MORNING, [clinicId, day]);
  if (!morning) throw new Error(`There is no clinic ${clinicId}`);
  return morning;
}

const MORNING = `
  with here as (select c.id, tstzrange($2::date::timestamp at time zone c.time_zone, ($2::date + 1)::timestamp at time zone c.time_zone) as today
                  from clinic c where c.id = $1)
  select (select count(*)::int from visit v where v.clinic_id = h.id and v.day = $2 and v.status in ('booked', 'arrived')) as visits,
         (select count(*)::int from visit v where v.clinic_id = h.id and v.day = $2 and v.status in ('booked', 'arrived') and v.confirmed_at is not null) as confirmed,
         (select count(*)::int from visit v where v.clinic_id = h.id and v.status = 'requested' and v.starts > clock_now()) as "toAccept",
         (select count(*)::int from desk_case d where d.clinic_id = h.id and d.status <> 'resolved' and d.urgent) as urgent,
         (select count(*)::int from desk_case d where d.clinic_id = h.id and d.status <> 'resolved' and d.kind <> 'request') as cases,
         (select min(d.waiting_since) from desk_case d where d.clinic_id = h.id and d.status <> 'resolved') as oldest,
         (select count(*)::int from outbox o where o.clinic_id = h.id and o.status in ('failed', 'undelivered', 'dead')
             and o.settled_at > clock_now() - interval '1 day') as undelivered,
         (select count(*)::int from waiting w where w.clinic_id = h.id and w.status = 'waiting') as waiting,
         (select coalesce(jsonb_agg(distinct p.name), '[]') from leave l join provider p on p.id = l.provider_id
           where l.ended_at is null and l.during && h.today and exists (select from shift s where s.provider_id = p.id and s.clinic_id = h.id and s.day = $2)) as away,
         (select min(x.name) from closure x where x.clinic_id = h.id and x.ended_at is null and x.during @> h.today) as closed
    from here h`;
