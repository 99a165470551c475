import type { ClinicId, PatientId, ProviderId, ServiceId, VisitId } from '../../src/database/ids';
import { book, hold } from '../../src/scheduling/book';
import { cancel } from '../../src/scheduling/cancel';
import { confirm } from '../../src/scheduling/confirm';
import { findByReference } from '../../src/scheduling/find-by-reference';
import { findAllTimes, findTimes } from '../../src/scheduling/find-times';
import { move } from '../../src/scheduling/move';
import { newReference } from '../../src/scheduling/reference';
import { previewSeries } from '../../src/scheduling/series';
import type { Slot, Wanted } from '../../src/scheduling/types';
import { startNamed } from '../../src/scheduling/wall-clock';
import { whyNot } from '../../src/scheduling/why-not';
import { closeClinic } from '../../src/scheduling/work-time';
import { makeUniverse, NAIROBI, type Universe } from '../universe';
import { BY_ANN, EMPTY, rulesOf, settled } from './people';

let u: Universe;
beforeAll(async () => {
  u = await makeUniverse();
  const during = { from: +u.slot('10 00:00').starts, to: +u.slot('11 00:00').starts };
  await closeClinic(u.db, { clinicId: u.clinic, during, name: 'Holiday', by: 'staff:1' });
});
afterEach(() => u.db.query(EMPTY));
afterAll(() => u.close());

const forAnn = (slot: Slot) => book(u.db, { slot, patientId: u.patients.Ann, by: BY_ANN });
const nothingWasDone = async () => {
  for (const table of ['visit', 'timer', 'outbox'])
    expect(await u.db.query(`select count(*)::int as n from ${table}`)).toEqual([{ n: 0 }]);
};

describe('a time that cannot be had', () => {
  const june =
    (when: string, change: Partial<Slot> = {}) =>
    () =>
      u.slot(when, change);
  const at = (starts: Date) => () => u.slot('2 09:00', { starts });
  test.each<[string, () => Slot, string]>([
    ['with a provider whom nobody knows', june('2 09:00', { providerId: 999 as ProviderId }), 'no_such_provider'],
    ['with a provider who is no number', june('2 09:00', { providerId: NaN as ProviderId }), 'no_such_provider'],
    ['for a service that nobody knows', june('2 09:00', { serviceId: 999 as ServiceId }), 'no_such_service'],
    ['for a service that is no whole number', june('2 09:00', { serviceId: 1.5 as ServiceId }), 'no_such_service'],
    ['in the past', at(new Date('2026-05-29T09:00:00+03:00')), 'in_the_past'],
    ['inside the notice period', june('1 08:45'), 'too_soon'],
    ['beyond the horizon', at(new Date('2026-08-03T09:00:00+03:00')), 'too_far_ahead'],
    ['beside the grid', june('2 09:07'), 'off_the_grid'],
    ['a second past the grid', at(new Date('2026-06-02T09:00:01+03:00')), 'off_the_grid'],
    ['too near the end of the day', june('2 16:45'), 'does_not_fit'],
    ['in the lunch break', june('2 12:30'), 'not_working'],
    ['on a Sunday', june('7 09:00'), 'not_working'],
    ['on a closed day', june('10 09:00'), 'clinic_closed'],
    ['on a date that is none', at(new Date(NaN)), 'impossible_time'],
    [
      'on 30 February',
      () => u.slot('2 09:00', { starts: startNamed('2026-02-30', '09:00', NAIROBI) }),
      'impossible_time',
    ],
    ['ten thousand years ago', at(new Date(-8e15)), 'impossible_time'],
    ['in the year 200000', at(new Date(6.3e15)), 'impossible_time'],
  ])('%s', async (_, slot, rule) => {
    expect(rulesOf(await forAnn(slot()))[0]).toBe(rule);
    expect((await whyNot(u.db, slot(), { by: BY_ANN }))[0]).toBe(rule);
    expect(rulesOf(await hold(u.db, { slot: slot(), contactId: u.contacts.Ann, by: BY_ANN }))[0]).toBe(rule);
    await nothingWasDone();
  });

  test('with somebody who does not offer that service', async () => {
    const other = await u.add.service({});
    expect(rulesOf(await forAnn(u.slot('2 09:00', { serviceId: other })))).toEqual(['not_offered_here']);
  });

  test('with somebody who has left, and for a service that has ended', async () => {
    const service = await u.add.service({});
    const provider = await u.add.provider('Dr Gone', [service]);
    await u.add.hours(provider);
    const slot = u.slot('2 09:00', { providerId: provider, serviceId: service });
    await u.db.query('update service set ended_at = clock_now() where id = $1', [service]);
    expect(rulesOf(await forAnn(slot))).toEqual(['no_such_service']);
    await u.db.query('update provider set left_at = clock_now() where id = $1', [provider]);
    expect(rulesOf(await forAnn(slot))).toEqual(['no_such_provider']);
  });

  test('in a clinic that has closed for good', async () => {
    const clinic: ClinicId = await u.add.clinic();
    const service = await u.add.service({ clinic });
    const provider = await u.add.provider('Dr Shut', [service]);
    await u.add.hours(provider, { clinic });
    await u.db.query('update clinic set closed_at = clock_now() where id = $1', [clinic]);
    expect(
      rulesOf(await forAnn(u.slot('2 09:00', { providerId: provider, serviceId: service, clinicId: clinic }))),
    ).toEqual(['clinic_closed_down']);
  });

  test('as a move, which keeps the old time', async () => {
    const visit = settled(await forAnn(u.slot('2 09:00')));
    const never = u.slot('2 09:00', { starts: new Date(NaN) });
    expect(rulesOf(await move(u.db, visit, never, { by: BY_ANN }))).toEqual(['impossible_time']);
    expect(await u.db.query('select status, version from visit')).toEqual([{ status: 'booked', version: 1 }]);
  });

  test('as a series, every date of it', async () => {
    const never = u.slot('2 09:00', { starts: new Date(NaN) });
    const planned = await previewSeries(
      u.db,
      never,
      { repeats: 'weekly', every: 1, times: 2 },
      { patientId: u.patients.Ann, by: BY_ANN },
    );
    expect(planned.map(({ against }) => against)).toEqual([['impossible_time'], ['impossible_time']]);
  });
});

describe('a question that makes no sense has no free times', () => {
  test.each<[string, Wanted]>([
    ['30 February', { fromDay: '2026-02-30' }],
    ['a word for a day', { toDay: 'tomorrow' }],
    ['a date that is none', { earliest: new Date(NaN) }],
    ['half a minute', { fromMinute: 0.5 }],
    ['an end before the beginning', { fromDay: '2026-06-05', toDay: '2026-06-04' }],
    ['an hour that ends before it begins', { fromMinute: 900, toMinute: 600 }],
    ['a weekday that is none', { weekdays: [9] }],
    ['a provider whom nobody knows', { providers: [999 as ProviderId] }],
  ])('%s', async (_, wanted) => {
    expect(await findAllTimes(u.db, wanted)).toEqual([]);
    expect(await findTimes(u.db, wanted)).toEqual([]);
  });
});

test('a hold of no length is a mistake of the caller', async () => {
  for (const minutes of [0, -5, NaN])
    await expect(
      hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN, minutes }),
    ).rejects.toThrow(RangeError);
  await nothingWasDone();
});

describe('a reference', () => {
  const ofAnn = () => ({ patients: [u.patients.Ann] });

  test('finds the visit of the patient who has it, however it is typed', async () => {
    const { id, reference } = settled(await forAnn(u.slot('2 09:00')));
    for (const typed of [reference, reference.toLowerCase(), ` ${reference.slice(0, 2)}-${reference.slice(2)}. `])
      expect(await findByReference(u.db, typed, ofAnn())).toMatchObject({ id });
  });

  test('of somebody else tells nothing, just as one that nobody has', async () => {
    const { reference } = settled(await forAnn(u.slot('2 09:00')));
    expect(await findByReference(u.db, reference, { patients: [u.patients.Bob] })).toBeUndefined();
    expect(await findByReference(u.db, reference, { patients: [] })).toBeUndefined();
    for (const typed of ['ZZZZ', '', '  ', `' or 1=1 --`, 'ü'.repeat(5_000)])
      expect(await findByReference(u.db, typed, ofAnn())).toBeUndefined();
  });

  test('of a parent finds the visit of the child', async () => {
    const { reference, id } = settled(await forAnn(u.slot('2 09:00')));
    expect(await findByReference(u.db, reference, { patients: [u.patients.Bob, u.patients.Ann] })).toMatchObject({
      id,
    });
  });

  test('of a visit that was moved leads to where it is now', async () => {
    const first = settled(await forAnn(u.slot('2 09:00')));
    const second = settled(await move(u.db, first, u.slot('3 09:00'), { by: BY_ANN }));
    const third = settled(await move(u.db, second, u.slot('4 09:00'), { by: BY_ANN }));
    for (const { reference } of [first, second, third])
      expect(await findByReference(u.db, reference, ofAnn())).toMatchObject({ id: third.id, status: 'booked' });
  });

  test('of a cancelled visit still finds it, cancelled', async () => {
    const visit = settled(await forAnn(u.slot('2 09:00')));
    settled(await cancel(u.db, visit, { by: BY_ANN }));
    expect(await findByReference(u.db, visit.reference, ofAnn())).toMatchObject({ status: 'cancelled' });
  });

  test('has no letter or digit that is taken for another', () => {
    for (let i = 0; i < 200; i++) expect(newReference(6)).toMatch(/^[ACDEFGHJKMNPQRTWXY34679]{6}$/);
  });
});

describe('a visit that is not as it was', () => {
  test('that nobody knows', async () => {
    const nowhere = { id: 999 as VisitId, version: 1 };
    expect(rulesOf(await cancel(u.db, nowhere, { by: BY_ANN }))).toEqual(['no_such_visit']);
    expect(rulesOf(await move(u.db, nowhere, u.slot('2 09:00'), { by: BY_ANN }))).toEqual(['no_such_visit']);
    expect(
      rulesOf(await confirm(u.db, { visitId: nowhere.id, token: 'x', patientId: u.patients.Ann, by: BY_ANN })),
    ).toEqual(['no_such_visit']);
  });

  test('seen in an older version', async () => {
    const visit = settled(await forAnn(u.slot('2 09:00')));
    expect(rulesOf(await cancel(u.db, { ...visit, version: 0 }, { by: BY_ANN }))).toEqual(['changed_meanwhile']);
    expect(rulesOf(await move(u.db, { ...visit, version: 7 }, u.slot('3 09:00'), { by: BY_ANN }))).toEqual([
      'changed_meanwhile',
    ]);
  });

  test('cancelled already', async () => {
    const visit = settled(await forAnn(u.slot('2 09:00')));
    const cancelled = settled(await cancel(u.db, visit, { by: BY_ANN }));
    expect(rulesOf(await cancel(u.db, cancelled, { by: BY_ANN }))).toEqual(['not_in_this_state']);
    expect(rulesOf(await move(u.db, cancelled, u.slot('3 09:00'), { by: BY_ANN }))).toEqual(['not_in_this_state']);
  });

  test('held until a moment ago, for nobody', async () => {
    const held = await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN });
    await u.setClock('2026-06-01T08:11:00+03:00');
    const late = await confirm(u.db, { visitId: settled(held).id, token: held.token!, by: BY_ANN });
    expect(rulesOf(late)).toEqual(['hold_over']);
    await u.setClock('2026-06-01T08:00:00+03:00');
  });

  test('of a patient who does not exist', async () => {
    const nobody = { slot: u.slot('2 09:00'), patientId: 999 as PatientId, by: BY_ANN };
    await expect(book(u.db, nobody)).rejects.toThrow('foreign key');
    await nothingWasDone();
  });
});

describe('the same request again', () => {
  const key = { scope: 'contact:1', key: 'k1' };

  test('does one thing and gives one answer, a refusal included', async () => {
    const slot = u.slot('7 09:00');
    const booking = { slot, patientId: u.patients.Ann, by: BY_ANN };
    const first = await book(u.db, booking, key);
    expect(rulesOf(first)).toEqual(['not_working']);
    expect(await book(u.db, booking, key)).toEqual(first);
  });

  test('ten times at once does one thing', async () => {
    const booking = { slot: u.slot('2 09:00'), patientId: u.patients.Ann, by: BY_ANN };
    const answers = await Promise.all(Array.from({ length: 10 }, () => book(u.db, booking, key)));
    expect(new Set(answers.map((answer) => settled(answer).id)).size).toBe(1);
    expect(await u.db.query('select count(*)::int as n from visit')).toEqual([{ n: 1 }]);
  });

  test('with other content is refused, and nothing is done', async () => {
    await book(u.db, { slot: u.slot('2 09:00'), patientId: u.patients.Ann, by: BY_ANN }, key);
    const other = { slot: u.slot('2 10:00'), patientId: u.patients.Ann, by: BY_ANN };
    expect(rulesOf(await book(u.db, other, key))).toEqual(['key_used']);
    expect(await u.db.query('select count(*)::int as n from visit')).toEqual([{ n: 1 }]);
  });

  test('from somebody else is another request', async () => {
    await book(u.db, { slot: u.slot('2 09:00'), patientId: u.patients.Ann, by: BY_ANN }, key);
    settled(
      await book(
        u.db,
        { slot: u.slot('2 10:00'), patientId: u.patients.Bob, by: 'patient:2' },
        { ...key, scope: 'contact:2' },
      ),
    );
  });

  test('of a cancel and of a move does them once', async () => {
    const visit = settled(await forAnn(u.slot('2 09:00')));
    const moved = await move(u.db, visit, u.slot('3 09:00'), { by: BY_ANN }, key);
    expect(await move(u.db, visit, u.slot('3 09:00'), { by: BY_ANN }, key)).toEqual(moved);
    const off = await cancel(u.db, settled(moved), { by: BY_ANN }, { ...key, key: 'k2' });
    expect(await cancel(u.db, settled(moved), { by: BY_ANN }, { ...key, key: 'k2' })).toEqual(off);
  });
});
