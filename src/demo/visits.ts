import type { EntityManager } from 'typeorm';
import type { ProviderId, RoomId, ServiceId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import type { VisitMode } from '../database/entities';
import { startTimers } from '../scheduling/effects';
import type { Chance } from './chance';
import { type Clinic, HORIZON_DAYS, type Span } from './clinics';
import type { Patient } from './patients';
import { fateOf, references } from './fate';

const MINUTE = 60_000;

interface Shift {
  provider_id: ProviderId;
  day: string;
  midnight: number;
  opens: number;
  closes: number;
  modes: VisitMode[];
  only_service_id: ServiceId | null;
  daily_cap: number | null;
}

interface Service {
  id: ServiceId;
  provider_id: ProviderId;
  minutes: number;
  before: number;
  after: number;
  grid: number;
  daily_cap: number | null;
  needs_approval: boolean;
  modes: VisitMode[];
  room_kind: string | null;
}

/** What a calendar needs to know to be filled. */
interface Book {
  clinic: Clinic;
  span: Span;
  chance: Chance;
  crowd: Patient[];
  services: Service[];
  rooms: { id: RoomId; kind: string }[];
  reference: () => string;
  perDay: Map<string, number>;
}

export type VisitRow = Record<string, unknown>;

/** Walks through every shift and lets about a third of the time be taken: more tomorrow, less in three months. */
export async function fillCalendar(
  db: EntityManager,
  chance: Chance,
  clinic: Clinic,
  crowd: Patient[],
  span: Span,
): Promise<void> {
  const shifts = await db.query<Shift[]>(SHIFTS, [clinic.id, span.from, span.to]);
  const services = await db.query<Service[]>(SERVICES, [clinic.id]);
  const rooms = await db.query<Book['rooms']>('select id, kind from room where clinic_id = $1 order by id', [
    clinic.id,
  ]);
  const reference = references(chance);
  const book: Book = { clinic, span, chance, crowd, services, rooms, reference, perDay: new Map() };
  await fillSessions(db, book); // first, while everybody has time
  await insertVisits(
    db,
    shifts.flatMap((shift) => visitsIn(shift, book)),
  );
}

const SHIFTS = `
  select s.provider_id, s.day::text, (extract(epoch from s.midnight) * 1000)::float8 as midnight, s.modes, s.only_service_id,
         (extract(epoch from lower(s.starts)) * 1000)::float8 as opens,
         (extract(epoch from upper(s.during)) * 1000)::float8 as closes, p.daily_cap
    from shift s join provider p on p.id = s.provider_id
   where s.clinic_id = $1 and s.day between $2 and $3 order by s.provider_id, lower(s.during), lower(s.starts)`;

const SERVICES = `
  select sv.id, ps.provider_id, sv.minutes, sv.buffer_before_minutes as before, sv.buffer_after_minutes as after,
         sv.start_grid_minutes as grid, sv.daily_cap, sv.needs_approval, sv.modes, sv.room_kind
    from service sv join provider_service ps on ps.service_id = sv.id
   where sv.clinic_id = $1 and sv.seats = 1 order by sv.id, ps.provider_id`;

function visitsIn(shift: Shift, book: Book): VisitRow[] {
  const choices = book.services.filter((service) => serves(shift, service));
  if (choices.length === 0) return [];
  const visits: VisitRow[] = [];
  for (let free = shift.opens; ;) {
    const service = book.chance.oneOf(choices);
    const starts = onGrid(free + service.before * MINUTE, service.grid * MINUTE, shift.midnight);
    const ends = starts + service.minutes * MINUTE;
    free = ends + service.after * MINUTE;
    if (free > shift.closes) return visits;
    if (book.chance.is(wanted(shift.day, book.span)) && belowCaps(shift, service, book)) {
      visits.push(visitRow(book, shift, service, starts));
    }
  }
}

const serves = (shift: Shift, service: Service): boolean =>
  service.provider_id === shift.provider_id &&
  (shift.only_service_id === null || shift.only_service_id === service.id) &&
  service.modes.some((mode) => shift.modes.includes(mode));

const onGrid = (earliest: number, grid: number, midnight: number): number =>
  midnight + Math.ceil((earliest - midnight) / grid) * grid;

function wanted(day: string, span: Span): number {
  if (day < span.today) return 0.6;
  const daysAhead = (Date.parse(day) - Date.parse(span.today)) / (24 * 60 * MINUTE);
  return 0.55 - (0.4 * daysAhead) / HORIZON_DAYS;
}

function belowCaps({ day, provider_id, daily_cap }: Shift, service: Service, { perDay }: Book): boolean {
  const [whole, ofService] = [`${provider_id} ${day}`, `${provider_id} ${day} ${service.id}`];
  const full = (key: string, cap: number | null): boolean => cap !== null && (perDay.get(key) ?? 0) >= cap;
  if (full(whole, daily_cap) || full(ofService, service.daily_cap)) return false;
  for (const key of [whole, ofService]) perDay.set(key, (perDay.get(key) ?? 0) + 1);
  return true;
}

function visitRow(book: Book, shift: Shift, service: Service, starts: number): VisitRow {
  const { chance, clinic, rooms } = book;
  const ends = starts + service.minutes * MINUTE;
  const modes = service.modes.filter((mode) => shift.modes.includes(mode));
  return {
    clinic_id: clinic.id,
    reference: book.reference(),
    provider_id: shift.provider_id,
    service_id: service.id,
    room_id: service.room_kind && chance.oneOf(rooms.filter(({ kind }) => kind === service.room_kind)).id,
    patient_id: chance.oneOf(book.crowd).id,
    mode: chance.oneOf(modes),
    day: shift.day,
    starts: iso(starts),
    ends: iso(ends),
    during: `[${iso(starts - service.before * MINUTE)},${iso(ends + service.after * MINUTE)})`,
    booked_by: 'patient',
    ...fateOf(chance, { day: shift.day, starts, today: book.span.today, needsApproval: service.needs_approval }),
  };
}

const iso = (instant: number): string => new Date(instant).toISOString();

// A visit that stands alone is its own sitting, those of a session share that of the session; see claim.ts.
const INSERT: Statement = {
  name: 'demo-visits',
  text: `
    insert into visit (id, sitting, clinic_id, reference, provider_id, service_id, room_id, patient_id, status, version, mode, day,
                       starts, ends, during, session_id, seat, booked_by, created_at, changed_at)
    overriding system value
    select new_id, coalesce(-session_id, new_id), clinic_id, reference, provider_id, service_id, room_id, patient_id, status, version,
           mode, day, starts, ends, during, session_id, seat, booked_by, created_at, changed_at
      from (select nextval('visit_id_seq') as new_id, * from jsonb_populate_recordset(null::visit, $1::jsonb)) invented
    on conflict do nothing
    returning id`,
};

export async function insertVisits(db: Database, rows: VisitRow[]): Promise<VisitId[]> {
  const inserted = await run<{ id: VisitId }>(db, INSERT, [JSON.stringify(rows)]);
  return inserted.map((row) => row.id);
}

interface Session {
  id: number;
  provider_id: ProviderId;
  service_id: ServiceId;
  room_id: RoomId;
  day: string;
  starts: Date;
  ends: Date;
  seats: number;
}

/** The next session is full, so that the waiting list has something to do; the later ones have seats left. */
async function fillSessions(db: EntityManager, book: Book): Promise<void> {
  const sessions = await db.query<Session[]>(
    `select id, provider_id, service_id, room_id, day::text, starts, ends, seats from group_session where clinic_id = $1 order by starts`,
    [book.clinic.id],
  );
  await insertVisits(
    db,
    sessions.flatMap((session, at) => seatsIn(session, at === 0 ? session.seats : undefined, book)),
  );
}

function seatsIn(session: Session, taken: number | undefined, book: Book): VisitRow[] {
  const count = taken ?? book.chance.upTo(session.seats - 1);
  const first = book.chance.upTo(book.crowd.length);
  const { id, provider_id, service_id, room_id, day, starts, ends } = session;
  return Array.from({ length: count }, (_, at) => ({
    ...{ clinic_id: book.clinic.id, provider_id, service_id, room_id, day, starts, ends },
    reference: book.reference(),
    patient_id: book.crowd[(first + at) % book.crowd.length]?.id, // neighbours, so that nobody takes two seats
    mode: 'in_person',
    during: `[${iso(+starts)},${iso(+ends)})`,
    session_id: id,
    seat: at + 1,
    booked_by: 'patient',
    ...fateOf(book.chance, { day, starts: +starts, today: book.span.today, needsApproval: false }),
    ...(taken === undefined ? {} : { status: 'booked', version: 1 }),
  }));
}

/** Reminders for visits that were put in by hand. */
export async function remind(db: EntityManager, visits: VisitId[]): Promise<void> {
  await db.query(
    `with chosen as (select * from visit where id = any($1)), ${startTimers('chosen')} select count(*) from timers`,
    [visits],
  );
}
