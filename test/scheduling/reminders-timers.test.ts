import type { ClinicId, ProviderId, ServiceId, VisitId } from '../../src/database/ids';
import { book, hold } from '../../src/scheduling/book';
import { cancel } from '../../src/scheduling/cancel';
import { confirm } from '../../src/scheduling/confirm';
import { move } from '../../src/scheduling/move';
import { accept } from '../../src/scheduling/requests';
import type { Slot } from '../../src/scheduling/types';
import { makeUniverse, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, settled } from './people';

// A clinic in New York, because its clocks change: back on Sunday 1 November 2026 and forward on Sunday 14 March 2027.
let u: Universe;
let clinic: ClinicId;
let service: ServiceId;
let provider: ProviderId;
beforeAll(async () => {
  u = await makeUniverse();
  clinic = await u.add.clinic({ zone: 'America/New_York' });
  service = await u.add.service({ clinic, notice: 0 });
  provider = await u.add.provider('Dr York', [service]);
  await u.setClock('2026-10-20T12:00:00Z');
  await u.add.hours(provider, { clinic, days: [1, 2, 3, 4, 5, 6, 7] });
  await u.setClock('2027-03-01T12:00:00Z');
  await u.add.hours(provider, { clinic, days: [1, 2, 3, 4, 5, 6, 7] });
});
beforeEach(async () => {
  await u.db.query(`${EMPTY}; delete from reminder_rule`);
  await rule({ minutes: 24 * 60 });
  await rule({ days: 1, at: '18:00' });
});
afterAll(() => u.close());

const rule = (r: { minutes?: number; days?: number; at?: string; service?: ServiceId; kind?: string }) =>
  u.db.query(
    'insert into reminder_rule (clinic_id, service_id, kind, minutes_before, days_before, at_local) values ($1, $2, $3, $4, $5, $6)',
    [
      clinic,
      r.service ?? null,
      r.kind ?? (r.minutes ? 'by_the_hour' : 'evening_before'),
      r.minutes ?? null,
      r.days ?? null,
      r.at ?? null,
    ],
  );
const slotAt = (starts: string, change: Partial<Slot> = {}): Slot => ({
  providerId: provider,
  serviceId: service,
  clinicId: clinic,
  starts: new Date(starts),
  mode: 'in_person',
  ...change,
});
const visitAt = async (starts: string, change: Partial<Slot> = {}) =>
  settled(await book(u.db, { slot: slotAt(starts, change), patientId: u.patients.Ann, by: BY_ANN }));
const due = async (visit?: VisitId) => {
  const rows = await u.db.query<{ kind: string; due_at: Date }[]>(
    `select kind, due_at from timer where settled_at is null and kind <> 'offer_opening' and ($1::bigint is null or visit_id = $1) order by due_at`,
    [visit ?? null],
  );
  return rows.map(({ kind, due_at }) => `${kind} ${due_at.toISOString().slice(0, 16)}`);
};

test('by the hour is by the hours that pass; the evening before is by the clock on the wall: clocks back', async () => {
  await u.setClock('2026-10-29T12:00:00Z');
  await visitAt('2026-11-01T10:00:00-05:00');
  expect(await due()).toEqual(['by_the_hour 2026-10-31T15:00', 'evening_before 2026-10-31T22:00']); // eleven by the old clock; six in the evening
});

test('by the hour and by the wall: clocks forward', async () => {
  await u.setClock('2027-03-11T12:00:00Z');
  await visitAt('2027-03-14T10:00:00-04:00');
  expect(await due()).toEqual(['by_the_hour 2027-03-13T14:00', 'evening_before 2027-03-13T23:00']);
});

test('the evening before a visit in the evening is the day before in the clinic, not in Greenwich', async () => {
  await u.db.query('delete from reminder_rule');
  await rule({ days: 1, at: '09:00' });
  const night = await u.add.provider('Dr Night', [service]);
  await u.setClock('2026-10-20T12:00:00Z');
  await u.add.hours(night, { clinic, starts: '20:00', ends: '23:00', pause: null });
  await visitAt('2026-10-27T21:00:00-04:00', { providerId: night });
  expect(await due()).toEqual(['evening_before 2026-10-26T13:00']);
});

test('a reminder for an hour that the clocks skip comes all the same, and one for an hour that comes twice comes once', async () => {
  await u.db.query('delete from reminder_rule');
  await rule({ days: 0, at: '02:30' });
  await u.setClock('2027-03-11T12:00:00Z');
  const visit = await visitAt('2027-03-14T10:00:00-04:00');
  expect(await due(visit.id)).toHaveLength(1);
  await u.db.query('delete from reminder_rule');
  await rule({ days: 0, at: '01:30' });
  await u.setClock('2026-10-29T12:00:00Z');
  expect(await due((await visitAt('2026-11-01T10:00:00-05:00')).id)).toHaveLength(1);
});

test('what would have been due already is not', async () => {
  await u.setClock('2026-10-31T16:00:00Z');
  await visitAt('2026-11-01T10:00:00-05:00');
  expect(await due()).toEqual(['evening_before 2026-10-31T22:00']);
});

test('rules of a service stand in for those of its clinic', async () => {
  await u.setClock('2026-10-20T12:00:00Z');
  await rule({ minutes: 60, service, kind: 'own' });
  const other = await u.add.service({ clinic });
  await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [provider, other]);
  const own = await visitAt('2026-10-27T10:00:00-04:00');
  expect(await due(own.id)).toEqual(['own 2026-10-27T13:00']);
  const usual = settled(
    await book(u.db, {
      slot: slotAt('2026-10-27T11:00:00-04:00', { serviceId: other }),
      patientId: u.patients.Bob,
      by: BY_ANN,
    }),
  );
  expect(await due(usual.id)).toEqual(['by_the_hour 2026-10-26T15:00', 'evening_before 2026-10-26T22:00']);
});

describe('reminders go with the visit', () => {
  beforeEach(() => u.setClock('2026-10-20T12:00:00Z'));

  test('a moved visit has those of its new time only', async () => {
    const visit = await visitAt('2026-10-27T10:00:00-04:00');
    const moved = settled(await move(u.db, visit, slotAt('2026-10-28T10:00:00-04:00'), { by: BY_ANN }));
    expect(await due()).toEqual(await due(moved.id));
    expect(await due()).toEqual(['by_the_hour 2026-10-27T14:00', 'evening_before 2026-10-27T22:00']);
  });

  test('a cancelled visit has none, and messages that have not left are withdrawn', async () => {
    const visit = settled(
      await book(u.db, {
        slot: slotAt('2026-10-27T10:00:00-04:00'),
        patientId: u.patients.Ann,
        by: BY_ANN,
        notices: [{ contactId: u.contacts.Ann, kind: 'confirmation', body: {} }],
      }),
    );
    settled(await cancel(u.db, visit, { by: BY_ANN }));
    expect(await due()).toEqual([]);
    expect(await u.db.query('select status from outbox')).toEqual([{ status: 'suppressed' }]);
  });

  test('a request has none until it is accepted', async () => {
    const asks = await u.add.service({ clinic, approval: true });
    await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [provider, asks]);
    const request = await visitAt('2026-10-27T14:00:00-04:00', { serviceId: asks });
    expect(request.status).toBe('requested');
    expect(await due()).toEqual([]);
    settled(await accept(u.db, request, { by: BY_STAFF }));
    expect(await due()).toHaveLength(2);
  });

  test('a hold has its own end, and the reminders come when it is confirmed', async () => {
    const held = await hold(u.db, { slot: slotAt('2026-10-27T10:00:00-04:00'), contactId: u.contacts.Ann, by: BY_ANN });
    expect(await due()).toEqual(['hold_over 2026-10-20T12:10']);
    settled(
      await confirm(u.db, { visitId: settled(held).id, token: held.token!, patientId: u.patients.Ann, by: BY_ANN }),
    );
    expect(await due()).toEqual(['by_the_hour 2026-10-26T14:00', 'evening_before 2026-10-26T22:00']);
  });

  test('each timer knows the version of the visit it belongs to', async () => {
    const visit = await visitAt('2026-10-27T10:00:00-04:00');
    const rows = await u.db.query('select distinct visit_id, visit_version from timer');
    expect(rows).toEqual([{ visit_id: visit.id, visit_version: visit.version }]);
  });
});
