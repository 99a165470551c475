import type { Client } from 'pg';

export interface BenchNetwork {
  providers: number;
  /** Fifty colleagues of one specialty in one town. */
  group: { specialty: string; clinics: number[]; providers: number[] };
  fromDay: string;
}

export const DAYS = 30;
const BOOKED = 0.6;

/**
 * A network for measuring search: half-hour visits on a quarter-hour grid, lunch from 12 to 13, thirty working days, 60 % booked.
 * Made by SQL because five thousand providers would take minutes otherwise; what it makes is what makeShifts would make.
 */
export async function makeNetwork(db: Client, providers: number): Promise<BenchNetwork> {
  const groups = Math.ceil(providers / 50);
  await db.query(`set statement_timeout = 0`);
  await db.query(`insert into place (name, country, latitude, longitude) values ('Bench', 'KE', 0, 0)`);
  await db.query(`insert into specialty (code, names) values ('bench', '{}')`);
  await db.query(
    `insert into clinic (name, place_id, time_zone, emergency_number) select 'Clinic ' || i, 1, 'Africa/Nairobi', '112' from generate_series(1, $1::int) i`,
    [groups],
  );
  await db.query(
    `insert into service (clinic_id, specialty, name, minutes, minimum_notice_minutes)
     select id, 'bench', 'Visit', 30, 0 from clinic order by id`,
  );
  await db.query(`insert into provider (name) select 'Dr ' || i from generate_series(1, $1::int) i`, [providers]);
  await db.query(
    `insert into provider_service (provider_id, service_id) select p.id, s.id from provider p join service s on s.clinic_id = 1 + (p.id - 1) / 50`,
  );
  await db.query(
    `insert into shift (provider_id, clinic_id, day, midnight, during, starts, modes)
     select p.id, 1 + (p.id - 1) / 50, d::date, m, r, r, '{in_person}'
       from provider p, generate_series(current_date + 1, current_date + $1::int, '1 day') d,
            lateral (select d::timestamp at time zone 'Africa/Nairobi' as m) z,
            lateral (values (8, 12), (13, 17)) h(a, b), lateral (select tstzrange(m + a * interval '1 hour', m + b * interval '1 hour') as r) x`,
    [DAYS],
  );
  await db.query('select setseed(0.42)');
  await db.query(`insert into patient (name) select 'Patient ' || i from generate_series(1, $1::int) i`, [providers]);
  await db.query(
    `insert into visit (clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by)
     select clinic_id, 'B' || row_number() over (), provider_id, clinic_id, provider_id, 'booked', day, t, t + interval '30 minutes',
            tstzrange(t, t + interval '30 minutes'), row_number() over (), 'bench'
       from shift, generate_series(lower(during), upper(during) - interval '30 minutes', '30 minutes') t
      where random() < $1
     on conflict do nothing`,
    [BOOKED],
  );
  await db.query(`select setval('visit_id_seq', 1000000000)`);
  await db.query('vacuum analyze');
  const { rows } = await db.query<{ day: string }>(`select (current_date + 1)::text as day`);
  return {
    providers,
    group: {
      specialty: 'bench',
      clinics: [1],
      providers: Array.from({ length: Math.min(50, providers) }, (_, i) => i + 1),
    },
    fromDay: rows[0]!.day,
  };
}
