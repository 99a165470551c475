import type { ClinicId, ProviderId, RoomId, ServiceId } from '../../../src/database/ids';
import { planSession } from '../../../src/scheduling/group-sessions';
import { extendShifts } from '../../../src/scheduling/make-shifts';
import type { WorkingHours } from '../../../src/scheduling/shifts';
import { blockTime, closeClinic, setWorkingHours } from '../../../src/scheduling/work-time';
import type { Universe } from '../../universe';
import { type Calendar, dayNumber, type Span, type Work, wallMinute } from './reference-model';
import type { Away, HoursPlan, ProviderPlan, ServiceRules, World } from './world';
import type { Change } from './zone-changes';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

export interface BuiltWorld {
  clinicId: ClinicId;
  calendar: Calendar;
}

/** Enters a world through the doors that staff use, and tells the reference model the same. */
export async function buildWorld(u: Universe, world: World, change: Change): Promise<BuiltWorld> {
  const now = change.at - world.clockMinutesBefore * MINUTE + 30_000;
  await u.setClock(new Date(now));
  await u.db.query('delete from timer; delete from outbox; delete from opening; delete from visit');
  const clinicId = await u.add.clinic({ zone: change.zone, name: `${change.zone} clinic` });
  const rooms = [(await u.add.room('x-ray', 'one', clinicId)) as RoomId];
  const from = Math.floor(now / MINUTE) * MINUTE - 2 * DAY_MINUTES * MINUTE;
  const calendar: Calendar = {
    zone: change.zone,
    now,
    window: { from, minutes: 9 * DAY_MINUTES },
    services: new Map(),
    providers: new Map(),
    closures: [],
    sessions: [],
    rooms,
    visits: [],
  };
  for (const rules of world.services) await addService(u, clinicId, calendar, rules, 1);
  for (const plan of world.providers) await addProvider(u, clinicId, calendar, plan, change);
  if (world.closure) await addClosure(u, clinicId, calendar, spanOf(world.closure, change));
  if (world.session) await addSession(u, clinicId, calendar, world, change);
  return { clinicId, calendar };
}

export const spanOf = ({ afterMinutes, minutes }: Away, change: Change): Span => ({
  from: change.at + afterMinutes * MINUTE,
  to: change.at + (afterMinutes + minutes) * MINUTE,
});

async function addService(
  u: Universe,
  clinic: ClinicId,
  calendar: Calendar,
  rules: ServiceRules,
  seats: number,
): Promise<ServiceId> {
  const { cap, room, ...rest } = rules;
  const id = await u.add.service({ ...rest, clinic, seats, ...(cap && { cap }), ...(room && { room: 'x-ray' }) });
  calendar.services.set(id, { ...rules, seats });
  return id;
}

async function addProvider(
  u: Universe,
  clinicId: ClinicId,
  calendar: Calendar,
  plan: ProviderPlan,
  change: Change,
): Promise<void> {
  const services = [...calendar.services.keys()];
  const id = await u.add.provider('Dr Somebody', services, plan.cap === null ? {} : { cap: plan.cap });
  const extra = plan.extra && { ...spanOf(plan.extra, change), modes: plan.extra.modes };
  if (extra)
    await u.db.query(
      'insert into extra_hours (provider_id, clinic_id, during, modes) values ($1, $2, tstzrange($3, $4), $5)',
      [id, clinicId, new Date(extra.from), new Date(extra.to), extra.modes],
    );
  const hours = plan.hours.flatMap((each) => entered(each, services, change));
  await setWorkingHours(u.db, id, clinicId, hours);
  await extendShifts(u.db, { providerId: id });
  calendar.providers.set(id, {
    cap: plan.cap,
    leave: [],
    madeUntil:
      dayNumber(calendar, calendar.now) + Math.max(...[...calendar.services.values()].map((s) => s.horizon)) + 1,
    work: [
      ...hours.flatMap((each) => workOf(calendar, each)),
      ...(extra ? [{ minutes: minutesOf(extra), modes: extra.modes, onlyService: null }] : []),
    ],
  });
  if (plan.leave) await addLeave(u, calendar, id, spanOf(plan.leave, change));
}

export async function addLeave(u: Universe, calendar: Calendar, providerId: ProviderId, during: Span): Promise<void> {
  await blockTime(u.db, { providerId, during, by: 'staff:1' });
  calendar.providers.get(providerId)!.leave.push(during);
}

async function addClosure(u: Universe, clinicId: ClinicId, calendar: Calendar, during: Span): Promise<void> {
  await closeClinic(u.db, { clinicId, during, name: 'Holiday', by: 'staff:1' });
  calendar.closures.push(during);
}

async function addSession(
  u: Universe,
  clinicId: ClinicId,
  calendar: Calendar,
  world: World,
  change: Change,
): Promise<void> {
  const plan = world.session!;
  const [providerId] = calendar.providers.keys();
  const rules = { ...world.services[0]!, minutes: plan.minutes, room: false };
  const serviceId = await addService(u, clinicId, calendar, rules, Math.max(2, plan.seats));
  await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [providerId, serviceId]);
  const span = spanOf(plan, change);
  const roomId = plan.inRoom ? calendar.rooms[0]! : null;
  const planned = await planSession(u.db, {
    providerId: providerId!,
    serviceId,
    clinicId,
    starts: new Date(span.from),
    ends: new Date(span.to),
    mode: 'in_person',
    seats: plan.seats,
    ...(roomId === null ? {} : { roomId }),
    by: 'staff:1',
  });
  calendar.sessions.push({
    ...span,
    id: planned!.sessionId,
    providerId: providerId!,
    serviceId,
    roomId,
    seats: plan.seats,
  });
}

const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const isoDay = (day: number): string => new Date(day * DAY_MINUTES * MINUTE).toISOString().slice(0, 10);

function entered(plan: HoursPlan, services: ServiceId[], change: Change): WorkingHours[] {
  const day = dayNumber(change, change.at);
  const ends = (plan.starts + plan.minutes) % DAY_MINUTES;
  const fromDay = day - plan.fromDaysBefore;
  return plan.weekdays.map((weekday) => ({
    weekday,
    starts: clockTime(plan.starts),
    ends: ends === 0 ? '24:00' : clockTime(ends),
    everyWeeks: plan.everyWeeks,
    fromDay: isoDay(fromDay),
    toDay: plan.toDaysAfter === null ? null : isoDay(Math.max(fromDay, day + plan.toDaysAfter)),
    breaks: breaksOf(plan),
    modes: plan.modes,
    onlyServiceId: plan.onlyFirstService ? services[0]! : null,
  }));
}

function breaksOf({ breakAfter, breakMinutes, starts, minutes }: HoursPlan): WorkingHours['breaks'] {
  if (breakAfter === null || breakAfter + breakMinutes >= minutes) return [];
  const [from, to] = [starts + breakAfter, starts + breakAfter + breakMinutes];
  return [{ starts: clockTime(from % DAY_MINUTES), ends: to === DAY_MINUTES ? '24:00' : clockTime(to % DAY_MINUTES) }];
}

/** The stretches of work of weekly hours, found by walking along the wall clock minute by minute. */
function workOf(calendar: Calendar, hours: WorkingHours): Work[] {
  const { from, minutes } = calendar.window;
  const first = dayNumber(calendar, from);
  const days = Array.from({ length: minutes / DAY_MINUTES + 1 }, (_, i) => first + i);
  return days
    .filter((day) => isWorked(day, hours))
    .map((day) => ({
      minutes: workedOn(calendar, day, hours),
      modes: hours.modes as Work['modes'],
      onlyService: hours.onlyServiceId,
    }));
}

const weekOf = (day: number): number => Math.floor((day + 3) / 7); // 1 January 1970 was a Thursday
const dayOfIso = (day: string): number => Date.parse(`${day}T00:00Z`) / MINUTE / DAY_MINUTES;

function isWorked(day: number, hours: WorkingHours): boolean {
  const from = dayOfIso(hours.fromDay);
  return (
    ((day + 3) % 7) + 1 === hours.weekday &&
    day >= from &&
    (hours.toDay === null || day <= dayOfIso(hours.toDay)) &&
    (weekOf(day) - weekOf(from)) % hours.everyWeeks === 0
  );
}

function workedOn(calendar: Calendar, day: number, hours: WorkingHours): Set<number> {
  const [starts, ends] = [wall(hours.starts), wall(hours.ends)];
  const from = firstAt(calendar, day * DAY_MINUTES + starts);
  const to = firstAt(calendar, day * DAY_MINUTES + ends + (ends > starts ? 0 : DAY_MINUTES));
  const worked = minutesOf({ from, to });
  for (const pause of hours.breaks) {
    const pauseFrom = wall(pause.starts) + (wall(pause.starts) < starts ? DAY_MINUTES : 0);
    const pauseTo =
      wall(pause.ends) + (wall(pause.ends) <= wall(pause.starts) ? DAY_MINUTES : 0) + pauseFrom - wall(pause.starts);
    const gone = {
      from: firstAt(calendar, day * DAY_MINUTES + pauseFrom),
      to: lastAt(calendar, day * DAY_MINUTES + pauseTo),
    };
    for (const minute of minutesOf(gone)) worked.delete(minute);
  }
  return worked;
}

const wall = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const minutesOf = ({ from, to }: Span): Set<number> =>
  new Set(Array.from({ length: Math.max(0, to - from) / MINUTE }, (_, i) => from + i * MINUTE));

/** The first minute whose label is this, or the first past it when the clocks skip it. */
function firstAt(calendar: Calendar, label: number): number {
  const guess = (label - 16 * 60) * MINUTE;
  for (let at = guess; ; at += MINUTE) if (wallMinute(calendar, at) >= label) return at;
}

function lastAt(calendar: Calendar, label: number): number {
  const first = firstAt(calendar, label);
  const again = [30, 60, 120].map((later) => first + later * MINUTE).find((at) => wallMinute(calendar, at) === label);
  return wallMinute(calendar, first) === label ? (again ?? first) : first;
}
