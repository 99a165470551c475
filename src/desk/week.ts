import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';

/** A week of a clinic in numbers. Nothing where nobody could be counted. */
export interface Week {
  booked: number;
  done: number;
  missed: number;
  cancelled: number;
  messages: number;
  cases: number;
  /** Minutes until a colleague first answered, for the case in the middle. */
  minutes: number | null;
  rating: number | null;
}

/** The seven days from this Monday on, by the clinic's own midnight. */
export async function weekOf(db: Database, clinicId: ClinicId, monday: string): Promise<Week> {
  const [week] = await db.query<Week[]>(WEEK, [clinicId, monday]);
  if (!week) throw new Error(`There is no clinic ${clinicId}`);
  return week;
}

const WEEK = `
  with span as (select c.id, $2::date::timestamp at time zone c.time_zone as begins, ($2::date + 7)::timestamp at time zone c.time_zone as ends
                  from clinic c where c.id = $1),
  visits as (select v.status from visit v, span where v.clinic_id = $1 and v.day >= $2::date and v.day < $2::date + 7),
  cases as (select d.opened_at, (select min(e.at) from case_event e where e.case_id = d.id and e.kind = 'answered') as answered_at
              from desk_case d, span where d.clinic_id = $1 and d.opened_at >= begins and d.opened_at < ends)
  select (select count(*)::int from visit v where v.clinic_id = $1 and v.created_at >= begins and v.created_at < ends
             and v.moved_from is null and v.status not in ('held', 'expired', 'released')) as booked,
         (select count(*)::int from visits where status in ('done', 'arrived')) as done,
         (select count(*)::int from visits where status = 'missed') as missed,
         (select count(*)::int from visits where status = 'cancelled') as cancelled,
         (select count(*)::int from inbox i join contact k on k.id = i.contact_id
           where k.clinic_id = $1 and i.source not in ('timer', 'desk', 'payment') and i.received_at >= begins and i.received_at < ends) as messages,
         (select count(*)::int from cases) as cases,
         (select round(percentile_cont(0.5) within group (order by extract(epoch from answered_at - opened_at)) / 60)::int
            from cases where answered_at is not null) as minutes,
         (select round(avg(f.rating), 1)::float8 from feedback f
           where f.clinic_id = $1 and f.rating is not null and f.at >= begins and f.at < ends) as rating
    from span`;
