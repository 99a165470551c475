import type { Client } from 'pg';

export interface BenchNetwork {
  providers: number;
  /** Each clinic is the only one of its town, and has fifty providers of one specialty. */
  clinics: number;
  /** Everybody works from the day after. */
  today: string;
}

interface Size {
  days: number;
  booked: number;
}

const MONTH: Size = { days: 30, booked: 0.6 };
const COLLEAGUES = 50;

/**
 * A network for measuring: half-hour visits on a quarter-hour grid, 8 to 17 with lunch from 12 to 13, every day from tomorrow.
 * Made by SQL because five thousand providers would take minutes otherwise; what it makes is what makeShifts would make.
 */
export async function makeNetwork(db: Client, providers: number, size = MONTH): Promise<BenchNetwork> {
  const clinics = Math.ceil(providers / COLLEAGUES);
  await makePeople(db, clinics, providers);
  await makeWork(db, size.days);
  if (size.booked > 0) await withoutConstraints(db, () => makeVisits(db, size.booked));
  await db.query(`select setval('visit_id_seq', 1000000000)`);
  await db.query('vacuum analyze');
  const { rows } = await db.query<{ day: string }>(`select current_date::text as day`);
  return { providers, clinics, today: rows[0]?.day ?? '' };
}

async function makePeople(db: Client, clinics: number, providers: number): Promise<void> {
  await db.query(`insert into place (name, country, latitude, longitude) values ('Bench', 'KE', 0, 0)`);
  await db.query(`insert into specialty (code, names) values ('bench', '{}')`);
  await db.query(
    `insert into clinic (name, place_id, time_zone, emergency_number)
     select 'Clinic ' || i, 1, 'Africa/Nairobi', '112' from generate_series(1, $1::int) i`,
    [clinics],
  );
  await db.query(
    `insert into service (clinic_id, specialty, name, minutes, minimum_notice_minutes)
     select id, 'bench', 'Visit', 30, 0 from clinic order by id`,
  );
  await db.query(`insert into provider (name) select 'Dr ' || i from generate_series(1, $1::int) i`, [providers]);
  await db.query(`insert into patient (name) select 'Patient ' || i from generate_series(1, $1::int) i`, [providers]);
  await db.query(
    `insert into provider_service (provider_id, service_id)
     select p.id, s.id from provider p join service s on s.clinic_id = 1 + (p.id - 1) / ${COLLEAGUES}`,
  );
}

const makeWork = (db: Client, days: number): Promise<unknown> =>
  db.query(
    `insert into shift (provider_id, clinic_id, day, midnight, during, starts, modes)
     select p.id, 1 + (p.id - 1) / ${COLLEAGUES}, d::date, m, r, r, '{in_person}'
       from provider p, generate_series(current_date + 1, current_date + $1::int, '1 day') d,
            lateral (select d::timestamp at time zone 'Africa/Nairobi' as m) z,
            lateral (values (8, 12), (13, 17)) h(a, b),
            lateral (select tstzrange(m + a * interval '1 hour', m + b * interval '1 hour') as r) x`,
    [days],
  );

async function makeVisits(db: Client, booked: number): Promise<void> {
  await db.query('select setseed(0.42)');
  await db.query(
    `insert into visit (clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by)
     select clinic_id, 'B' || row_number() over (), provider_id, clinic_id, provider_id, 'booked', day, t, t + interval '30 minutes',
            tstzrange(t, t + interval '30 minutes'), row_number() over (), 'bench'
       from shift, generate_series(lower(during), upper(during) - interval '30 minutes', '30 minutes') t
      where random() < $1
     on conflict do nothing`,
    [booked],
  );
}

/** A million visits are sorted into three finished indexes ten times as fast as they are added one by one. */
async function withoutConstraints(db: Client, fill: () => Promise<void>): Promise<void> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = 'visit'::regclass and contype = 'x'`,
  );
  for (const { name } of rows) await db.query(`alter table visit drop constraint ${name}`);
  await fill();
  for (const { name, definition } of rows) await db.query(`alter table visit add constraint ${name} ${definition}`);
}
