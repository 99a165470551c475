import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import type { ProviderId, ServiceId } from '../../../src/database/ids';
import { book, hold } from '../../../src/scheduling/book';
import { cancel } from '../../../src/scheduling/cancel';
import { readVisit } from '../../../src/scheduling/change-status';
import { findAllTimes, findTimes } from '../../../src/scheduling/find-times';
import { move } from '../../../src/scheduling/move';
import type { Actor, FreeTime, Mode, Outcome, Rule, Slot, Visit, Wanted } from '../../../src/scheduling/types';
import { whyNot } from '../../../src/scheduling/why-not';
import type { Universe } from '../../universe';
import { addLeave, type BuiltWorld, buildWorld } from './build-world';
import {
  against,
  blockOf,
  type Calendar,
  dayNumber,
  isOffered,
  type KnownVisit,
  type Question,
  startsOffered,
  wallMinute,
} from './reference-model';
import type { Deed, World } from './world';
import type { Change } from './zone-changes';

const MINUTE = 60_000;

export interface Tally {
  worlds: number;
  comparisons: number;
  offered: number;
  booked: number;
  refused: number;
}

export const noTally = (): Tally => ({ worlds: 0, comparisons: 0, offered: 0, booked: 0, refused: 0 });

/** One world near one change of clocks: whatever is offered can be booked, whatever can be booked was offered. */
export async function checkWorld(u: Universe, world: World, change: Change, tally: Tally): Promise<void> {
  const built = await buildWorld(u, world, change);
  tally.worlds++;
  await compareAll(u, world, built, change, tally);
  for (const deed of world.deeds) {
    await happen(u, built, deed);
    await compareAll(u, world, built, change, tally);
  }
}

async function compareAll(u: Universe, world: World, built: BuiltWorld, change: Change, tally: Tally): Promise<void> {
  const { calendar } = built;
  for (const providerId of calendar.providers.keys())
    for (const serviceId of servicesOf(calendar, providerId))
      for (const q of questions(u, calendar, providerId, serviceId, world)) {
        const offered = await compare(u, calendar, q, tally);
        await probe(u, built, q, offered, change, tally);
      }
}

// A session is given by the first provider only.
const servicesOf = (calendar: Calendar, providerId: ProviderId): ServiceId[] =>
  [...calendar.services].flatMap(([id, { seats }]) =>
    seats === 1 || [...calendar.providers.keys()][0] === providerId ? [id] : [],
  );

function* questions(
  u: Universe,
  calendar: Calendar,
  providerId: ProviderId,
  serviceId: ServiceId,
  world: World,
): Generator<Question> {
  const ask = { providerId, serviceId, mode: undefined, patientId: u.patients.Ann, staff: false, moving: undefined };
  yield ask;
  const turn = (calendar.visits.length + world.clockMinutesBefore) % 3;
  const mode = ([undefined, 'in_person', 'video'] as const)[(turn + 3) % 3];
  yield { ...ask, staff: true, patientId: u.patients.Bob, mode };
  const moving = calendar.visits.find(
    (v) => v.status === 'booked' && v.providerId === providerId && v.sessionId === null,
  );
  if (moving) yield { ...ask, patientId: moving.patientId, moving };
}

const wantedOf = (q: Question): Wanted => ({
  providers: [q.providerId],
  services: [q.serviceId],
  staff: q.staff,
  ...(q.patientId && { patientId: q.patientId }),
  ...(q.mode && { mode: q.mode }),
  ...(q.moving && { moving: q.moving.sitting }),
});

async function compare(u: Universe, calendar: Calendar, q: Question, tally: Tally): Promise<FreeTime[]> {
  const offered = await findAllTimes(u.db, wantedOf(q), 100_000);
  const said = offered.map((time) => label(calendar, +time.starts));
  assert.deepEqual(
    said,
    startsOffered(calendar, q).map((at) => label(calendar, at)),
    `offered as the rules allow: ${JSON.stringify(wantedOf(q))} visits ${JSON.stringify(calendar.visits)}`,
  );
  assert.equal(
    new Set(said.map((line) => line.slice(0, 16))).size,
    said.length,
    'a time that comes twice is offered once',
  );
  for (const time of offered)
    assert.equal(shown(time), label(calendar, +time.starts).slice(0, 16), 'shown as on the wall');
  const first = await findTimes(u.db, wantedOf(q));
  assert.equal(first.length, Math.min(3, offered.length), 'three good times, or all there are');
  const all = new Set(offered.map((time) => +time.starts));
  assert.ok(
    first.every((time) => all.has(+time.starts)),
    'a good time is one of all times',
  );
  tally.comparisons++;
  tally.offered += offered.length;
  return offered;
}

const seen = new Map<string, string>();

function shown(time: FreeTime): string {
  const key = `${time.zone} ${+time.starts}`;
  const known = seen.get(key);
  if (known) return known;
  const local = DateTime.fromJSDate(time.starts, { zone: time.zone });
  assert.equal(local.toISODate(), time.day, 'the day is the day on the wall');
  seen.set(key, local.toFormat('yyyy-MM-dd HH:mm'));
  return local.toFormat('yyyy-MM-dd HH:mm');
}

/** "2026-11-01 01:30 2026-11-01T05:30": what hangs on the wall, and the instant. */
function label(calendar: { zone: string }, at: number): string {
  const onTheWall = new Date(wallMinute(calendar, at) * MINUTE).toISOString().slice(0, 16).replace('T', ' ');
  return `${onTheWall} ${new Date(at).toISOString().slice(0, 16)}`;
}

async function probe(
  u: Universe,
  { clinicId, calendar }: BuiltWorld,
  q: Question,
  offered: FreeTime[],
  change: Change,
  tally: Tally,
): Promise<void> {
  const nearest = [...offered].sort((a, b) => Math.abs(+a.starts - change.at) - Math.abs(+b.starts - change.at));
  const grid = calendar.services.get(q.serviceId)!.grid * MINUTE;
  const good = [nearest[0], offered[0], offered.at(-1)].flatMap((time) => (time ? [+time.starts] : []));
  const bad = [good[0] ?? calendar.now, good.at(-1) ?? change.at, change.at, calendar.now];
  const around = [...good, ...bad.flatMap((at) => [at, at - grid, at + 60 * MINUTE]), change.at + MINUTE];
  for (const at of new Set(around.map((each) => Math.floor(each / MINUTE) * MINUTE))) {
    const slot = {
      ...q,
      clinicId,
      starts: new Date(at),
      mode: q.mode ?? modeAt(offered, at) ?? calendar.services.get(q.serviceId)!.modes[0]!,
    };
    const expected = isOffered(calendar, { ...q, mode: slot.mode }, at);
    await tryOut(u, calendar, q, slot, expected, tally);
  }
}

const modeAt = (offered: FreeTime[], at: number): Mode | undefined => offered.find((time) => +time.starts === at)?.mode;

const actorOf = (q: Question): Actor => (q.staff ? 'staff:1' : 'patient:1');

class TakenBack extends Error {}

/** Books it, looks, and takes the booking back. */
async function tryOut(
  u: Universe,
  calendar: Calendar,
  q: Question,
  slot: Slot,
  expected: boolean,
  tally: Tally,
): Promise<void> {
  const where = `${label(calendar, +slot.starts)} ${slot.mode} ${actorOf(q)} service ${q.serviceId}`;
  const rules = await whyNot(u.db, slot, { patientId: q.patientId, moving: q.moving?.sitting, by: actorOf(q) });
  assert.equal(
    rules.length === 0,
    expected,
    `${where}: ${expected ? 'can be booked, but' : 'cannot, and why?'} ${rules.join()}`,
  );
  checkRules(calendar, q, +slot.starts, rules, where);
  await u.db
    .transaction(async (tx) => {
      const outcome = q.moving
        ? await move(tx, q.moving, slot, { by: actorOf(q) })
        : await book(tx, { slot, patientId: q.patientId!, by: actorOf(q) });
      if (isTooLate(outcome)) return;
      assert.equal(outcome.kind === 'settled', expected, `${where}: ${JSON.stringify(outcome)}`);
      if (outcome.kind === 'refused')
        assert.deepEqual(outcome.rules, rules, `${where}: refused for the reason that is told`);
      else await checkStored(tx, calendar, slot, outcome.visit);
      tally[outcome.kind === 'settled' ? 'booked' : 'refused']++;
      throw new TakenBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
}

const isTooLate = (outcome: Outcome): boolean =>
  outcome.kind === 'refused' && outcome.rules[0] === 'too_late_to_change';

async function checkStored(tx: Universe['db'], calendar: Calendar, slot: Slot, visit: Visit): Promise<void> {
  const stored = await readVisit(tx, visit.id);
  assert.equal(label(calendar, +stored!.starts), label(calendar, +slot.starts), 'stored as shown');
  assert.equal(stored!.day, label(calendar, +slot.starts).slice(0, 10), 'stored under the day that was shown');
}

const TOLD_APART = [
  'in_the_past',
  'too_soon',
  'too_far_ahead',
  'clinic_closed',
  'on_leave',
  'taken',
  'no_room',
  'day_full',
  'patient_elsewhere',
] as const;

/** A rule that is told must be true; a rule that is true must be told. */
function checkRules(calendar: Calendar, q: Question, at: number, rules: Rule[], where: string): void {
  if (calendar.services.get(q.serviceId)!.seats > 1) return;
  const facts = against(calendar, q, at);
  const beyond = dayNumber(calendar, at) > calendar.providers.get(q.providerId)!.madeUntil;
  for (const rule of TOLD_APART) {
    if (rule === 'too_far_ahead' && beyond) continue;
    assert.equal(rules.includes(rule), facts[rule] ?? false, `${where}: ${rule}, told ${rules.join()}`);
  }
}

async function happen(u: Universe, built: BuiltWorld, deed: Deed): Promise<void> {
  const { calendar } = built;
  const live = calendar.visits.filter((visit) => visit.status === 'booked' || visit.status === 'requested');
  const chosen = live[deed.pick % Math.max(1, live.length)];
  if (deed.kind === 'cancel' && chosen) return void note(calendar, await cancel(u.db, chosen, { by: 'staff:1' }));
  const [providerId, serviceId] = somebody(calendar, deed.pick);
  if (deed.kind === 'block') return block(u, calendar, providerId, deed);
  const mover = deed.kind === 'move' ? chosen : undefined;
  const staff = deed.kind === 'staff_books' || mover !== undefined;
  const patientId = mover?.patientId ?? [u.patients.Ann, u.patients.Bob][deed.who]!;
  const q: Question = { providerId, serviceId, mode: undefined, patientId, staff, moving: mover };
  const offered = await findAllTimes(u.db, wantedOf(q), 100_000);
  const slot = offered[deed.pick % Math.max(1, offered.length)];
  if (!slot) return;
  if (mover) {
    note(calendar, await move(u.db, mover, slot, { by: 'staff:1' }));
    note(calendar, { kind: 'settled', visit: (await readVisit(u.db, mover.id))! });
  } else if (deed.kind === 'hold' || deed.kind === 'hold_runs_out') {
    note(calendar, await hold(u.db, { slot, contactId: u.contacts.Ann, patientId, by: 'patient:1' }));
    if (deed.kind === 'hold_runs_out') await waitMinutes(u, calendar, 11);
  } else note(calendar, await book(u.db, { slot, patientId, by: actorOf(q) }));
}

function somebody(calendar: Calendar, pick: number): [ProviderId, ServiceId] {
  const providers = [...calendar.providers.keys()];
  const providerId = providers[pick % providers.length]!;
  const services = servicesOf(calendar, providerId);
  return [providerId, services[(pick >> 3) % services.length]!];
}

async function block(u: Universe, calendar: Calendar, providerId: ProviderId, { pick }: Deed): Promise<void> {
  const from = calendar.window.from + (pick % calendar.window.minutes) * MINUTE;
  await addLeave(u, calendar, providerId, { from, to: from + (15 + (pick % 300)) * MINUTE });
}

async function waitMinutes(u: Universe, calendar: Calendar, minutes: number): Promise<void> {
  calendar.now += minutes * MINUTE;
  await u.setClock(new Date(calendar.now));
}

function note(calendar: Calendar, outcome: Outcome): void {
  if (outcome.kind === 'refused') assert.fail(`what was offered could not be had: ${JSON.stringify(outcome)}`);
  const { visit } = outcome;
  const session = calendar.sessions.find(({ id }) => id === visit.sessionId);
  const block = session ?? blockOf(calendar.services.get(visit.serviceId)!, +visit.starts);
  const known: KnownVisit = { ...visit, block };
  calendar.visits = [...calendar.visits.filter(({ id }) => id !== visit.id), known];
}
