import type { PatientId, ProviderId, RoomId, ServiceId, SessionId } from '../../../src/database/ids';
import type { Mode, Rule, Visit } from '../../../src/scheduling/types';
import type { ServiceRules } from './world';
import { offsetOf } from './zone-changes';

/**
 * Free time worked out the slow way: every minute of the window has a label on the wall, and a start is good when no rule
 * speaks against any minute of it. It shares no code with src/scheduling, so that the two can only agree by being right.
 */
export interface Calendar {
  zone: string;
  now: number;
  window: { from: number; minutes: number };
  services: Map<ServiceId, ServiceRules & { seats: number }>;
  providers: Map<ProviderId, Provider>;
  closures: Span[];
  sessions: Session[];
  rooms: RoomId[];
  visits: KnownVisit[];
}

export interface Span {
  from: number;
  to: number;
}

export interface Provider {
  cap: number | null;
  work: Work[];
  leave: Span[];
  /** The last day whose shifts have been worked out. */
  madeUntil: number;
}

/** One stretch of work as entered, minute by minute. */
export interface Work {
  minutes: Set<number>;
  modes: Mode[];
  onlyService: ServiceId | null;
}

export interface Session extends Span {
  id: SessionId;
  providerId: ProviderId;
  serviceId: ServiceId;
  roomId: RoomId | null;
  seats: number;
}

export type KnownVisit = Visit & { block: Span };

export interface Question {
  providerId: ProviderId;
  serviceId: ServiceId;
  mode: Mode | undefined;
  patientId: PatientId | null;
  staff: boolean;
  moving: Visit | undefined;
}

const MINUTE = 60_000;

/** Minutes since 1970 as a clock on the wall shows them. */
export const wallMinute = (calendar: { zone: string }, instant: number): number =>
  Math.floor(instant / MINUTE) + offsetOf(instant, calendar.zone);

export const dayNumber = (calendar: { zone: string }, instant: number): number =>
  Math.floor(wallMinute(calendar, instant) / 1440);

const isSecondTime = (calendar: Calendar, instant: number): boolean =>
  [30, 60, 120].some((m) => wallMinute(calendar, instant - m * MINUTE) === wallMinute(calendar, instant));

const meet = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

/** Every start that can be booked, by the minutes of the window. */
export function startsOffered(calendar: Calendar, q: Question): number[] {
  const { from, minutes } = calendar.window;
  const all = Array.from({ length: minutes }, (_, i) => from + i * MINUTE);
  return all.filter((at) => isOffered(calendar, q, at));
}

export function isOffered(calendar: Calendar, q: Question, at: number): boolean {
  const service = calendar.services.get(q.serviceId)!;
  if (service.seats > 1) return sessionsAt(calendar, q, at).some((session) => hasPlace(calendar, q, session));
  const grid = wallMinute(calendar, at) % 1440;
  return (
    grid % service.grid === 0 &&
    !isSecondTime(calendar, at) &&
    worksAt(calendar, q, at) &&
    Object.values(against(calendar, q, at)).every((stands) => !stands)
  );
}

export function blockOf(service: ServiceRules, at: number): Span {
  return { from: at - service.before * MINUTE, to: at + (service.minutes + service.after) * MINUTE };
}

function worksAt(calendar: Calendar, q: Question, at: number): boolean {
  const service = calendar.services.get(q.serviceId)!;
  const block = blockOf(service, at);
  const asked = q.mode ? [q.mode] : service.modes;
  const { work, madeUntil } = calendar.providers.get(q.providerId)!;
  if (dayNumber(calendar, at) > madeUntil) return false;
  if (calendar.sessions.some((session) => session.providerId === q.providerId && meet(session, block))) return false;
  return work.some(
    (piece) =>
      (piece.onlyService ?? q.serviceId) === q.serviceId &&
      asked.some((mode) => piece.modes.includes(mode) && service.modes.includes(mode)) &&
      everyMinute(block, (minute) => piece.minutes.has(minute)),
  );
}

function everyMinute(span: Span, holds: (minute: number) => boolean): boolean {
  for (let minute = span.from; minute < span.to; minute += MINUTE) if (!holds(minute)) return false;
  return true;
}

/** The rules that can be told from outside the hours, each on its own. */
export function against(calendar: Calendar, q: Question, at: number): Partial<Record<Rule, boolean>> {
  const service = calendar.services.get(q.serviceId)!;
  const block = blockOf(service, at);
  const today = dayNumber(calendar, calendar.now);
  const day = dayNumber(calendar, at);
  const others = blocking(calendar, q);
  const ofProvider = others.filter((visit) => visit.providerId === q.providerId);
  const sameDay = ofProvider.filter((visit) => dayNumber(calendar, +visit.starts) === day);
  const cap = calendar.providers.get(q.providerId)!.cap;
  return {
    in_the_past: at < calendar.now,
    too_soon: !q.staff && at < calendar.now + service.notice * MINUTE,
    too_far_ahead: !q.staff && day > today + service.horizon,
    clinic_closed: calendar.closures.some((closure) => meet(closure, block)),
    on_leave: calendar.providers.get(q.providerId)!.leave.some((leave) => meet(leave, block)),
    taken: ofProvider.some((visit) => meet(visit.block, block)),
    no_room: service.room && calendar.rooms.every((room) => roomTaken(calendar, room, block, others)),
    day_full:
      (cap !== null && sameDay.length >= cap) ||
      (service.cap !== null && sameDay.filter((visit) => visit.serviceId === q.serviceId).length >= service.cap),
    patient_elsewhere: others.some(
      (visit) => visit.patientId === q.patientId && meet(keepsAway(visit, service), block),
    ),
  };
}

const blocking = (calendar: Calendar, q: Question): KnownVisit[] =>
  calendar.visits.filter(
    (visit) =>
      (visit.status === 'booked' || visit.status === 'requested' || visit.status === 'held') &&
      (visit.heldUntil === null || +visit.heldUntil > calendar.now) &&
      visit.id !== q.moving?.id,
  );

const roomTaken = (calendar: Calendar, room: RoomId, block: Span, others: KnownVisit[]): boolean =>
  others.some((visit) => visit.roomId === room && meet(visit.block, block)) ||
  calendar.sessions.some((session) => session.roomId === room && meet(session, block));

// A buffer is time of the provider: a patient may come straight from another visit, if that was longer than the buffers.
function keepsAway(visit: KnownVisit, { before, after }: ServiceRules): Span {
  const [from, to] = [+visit.starts, +visit.ends];
  const room = to - from > (before + after) * MINUTE;
  return room ? { from: from + after * MINUTE, to: to - before * MINUTE } : { from, to };
}

const sessionsAt = (calendar: Calendar, q: Question, at: number): Session[] =>
  calendar.sessions.filter((s) => s.from === at && s.providerId === q.providerId && s.serviceId === q.serviceId);

function hasPlace(calendar: Calendar, q: Question, session: Session): boolean {
  const service = calendar.services.get(q.serviceId)!;
  const others = blocking(calendar, q);
  const inTheWay = others.filter((visit) => visit.sessionId !== session.id && meet(visit.block, session));
  const away = [...calendar.closures, ...calendar.providers.get(q.providerId)!.leave];
  return (
    (!q.mode || service.modes.includes(q.mode)) &&
    session.from >= calendar.now + (q.staff ? 0 : service.notice * MINUTE) &&
    (q.staff || dayNumber(calendar, session.from) <= dayNumber(calendar, calendar.now) + service.horizon) &&
    !away.some((span) => meet(span, session)) &&
    !inTheWay.some((v) => v.providerId === q.providerId || (v.roomId !== null && v.roomId === session.roomId)) &&
    others.filter((visit) => visit.sessionId === session.id).length < session.seats &&
    !others.some((v) => v.patientId === q.patientId && meet({ from: +v.starts, to: +v.ends }, session))
  );
}
