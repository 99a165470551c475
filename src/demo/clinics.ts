import type { EntityManager } from 'typeorm';
import type { ClinicId, ProviderId, RoomId, ServiceId } from '../database/ids';
import { SPECIALTIES } from '../directory/specialties';
import { type Day, eachDay, instantOf, plusDays, weekdayOf } from '../scheduling/wall-clock';
import { addLadder, REMINDERS } from '../reminders/ladder';
import { insertRow, insertRows } from './rows';
import { type ClinicStory, type Hours, type PersonStory, type ServiceStory } from './story';

/** A clinic as it stands in the database, with what the rest of the demo must know about it. */
export interface Clinic {
  id: ClinicId;
  zone: string;
  languages: string[];
  services: Record<string, ServiceId>;
  providers: Record<string, ProviderId>; // by name
}

/** The days that the demo covers. */
export interface Span {
  today: Day;
  from: Day;
  to: Day;
}

export const HORIZON_DAYS = 90;

export async function addClinic(db: EntityManager, story: ClinicStory, span: Span): Promise<Clinic> {
  const id = await insertClinic(db, story);
  const rooms = await addRooms(db, id, story);
  const services = await addServices(db, id, story);
  await addLadder(db, id, null, REMINDERS);
  const clinic: Clinic = { id, zone: story.zone, languages: story.languages, services, providers: {} };
  await addClosures(db, clinic, story, span);
  for (const person of story.people) {
    const provider = await addProvider(db, clinic, story, person, span);
    clinic.providers[person.name] = provider;
    await addGroup(db, clinic, provider, person, rooms, story, span);
  }
  return clinic;
}

async function insertClinic(db: EntityManager, story: ClinicStory): Promise<ClinicId> {
  const { name, names, address, zone, languages, phone, emergency, place } = story;
  const placeId = await insertRow(db, 'place', { ...place });
  return insertRow(db, 'clinic', {
    ...{ name, names, address, languages, phone },
    place_id: placeId,
    time_zone: zone,
    emergency_number: emergency,
  });
}

async function addRooms(db: EntityManager, clinic: ClinicId, story: ClinicStory): Promise<Map<string, RoomId>> {
  const rooms = Object.entries(story.rooms).flatMap(([kind, names]) => names.map((name) => ({ kind, name })));
  const ids = await insertRows<RoomId>(
    db,
    'room',
    rooms.map((room) => ({ ...room, clinic_id: clinic })),
  );
  return new Map(rooms.map((room, at) => [room.name, ids[at] as RoomId]));
}

async function addServices(
  db: EntityManager,
  clinic: ClinicId,
  story: ClinicStory,
): Promise<Record<string, ServiceId>> {
  const services: Record<string, ServiceId> = {};
  for (const [key, service] of Object.entries(story.services)) {
    const id = await insertRow<ServiceId>(db, 'service', serviceRow(clinic, service, story.languages));
    services[key] = id;
    await addLadder(db, clinic, id, service.reminders ?? []);
  }
  return services;
}

function serviceRow(clinic: ClinicId, service: ServiceStory, languages: string[]): Record<string, unknown> {
  const specialty = SPECIALTIES.find(({ code }) => code === service.specialty);
  const names = service.names ?? specialty?.names ?? {};
  const [before, after] = service.buffers ?? [0, 0];
  return {
    clinic_id: clinic,
    specialty: service.specialty,
    name: names[languages[0] ?? 'en'] ?? names.en,
    names,
    minutes: service.minutes,
    buffer_before_minutes: before,
    buffer_after_minutes: after,
    start_grid_minutes: service.grid ?? 15,
    minimum_notice_minutes: service.noticeMinutes ?? 60,
    horizon_days: HORIZON_DAYS,
    change_cutoff_minutes: 120,
    daily_cap: service.dailyCap ?? null,
    needs_approval: service.approval ?? false,
    modes: service.modes ?? ['in_person'],
    room_kind: service.room ?? null,
    seats: service.seats ?? 1,
    usual: service.names === undefined,
  };
}

/** Public holidays, and one afternoon on which the whole house learns something: some quarters have no holiday. */
async function addClosures(db: EntityManager, clinic: Clinic, story: ClinicStory, span: Span): Promise<void> {
  const holidays = [...eachDay(span.from, span.to)].filter((day) => story.holidays.includes(day.slice(5)));
  const training = [...eachDay(plusDays(span.today, 15), span.to)].find((day) => weekdayOf(day) === 2) ?? span.to;
  await insertRows(db, 'closure', [
    ...holidays.map((day) => ({
      clinic_id: clinic.id,
      name: 'Public holiday',
      during: range(day, '00:00', plusDays(day, 1), '00:00', clinic.zone),
    })),
    { clinic_id: clinic.id, name: 'Staff training', during: range(training, '13:00', training, '18:00', clinic.zone) },
  ]);
}

async function addProvider(
  db: EntityManager,
  clinic: Clinic,
  story: ClinicStory,
  person: PersonStory,
  span: Span,
): Promise<ProviderId> {
  const { name, names = {}, languages, about } = person;
  const row = { name, names, languages, about, daily_cap: person.dailyCap ?? null };
  const id = await insertRow<ProviderId>(db, 'provider', row);
  const specialties = new Set(person.does.map((key) => story.services[key]?.specialty));
  await insertRows(
    db,
    'provider_specialty',
    [...specialties].map((specialty) => ({ provider_id: id, specialty })),
  );
  await insertRows(
    db,
    'provider_service',
    person.does.map((key) => ({ provider_id: id, service_id: clinic.services[key] })),
  );
  for (const hours of person.hours) await addHours(db, clinic, id, hours, span);
  const away = (person.away ?? []).map(({ inDays, days, kind, note }) => {
    const first = plusDays(span.today, inDays);
    return { provider_id: id, kind, note, during: range(first, '00:00', plusDays(first, days), '00:00', clinic.zone) };
  });
  await insertRows(db, 'leave', away);
  return id;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

async function addHours(
  db: EntityManager,
  clinic: Clinic,
  provider: ProviderId,
  hours: Hours,
  span: Span,
): Promise<void> {
  const [starts, ends] = hours.time.split('-');
  const days = hours.days.split(' ').map((day) => ({
    provider_id: provider,
    clinic_id: clinic.id,
    weekday: WEEKDAYS.indexOf(day) + 1,
    ...{ starts, ends },
    every_weeks: hours.everyWeeks ?? 1,
    from_day: span.from,
    modes: hours.modes ?? ['in_person'],
    only_service_id: hours.only === undefined ? null : clinic.services[hours.only],
  }));
  const ids = await insertRows<number>(db, 'working_hours', days);
  const [lunchStarts, lunchEnds] = hours.lunch?.split('-') ?? [];
  if (lunchStarts === undefined) return;
  await insertRows(
    db,
    'working_break',
    ids.map((id) => ({ working_hours_id: id, starts: lunchStarts, ends: lunchEnds })),
  );
}

async function addGroup(
  db: EntityManager,
  clinic: Clinic,
  provider: ProviderId,
  person: PersonStory,
  rooms: Map<string, RoomId>,
  story: ClinicStory,
  span: Span,
): Promise<void> {
  const { group } = person;
  if (!group) return;
  const service = story.services[group.service];
  if (!service) throw new Error(`${person.name} leads a group of an unknown service: ${group.service}`);
  const days = [...eachDay(span.today, span.to)].filter(
    (day) => weekdayOf(day) === group.weekday && !story.holidays.includes(day.slice(5)),
  );
  const sessions = days.map((day) => {
    const starts = instantOf(day, group.starts, clinic.zone);
    return { day, starts: iso(starts), ends: iso(starts + service.minutes * 60_000) };
  });
  await insertRows(
    db,
    'group_session',
    sessions.map((session) => ({
      ...session,
      provider_id: provider,
      clinic_id: clinic.id,
      service_id: clinic.services[group.service],
      room_id: rooms.get(group.room),
      during: `[${session.starts},${session.ends})`,
      seats: service.seats ?? 1,
    })),
  );
}

const iso = (instant: number): string => new Date(instant).toISOString();

function range(fromDay: Day, from: string, toDay: Day, to: string, zone: string): string {
  return `[${iso(instantOf(fromDay, from, zone))},${iso(instantOf(toDay, to, zone))})`;
}
