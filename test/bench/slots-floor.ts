/**
 * The floor for search: the best we know how to write it in SQL when there are no rules but "working" and "not taken" and
 * nothing is kept beside the visits. Free time is the shift less what is taken; each free piece is asked for its first
 * start; days are looked at in order and the limit stops them. It reads the tables and indexes that the product reads, and
 * answers with what it takes to show a time: who, where, which day, from when to when. Length, grid and zone stand in the text.
 */

const FIRST_FIT = `
  select min(start_at) as start_at from (
    select date_bin('15 minutes', lower(piece) + interval '15 minutes' - interval '1 microsecond', s.midnight) as start_at, upper(piece) as ends
      from unnest(tstzmultirange(s.during) - (
        select coalesce(range_agg(v.during), '{}') from visit v
         where v.provider_id = s.provider_id and v.during && s.during
           and v.status in ('held', 'requested', 'booked', 'arrived') and v.overbooked_by is null)) piece
  ) free where start_at + interval '30 minutes' <= ends`;

const lazyByDay = (shifts: string): string => `
  select found.* from generate_series($1::date, $1::date + 30, '1 day') d(day)
   cross join lateral (
     select s.provider_id, s.clinic_id, s.day::text, s.midnight, fit.start_at, fit.start_at + interval '30 minutes' as end_at
       from ${shifts} cross join lateral (${FIRST_FIT}) fit
      where s.day = d.day::date and fit.start_at is not null
      order by fit.start_at limit 3) found
   limit 3`;

/** $1 is today, from which both sides look; $2 the provider, or the clinic. */
export const FLOOR = {
  one: { name: 'floor_one', text: lazyByDay('(select * from shift where provider_id = $2) s') },
  group: {
    name: 'floor_group',
    text: `with o as materialized (
      select ps.provider_id from service sv join provider_service ps on ps.service_id = sv.id
       where sv.clinic_id = $2 and sv.specialty = 'bench')
      ${lazyByDay('o join shift s on s.provider_id = o.provider_id')}`,
  },
  anyone: { name: 'floor_anyone', text: lazyByDay('shift s') },
};
