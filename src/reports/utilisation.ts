import type { Figure } from './figure';

/**
 * What was open: the hours as they stand in the calendar, without leave and closures. What was used of it: the time of visits
 * without their buffers, each sitting once, however many share it. What lies outside the hours counts as used, not as open.
 */
const FACTS = `
  select s.clinic_id, s.provider_id, s.day, minutes.open, 0::float8 as used
    from (select clinic_id, provider_id, day, range_agg(during) as during from shift group by 1, 2, 3) s
   cross join lateral (
     select coalesce(sum(extract(epoch from upper(r) - lower(r)) / 60), 0)::float8 as open
       from unnest(s.during
         - coalesce((select range_agg(l.during) from leave l where l.provider_id = s.provider_id and l.ended_at is null), '{}')
         - coalesce((select range_agg(x.during) from closure x where x.clinic_id = s.clinic_id and x.ended_at is null), '{}')) r) minutes
  union all
  select clinic_id, provider_id, day, 0, extract(epoch from max(ends) - min(starts)) / 60
    from visit where status in ('booked', 'arrived', 'done', 'missed') group by clinic_id, provider_id, day, sitting`;

export const utilisation: Figure = {
  name: 'utilisation',
  title: 'Utilisation',
  about: 'Minutes of visits, without buffers, out of the minutes that were open for them: working hours without breaks, leave and closures. Missed visits used their time.', // prettier-ignore
  by: ['clinic', 'provider', 'day', 'week', 'month'],
  facts: FACTS,
  measures: {
    open: { title: 'Minutes open', unit: 'minutes', sql: 'sum(f.open)::float8' },
    used: { title: 'Minutes used', unit: 'minutes', sql: 'sum(f.used)::float8' },
    usedShare: { title: 'Share used', unit: 'share', sql: 'round((sum(f.used) / nullif(sum(f.open), 0))::numeric, 4)::float8' }, // prettier-ignore
  },
};
