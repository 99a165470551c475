import { book } from '../../src/scheduling/book';
import { remakeShifts } from '../../src/scheduling/make-shifts';
import { bookSeries, datesOf, previewSeries, type Repeat } from '../../src/scheduling/series';
import type { Slot } from '../../src/scheduling/types';
import { closeClinic } from '../../src/scheduling/work-time';
import { makeUniverse, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, localTimes, rulesOf } from './people';

let u: Universe;
beforeAll(async () => {
  u = await makeUniverse();
});
afterEach(async () => {
  await u.db.query(`${EMPTY}; update closure set ended_at = clock_now()`);
  await remakeShifts(u.db, u.okafor, '2026-06-01');
});
afterAll(() => u.close());

const WEEKLY: Repeat = { repeats: 'weekly', every: 1, times: 4 };
const preview = (first: string, repeat = WEEKLY, change: Partial<Slot> = {}) =>
  previewSeries(u.db, u.slot(first, change), repeat, { patientId: u.patients.Ann, by: BY_ANN });
const annWith = (slots: Slot[], more = {}) =>
  bookSeries(u.db, slots, WEEKLY, { patientId: u.patients.Ann, by: BY_ANN, ...more });
const visits = () => u.db.query<{ n: number }[]>('select count(*)::int as n from visit').then(([row]) => row?.n);

describe('the dates of a series', () => {
  const dates = (first: string, zone: string, repeat: Repeat) =>
    datesOf(new Date(first), zone, repeat).map((date) => date.toISOString().slice(0, 16));

  test('keep the hour on the wall across a change of the clocks', () => {
    expect(dates('2026-10-20T13:00Z', 'America/New_York', { repeats: 'weekly', every: 1, times: 3 })).toEqual([
      '2026-10-20T13:00',
      '2026-10-27T13:00',
      '2026-11-03T14:00',
    ]);
  });

  test('keep it on the Sunday of the change itself', () => {
    expect(dates('2026-10-25T14:00Z', 'America/New_York', { repeats: 'weekly', every: 1, times: 2 })).toEqual([
      '2026-10-25T14:00',
      '2026-11-01T15:00',
    ]);
    expect(dates('2026-10-25T05:30Z', 'America/New_York', { repeats: 'weekly', every: 1, times: 2 })[1]).toBe(
      '2026-11-01T05:30',
    ); // the first half past one
    expect(dates('2027-03-07T07:30Z', 'America/New_York', { repeats: 'weekly', every: 1, times: 2 })[1]).toBe(
      '2027-03-14T07:00',
    ); // there is no half past two
  });

  test('of months end where the month ends, and find the 31st again', () => {
    expect(dates('2026-08-31T06:00Z', 'Africa/Nairobi', { repeats: 'monthly', every: 1, times: 4 })).toEqual([
      '2026-08-31T06:00',
      '2026-09-30T06:00',
      '2026-10-31T06:00',
      '2026-11-30T06:00',
    ]);
  });

  test('know 29 February', () => {
    expect(dates('2027-11-29T06:00Z', 'Africa/Nairobi', { repeats: 'monthly', every: 3, times: 3 })).toEqual([
      '2027-11-29T06:00',
      '2028-02-29T06:00',
      '2028-05-29T06:00',
    ]);
  });

  test('are counted in the clinic’s days, where an evening is another day in Greenwich', () => {
    expect(dates('2026-06-01T00:30Z', 'America/New_York', { repeats: 'monthly', every: 1, times: 2 })[1]).toBe(
      '2026-07-01T00:30',
    );
  });

  test.each([
    ['no dates', { repeats: 'weekly', every: 1, times: 0 }],
    ['a hundred dates', { repeats: 'weekly', every: 1, times: 100 }],
    ['half a date', { repeats: 'weekly', every: 1, times: 1.5 }],
    ['no interval', { repeats: 'weekly', every: 0, times: 2 }],
    ['an interval that is no number', { repeats: 'monthly', every: NaN, times: 2 }],
  ] as [string, Repeat][])('%s is a mistake of the caller', (_, repeat) => {
    expect(() => datesOf(new Date(), 'Africa/Nairobi', repeat)).toThrow(RangeError);
  });
});

test('a preview looks at every date, and offers the nearest free times where one is taken', async () => {
  await book(u.db, { slot: u.slot('16 09:00'), patientId: u.patients.Bob, by: BY_STAFF });
  await closeClinic(u.db, {
    clinicId: u.clinic,
    during: { from: +u.slot('23 00:00').starts, to: +u.slot('24 00:00').starts },
    name: 'Holiday',
    by: BY_STAFF,
  });
  const planned = await preview('2 09:00');
  expect(localTimes(planned.map(({ slot }) => slot))).toEqual(['02 09:00', '09 09:00', '16 09:00', '23 09:00']);
  expect(planned.map(({ against }) => against[0])).toEqual([undefined, undefined, 'taken', 'clinic_closed']);
  expect(localTimes(planned[2]!.alternatives)).toEqual(['16 09:30', '16 09:45', '16 10:00']);
  expect(planned[3]!.alternatives.every((time) => time.day !== '2026-06-23')).toBe(true);
  expect(await visits()).toBe(1);
});

test('alternatives are in the mode that was asked for, and nearest however fine the grid', async () => {
  const fine = await u.add.service({ minutes: 10, grid: 1 });
  const provider = await u.add.provider('Dr Minute', [fine]);
  await u.add.hours(provider, { modes: ['in_person', 'video'], starts: '07:00', ends: '20:00', pause: null });
  const slot = { providerId: provider, serviceId: fine, mode: 'video' as const };
  await book(u.db, { slot: u.slot('11 12:00', slot), patientId: u.patients.Bob, by: BY_STAFF });
  const [planned] = await preview('11 12:05', { ...WEEKLY, times: 1 }, slot);
  expect(localTimes(planned!.alternatives)).toEqual(['11 12:10', '11 12:11', '11 12:12']);
  expect(planned!.alternatives.every(({ mode }) => mode === 'video')).toBe(true);
});

test('a series is booked whole, told of once, and each visit knows it', async () => {
  const slots = (await preview('2 09:00')).map(({ slot }) => slot);
  const outcome = await annWith(slots, {
    notices: [{ contactId: u.contacts.Ann, kind: 'confirmation', body: { phrase: 'series' } }],
  });
  if (outcome.kind === 'refused') throw new Error(outcome.rules.join());
  expect(outcome.visits.map(({ seriesId }) => seriesId)).toEqual(Array(4).fill(outcome.seriesId));
  expect(await u.db.query('select count(*)::int as n from outbox')).toEqual([{ n: 1 }]);
});

test('one date that cannot be had undoes the whole, and names itself', async () => {
  await book(u.db, { slot: u.slot('23 09:00'), patientId: u.patients.Bob, by: BY_STAFF });
  const slots = (await preview('2 09:00')).map(({ slot }) => slot);
  const outcome = await annWith(slots);
  expect(rulesOf(outcome as never)).toEqual(['taken']);
  expect(outcome).toMatchObject({ slot: { starts: u.slot('23 09:00').starts } });
  expect(await visits()).toBe(1);
  expect(await u.db.query('select * from series')).toEqual([]);
});

test('an alternative may stand in for a date that clashes', async () => {
  await book(u.db, { slot: u.slot('16 09:00'), patientId: u.patients.Bob, by: BY_STAFF });
  const slots = (await preview('2 09:00')).map(({ slot, alternatives }) => alternatives[0] ?? slot);
  const outcome = await annWith(slots);
  expect(outcome.kind === 'settled' && localTimes(outcome.visits)).toEqual([
    '02 09:00',
    '09 09:00',
    '16 09:30',
    '23 09:00',
  ]);
});

test('dates beyond the horizon are shown as that', async () => {
  const planned = await preview('2 09:00', { ...WEEKLY, times: 10 });
  expect(planned.map(({ against }) => against[0]).slice(-2)).toEqual([undefined, 'too_far_ahead']);
});

test('a series of nothing is a mistake of the caller', async () => {
  expect(() => annWith([])).toThrow(RangeError);
});
