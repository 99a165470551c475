import type { EntityManager } from 'typeorm';
import type { ClinicId, ProviderId } from '../database/ids';
import type { Interval } from './intervals';
import { type ExtraHours, type Shift, shiftsBetween, type WorkingHours, type WorkPlan } from './shifts';
import { type Day, dayOf, instantOf, plusDays } from './wall-clock';

/**
 * Works the shifts of these days out afresh, both days included. Call it in the transaction that changes hours, leave,
 * closures or group sessions: from its commit on, search and booking go by the new ones.
 */
export async function makeShifts(
  db: EntityManager,
  providerId: ProviderId,
  clinicId: ClinicId,
  from: Day,
  until: Day,
): Promise<void> {
  await takeTurn(db, providerId);
  const plan = await readPlan(db, providerId, clinicId, from, until);
  await markSessions(db, providerId, spanOf(plan.zone, from, until));
  // Waits for bookings under way, which hold on to the shift they are in; see claim.ts. By day, as a series claims them.
  await db.query(
    'select from shift where provider_id = $1 and clinic_id = $2 and day between $3 and $4 order by day, during for update',
    [providerId, clinicId, from, until],
  );
  await db.query('delete from shift where provider_id = $1 and clinic_id = $2 and day between $3 and $4', [
    providerId,
    clinicId,
    from,
    until,
  ]);
  await insertShifts(db, providerId, clinicId, shiftsBetween(plan, from, until));
  await db.query(
    `insert into shifts_made (provider_id, clinic_id, until_day) values ($1, $2, $3)
     on conflict (provider_id, clinic_id) do update set until_day = greatest(shifts_made.until_day, excluded.until_day)`,
    [providerId, clinicId, until],
  );
}

/**
 * Two people who change one provider's time take turns, or the second would work from a plan without the first's change.
 * Call it before anything about that time is written. Not `for update`: that would keep every booking waiting.
 */
export const takeTurn = (db: EntityManager, providerId: ProviderId): Promise<unknown> =>
  db.query('select from provider where id = $1 for no key update', [providerId]);

/** Every clinic in which the provider has hours, for the days that have been worked out so far. */
export async function remakeShifts(db: EntityManager, providerId: ProviderId, from: Day, until?: Day): Promise<void> {
  const made = await db.query<{ clinic_id: ClinicId; until_day: Day }[]>(
    `select clinic_id, until_day::text from shifts_made where provider_id = $1 order by clinic_id`,
    [providerId],
  );
  for (const { clinic_id, until_day } of made) {
    const last = until && until < until_day ? until : until_day;
    if (from <= last) await makeShifts(db, providerId, clinic_id, from, last);
  }
}

/**
 * Says of each session in that time whether the doctor is away. Locked for update first: whoever is taking a seat holds on to
 * the session, so either they finish or they read it anew.
 */
export async function markSessions(tx: EntityManager, providerId: ProviderId, during: Interval): Promise<void> {
  const values = [providerId, new Date(during.from), new Date(during.to)];
  await tx.query(
    'select from group_session where provider_id = $1 and during && tstzrange($2, $3) order by id for update',
    values,
  );
  await tx.query(
    `update group_session g
        set away = exists (select from leave x where x.provider_id = g.provider_id and x.ended_at is null and x.during && g.during)
                or exists (select from closure x where x.clinic_id = g.clinic_id and x.ended_at is null and x.during && g.during)
      where g.provider_id = $1 and g.during && tstzrange($2, $3)`,
    values,
  );
}

interface Reach {
  provider_id: ProviderId;
  clinic_id: ClinicId;
  today: Day;
  until_day: Day | null;
  horizon_day: Day;
}

/** Makes the days that the horizon of the services has moved into. Run once a day, and after hours or services change. */
export async function extendShifts(db: EntityManager, only: { providerId?: ProviderId } = {}): Promise<number> {
  const behind = await db.query<Reach[]>(
    `select w.provider_id, w.clinic_id, today.day::text as today, m.until_day::text,
            (today.day + coalesce(max(s.horizon_days), 60) + 1)::text as horizon_day
       from (select provider_id, clinic_id from working_hours union select provider_id, clinic_id from extra_hours) w
       join clinic c on c.id = w.clinic_id
      cross join lateral (select (clock_now() at time zone c.time_zone)::date as day) today
       left join shifts_made m on m.provider_id = w.provider_id and m.clinic_id = w.clinic_id
       left join provider_service ps on ps.provider_id = w.provider_id
       left join service s on s.id = ps.service_id and s.clinic_id = w.clinic_id and s.ended_at is null
      where $1::bigint is null or w.provider_id = $1
      group by w.provider_id, w.clinic_id, today.day, m.until_day
     having m.until_day is null or m.until_day < today.day + coalesce(max(s.horizon_days), 60) + 1
      order by 1, 2`,
    [only.providerId ?? null],
  );
  for (const { provider_id, clinic_id, today, until_day, horizon_day } of behind) {
    const from = until_day ? plusDays(until_day, 1) : plusDays(today, -1);
    await makeShifts(db, provider_id, clinic_id, from, horizon_day);
  }
  return behind.length;
}

async function readPlan(
  db: EntityManager,
  providerId: ProviderId,
  clinicId: ClinicId,
  from: Day,
  until: Day,
): Promise<WorkPlan> {
  const [clinic] = await db.query<{ zone: string }[]>('select time_zone as zone from clinic where id = $1', [clinicId]);
  if (!clinic) throw new Error(`There is no clinic ${clinicId}`);
  const window = spanOf(clinic.zone, from, until);
  return {
    zone: clinic.zone,
    hours: await readHours(db, providerId, clinicId),
    extra: await readExtra(db, providerId, clinicId, window),
    away: await readAway(db, providerId, clinicId, window),
  };
}

// A day more on either side: a night shift belongs to the day before, and other zones have other days.
const spanOf = (zone: string, from: Day, until: Day): Interval => ({
  from: instantOf(plusDays(from, -1), '00:00', zone),
  to: instantOf(plusDays(until, 2), '00:00', zone),
});

const readHours = (db: EntityManager, providerId: ProviderId, clinicId: ClinicId): Promise<WorkingHours[]> =>
  db.query<WorkingHours[]>(
    `select h.weekday, to_char(h.starts, 'HH24:MI') as starts, to_char(h.ends, 'HH24:MI') as ends, h.every_weeks as "everyWeeks",
            h.from_day::text as "fromDay", h.to_day::text as "toDay", h.modes, h.only_service_id as "onlyServiceId",
            coalesce((select jsonb_agg(jsonb_build_object('starts', to_char(b.starts, 'HH24:MI'), 'ends', to_char(b.ends, 'HH24:MI')))
                        from working_break b where b.working_hours_id = h.id), '[]') as breaks
       from working_hours h where h.provider_id = $1 and h.clinic_id = $2 order by h.id`,
    [providerId, clinicId],
  );

const IN_MILLISECONDS = (range: string): string =>
  `(extract(epoch from lower(${range})) * 1000)::float8 as from, (extract(epoch from upper(${range})) * 1000)::float8 as to`;

async function readExtra(
  db: EntityManager,
  providerId: ProviderId,
  clinicId: ClinicId,
  window: Interval,
): Promise<ExtraHours[]> {
  const rows = await db.query<(Interval & Omit<ExtraHours, 'during'>)[]>(
    `select ${IN_MILLISECONDS('during')}, modes, only_service_id as "onlyServiceId" from extra_hours
      where provider_id = $1 and clinic_id = $2 and during && tstzrange($3, $4)`,
    [providerId, clinicId, new Date(window.from), new Date(window.to)],
  );
  return rows.map(({ from, to, ...terms }) => ({ ...terms, during: { from, to } }));
}

const readAway = (
  db: EntityManager,
  providerId: ProviderId,
  clinicId: ClinicId,
  window: Interval,
): Promise<Interval[]> =>
  db.query<Interval[]>(
    `select ${IN_MILLISECONDS('during')} from (
       select during from leave where provider_id = $1 and ended_at is null
       union all select during from closure where clinic_id = $2 and ended_at is null
       union all select during from group_session where provider_id = $1 and cancelled_at is null
     ) away where during && tstzrange($3, $4)`,
    [providerId, clinicId, new Date(window.from), new Date(window.to)],
  );

async function insertShifts(
  db: EntityManager,
  providerId: ProviderId,
  clinicId: ClinicId,
  shifts: Shift[],
): Promise<void> {
  const instants = (pick: (shift: Shift) => number): Date[] => shifts.map((shift) => new Date(pick(shift)));
  await db.query(
    `insert into shift (provider_id, clinic_id, day, midnight, during, starts, modes, only_service_id)
     select $1, $2, day, midnight, tstzrange(d_from, d_to), tstzrange(s_from, s_to), string_to_array(modes, ','), only_service
       from unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
                   $9::text[], $10::bigint[]) as made(day, midnight, d_from, d_to, s_from, s_to, modes, only_service)`,
    [
      providerId,
      clinicId,
      shifts.map((shift) => shift.day),
      instants((shift) => shift.midnight),
      instants((shift) => shift.during.from),
      instants((shift) => shift.during.to),
      instants((shift) => shift.starts.from),
      instants((shift) => shift.starts.to),
      shifts.map((shift) => shift.modes.join(',')),
      shifts.map((shift) => shift.onlyServiceId),
    ],
  );
}

/** The clinic-local days that an interval touches: those whose shifts it can change. */
export const daysTouched = (during: Interval, zone: string): { from: Day; until: Day } => ({
  from: plusDays(dayOf(during.from, zone), -1),
  until: plusDays(dayOf(during.to, zone), 1),
});
