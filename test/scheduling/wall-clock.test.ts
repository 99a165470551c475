import {
  dayOf,
  eachDay,
  instantOf,
  isDay,
  isZone,
  plusDays,
  startNamed,
  stretches,
  weekdayOf,
  weeksBetween,
} from '../../src/scheduling/wall-clock';

const utc = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

describe('a wall-clock time has one instant', () => {
  test.each`
    hard                                               | zone                     | day             | time       | first
    ${'an ordinary morning'}                           | ${'Africa/Nairobi'}      | ${'2026-06-02'} | ${'09:00'} | ${'2026-06-02T06:00'}
    ${'half an hour east of the full hours'}           | ${'Asia/Kolkata'}        | ${'2026-06-02'} | ${'09:00'} | ${'2026-06-02T03:30'}
    ${'three quarters east of the full hours'}         | ${'Asia/Kathmandu'}      | ${'2026-06-02'} | ${'09:00'} | ${'2026-06-02T03:15'}
    ${'a whole day ahead of Greenwich'}                | ${'Pacific/Kiritimati'}  | ${'2026-06-02'} | ${'09:00'} | ${'2026-06-01T19:00'}
    ${'eleven hours behind'}                           | ${'Pacific/Pago_Pago'}   | ${'2026-06-02'} | ${'20:00'} | ${'2026-06-03T07:00'}
    ${'the last moment of a day'}                      | ${'Africa/Nairobi'}      | ${'2026-06-02'} | ${'24:00'} | ${'2026-06-02T21:00'}
    ${'29 February'}                                   | ${'Europe/Lisbon'}       | ${'2028-02-29'} | ${'09:00'} | ${'2028-02-29T09:00'}
    ${'just before spring forward'}                    | ${'America/New_York'}    | ${'2026-03-08'} | ${'01:59'} | ${'2026-03-08T06:59'}
    ${'skipped by spring forward: the moment of it'}   | ${'America/New_York'}    | ${'2026-03-08'} | ${'02:30'} | ${'2026-03-08T07:00'}
    ${'just after spring forward'}                     | ${'America/New_York'}    | ${'2026-03-08'} | ${'03:00'} | ${'2026-03-08T07:00'}
    ${'comes twice when the clocks fall back: first'}  | ${'America/New_York'}    | ${'2026-11-01'} | ${'01:30'} | ${'2026-11-01T05:30'}
    ${'just after the hour that comes twice'}          | ${'America/New_York'}    | ${'2026-11-01'} | ${'02:00'} | ${'2026-11-01T07:00'}
    ${'Lord Howe skips half an hour'}                  | ${'Australia/Lord_Howe'} | ${'2026-10-04'} | ${'02:15'} | ${'2026-10-03T15:30'}
    ${'Lord Howe repeats half an hour'}                | ${'Australia/Lord_Howe'} | ${'2027-04-04'} | ${'01:45'} | ${'2027-04-03T14:45'}
    ${'Troll skips two hours'}                         | ${'Antarctica/Troll'}    | ${'2027-03-28'} | ${'02:30'} | ${'2027-03-28T01:00'}
    ${'Cairo has no midnight on this day'}             | ${'Africa/Cairo'}        | ${'2027-04-30'} | ${'00:00'} | ${'2027-04-29T22:00'}
    ${'Beirut has no midnight on this day'}            | ${'Asia/Beirut'}         | ${'2027-03-28'} | ${'00:00'} | ${'2027-03-27T22:00'}
    ${'Santiago has no midnight on this day'}          | ${'America/Santiago'}    | ${'2026-09-06'} | ${'00:00'} | ${'2026-09-06T04:00'}
    ${'Havana has two midnights on this day: first'}   | ${'America/Havana'}      | ${'2026-11-01'} | ${'00:00'} | ${'2026-11-01T04:00'}
    ${'Cairo lives eleven at night twice: first'}      | ${'Africa/Cairo'}        | ${'2026-10-29'} | ${'23:30'} | ${'2026-10-29T20:30'}
    ${'midnight after an evening that came twice'}     | ${'Africa/Cairo'}        | ${'2026-10-30'} | ${'00:00'} | ${'2026-10-29T22:00'}
    ${'Casablanca falls back for Ramadan in February'} | ${'Africa/Casablanca'}   | ${'2027-02-07'} | ${'02:30'} | ${'2027-02-07T01:30'}
  `('$hard: $zone $day $time', ({ zone, day, time, first }) => {
    expect(utc(instantOf(day, time, zone))).toBe(first);
  });
});

test('of a time that comes twice the later one can be asked for', () => {
  expect(utc(instantOf('2026-11-01', '01:30', 'America/New_York', true))).toBe('2026-11-01T06:30');
  expect(utc(instantOf('2026-06-01', '01:30', 'America/New_York', true))).toBe('2026-06-01T05:30');
});

describe('a day belongs to a zone', () => {
  test.each`
    hard                                               | instant                   | zone                    | day
    ${'an evening in New York is tomorrow in London'}  | ${'2026-06-03T01:00:00Z'} | ${'America/New_York'}   | ${'2026-06-02'}
    ${'a morning in Kiritimati is yesterday in UTC'}   | ${'2026-06-01T11:00:00Z'} | ${'Pacific/Kiritimati'} | ${'2026-06-02'}
    ${'the last millisecond of a month'}               | ${'2026-06-30T20:59:59Z'} | ${'Africa/Nairobi'}     | ${'2026-06-30'}
    ${'the second eleven at night is still that day'}  | ${'2026-10-29T21:30:00Z'} | ${'Africa/Cairo'}       | ${'2026-10-29'}
    ${'the second half past midnight is the same day'} | ${'2026-11-01T05:30:00Z'} | ${'America/Havana'}     | ${'2026-11-01'}
  `('$hard', ({ instant, zone, day }) => {
    expect(dayOf(new Date(instant), zone)).toBe(day);
  });
});

describe('days are counted by the calendar', () => {
  test.each([
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-02-29', 1, '2028-03-01'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-08', 1, '2026-03-09'], // 23 hours in New York, and one day all the same
  ])('%s and %i days is %s', (day, days, then) => {
    expect(plusDays(day, days)).toBe(then);
  });

  test('both ends of a stretch of days are in it', () => {
    expect([...eachDay('2028-02-28', '2028-03-01')]).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect([...eachDay('2028-03-02', '2028-03-01')]).toEqual([]);
  });

  test('Monday is 1 and Sunday is 7', () => {
    expect(['2026-06-01', '2026-06-07'].map(weekdayOf)).toEqual([1, 7]);
  });

  test.each([
    ['2026-06-01', '2026-06-07', 0],
    ['2026-06-07', '2026-06-08', 1], // a Sunday and the Monday after it
    ['2026-03-02', '2026-03-09', 1], // across the change in New York
    ['2026-12-28', '2027-01-04', 1], // across a year with 53 weeks
    ['2026-06-01', '2026-07-13', 6],
  ])('weeks begin on Monday: from %s to %s is %i', (from, day, weeks) => {
    expect(weeksBetween(from, day)).toBe(weeks);
  });
});

describe('an interval is cut at midnight and where the clocks change', () => {
  const cut = (from: string, to: string, zone: string) =>
    stretches({ from: Date.parse(from), to: Date.parse(to) }, zone).map(
      ({ day, midnight, starts }) => `${day} ${utc(midnight)}: ${utc(starts.from)}–${utc(starts.to)}`,
    );

  test('at midnight', () => {
    expect(cut('2026-06-01T19:00Z', '2026-06-02T03:00Z', 'Africa/Nairobi')).toEqual([
      '2026-06-01 2026-05-31T21:00: 2026-06-01T19:00–2026-06-01T21:00',
      '2026-06-02 2026-06-01T21:00: 2026-06-01T21:00–2026-06-02T03:00',
    ]);
  });

  test('spring forward: from then on starts are counted from the midnight there would have been', () => {
    expect(cut('2027-03-14T05:00Z', '2027-03-14T10:00Z', 'America/New_York')).toEqual([
      '2027-03-14 2027-03-14T05:00: 2027-03-14T05:00–2027-03-14T07:00',
      '2027-03-14 2027-03-14T04:00: 2027-03-14T07:00–2027-03-14T10:00',
    ]);
  });

  test('fall back: nothing begins in the hour that comes a second time', () => {
    expect(cut('2026-11-01T05:00Z', '2026-11-01T10:00Z', 'America/New_York')).toEqual([
      '2026-11-01 2026-11-01T04:00: 2026-11-01T05:00–2026-11-01T06:00',
      '2026-11-01 2026-11-01T05:00: 2026-11-01T07:00–2026-11-01T10:00',
    ]);
  });

  test('Lord Howe: the half hour that comes twice', () => {
    expect(cut('2027-04-03T14:00Z', '2027-04-03T17:00Z', 'Australia/Lord_Howe')).toEqual([
      '2027-04-04 2027-04-03T13:00: 2027-04-03T14:00–2027-04-03T15:00',
      '2027-04-04 2027-04-03T13:30: 2027-04-03T15:30–2027-04-03T17:00',
    ]);
  });

  test('Cairo: the hour before midnight comes twice, and the next day begins after it', () => {
    expect(cut('2026-10-29T19:00Z', '2026-10-30T00:00Z', 'Africa/Cairo')).toEqual([
      '2026-10-29 2026-10-28T21:00: 2026-10-29T19:00–2026-10-29T21:00',
      '2026-10-30 2026-10-29T22:00: 2026-10-29T22:00–2026-10-30T00:00',
    ]);
  });

  test('Havana: the hour after midnight comes twice', () => {
    expect(cut('2026-11-01T03:00Z', '2026-11-01T08:00Z', 'America/Havana')).toEqual([
      '2026-10-31 2026-10-31T04:00: 2026-11-01T03:00–2026-11-01T04:00',
      '2026-11-01 2026-11-01T04:00: 2026-11-01T04:00–2026-11-01T05:00',
      '2026-11-01 2026-11-01T05:00: 2026-11-01T06:00–2026-11-01T08:00',
    ]);
  });

  test('Beirut: the day begins at one o’clock', () => {
    expect(cut('2027-03-27T21:00Z', '2027-03-28T00:00Z', 'Asia/Beirut')).toEqual([
      '2027-03-27 2027-03-26T22:00: 2027-03-27T21:00–2027-03-27T22:00',
      '2027-03-28 2027-03-27T21:00: 2027-03-27T22:00–2027-03-28T00:00',
    ]);
  });

  test('a day that was left out altogether has no times: Apia, 30 December 2011', () => {
    expect(cut('2011-12-30T08:00Z', '2011-12-30T12:00Z', 'Pacific/Apia').map((line) => line.slice(0, 10))).toEqual([
      '2011-12-29',
      '2011-12-31',
    ]);
  });
});

describe('a time that somebody names', () => {
  test.each([
    ['2026-06-02', '09:00', '2026-06-02T06:00:00.000Z'],
    ['2028-02-29', '09:00', '2028-02-29T06:00:00.000Z'],
  ])('%s %s is an instant', (day, time, instant) => {
    expect(startNamed(day, time, 'Africa/Nairobi').toISOString()).toBe(instant);
  });

  test.each([
    ['30 February', '2026-02-30', '09:00', 'Africa/Nairobi'],
    ['29 February of a common year', '2026-02-29', '09:00', 'Africa/Nairobi'],
    ['the 13th month', '2026-13-01', '09:00', 'Africa/Nairobi'],
    ['25 o’clock', '2026-06-02', '25:00', 'Africa/Nairobi'],
    ['minute 60', '2026-06-02', '09:60', 'Africa/Nairobi'],
    ['words', 'tomorrow', 'nine', 'Africa/Nairobi'],
    ['a time that the clocks skip', '2027-03-14', '02:30', 'America/New_York'],
    ['a midnight that Cairo skips', '2027-04-30', '00:15', 'Africa/Cairo'],
  ])('%s is no time', (_, day, time, zone) => {
    expect(startNamed(day, time, zone).getTime()).toBeNaN();
  });

  test('a day is a day of the calendar, written as year, month and day', () => {
    expect(['2026-06-02', '2028-02-29'].every(isDay)).toBe(true);
    expect(['2026-02-30', '2026-6-2', '', 'x', '2026-06-02T09:00', '02/06/2026'].some(isDay)).toBe(false);
  });

  test('a zone is a place, not a number of hours or a word', () => {
    expect(['Africa/Nairobi', 'Australia/Lord_Howe', 'UTC'].every(isZone)).toBe(true);
    expect(['Mars/Olympus', '', 'Nairobi'].some(isZone)).toBe(false);
  });
});
