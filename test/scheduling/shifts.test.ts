import type { ServiceId } from '../../src/database/ids';
import { type ExtraHours, shiftsBetween, type WorkingHours, type WorkPlan } from '../../src/scheduling/shifts';

const MINUTE = 60_000;
const weekly = (change: Partial<WorkingHours> = {}): WorkingHours => ({
  weekday: 1,
  starts: '09:00',
  ends: '17:00',
  everyWeeks: 1,
  fromDay: '2026-01-01',
  toDay: null,
  breaks: [],
  modes: ['in_person'],
  onlyServiceId: null,
  ...change,
});
const everyDay = (change: Partial<WorkingHours> = {}): WorkingHours[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => weekly({ weekday, ...change }));
const plan = (zone: string, hours: WorkingHours[], change: Partial<WorkPlan> = {}): WorkPlan => ({
  zone,
  hours,
  extra: [],
  away: [],
  ...change,
});
const between = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

/** "2026-06-01 09:00–12:00 (180)": the wall clock and how many minutes really pass. */
function seen(p: WorkPlan, from: string, to: string, what: 'during' | 'starts' = 'during'): string[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: p.zone, hour: '2-digit', minute: '2-digit' });
  const shifts = shiftsBetween(p, from, to).sort((a, b) => a[what].from - b[what].from);
  return shifts.map((shift) => {
    const { from: a, to: b } = shift[what];
    return `${shift.day} ${clock.format(a)}–${clock.format(b)} (${(b - a) / MINUTE})`;
  });
}

test('a week of hours with lunch', () => {
  const hours = [weekly({ breaks: [{ starts: '12:00', ends: '13:00' }] })];
  expect(seen(plan('Africa/Nairobi', hours), '2026-06-01', '2026-06-08')).toEqual([
    '2026-06-01 09:00–12:00 (180)',
    '2026-06-01 13:00–17:00 (240)',
    '2026-06-08 09:00–12:00 (180)',
    '2026-06-08 13:00–17:00 (240)',
  ]);
});

test('hours hold by the wall clock on both sides of a change', () => {
  const p = plan('America/New_York', everyDay());
  expect(seen(p, '2027-03-13', '2027-03-15')).toEqual([
    '2027-03-13 09:00–17:00 (480)',
    '2027-03-14 09:00–17:00 (480)',
    '2027-03-15 09:00–17:00 (480)',
  ]);
  expect(shiftsBetween(p, '2027-03-13', '2027-03-14').map((s) => new Date(s.during.from).toISOString())).toEqual([
    '2027-03-13T14:00:00.000Z',
    '2027-03-14T13:00:00.000Z',
  ]);
});

test('a night shift past midnight is one stretch of work and two days of starts', () => {
  const night = plan('Africa/Nairobi', [weekly({ starts: '22:00', ends: '06:00' })]);
  expect(seen(night, '2026-06-01', '2026-06-02')).toEqual([
    '2026-06-01 22:00–06:00 (480)',
    '2026-06-02 22:00–06:00 (480)',
  ]);
  expect(seen(night, '2026-06-01', '2026-06-02', 'starts')).toEqual([
    '2026-06-01 22:00–00:00 (120)',
    '2026-06-02 00:00–06:00 (360)',
  ]);
  expect(seen(night, '2026-06-02', '2026-06-02')).toEqual(['2026-06-02 22:00–06:00 (480)']);
});

test('a night loses an hour in spring and gains one in autumn', () => {
  const night = plan('America/New_York', everyDay({ starts: '22:00', ends: '06:00' }));
  expect(new Set(seen(night, '2027-03-13', '2027-03-13'))).toEqual(
    new Set(['2027-03-13 22:00–06:00 (480)', '2027-03-13 22:00–06:00 (420)']),
  );
  expect(seen(night, '2026-10-31', '2026-10-31')).toContain('2026-10-31 22:00–06:00 (540)');
});

describe('a break in a night shift', () => {
  test.each([
    ['in the small hours', '02:00', '03:00', ['22:00–02:00 (240)', '03:00–06:00 (180)']],
    ['before midnight', '23:00', '23:30', ['22:00–23:00 (60)', '23:30–06:00 (390)']],
    ['across midnight', '23:30', '00:30', ['22:00–23:30 (90)', '00:30–06:00 (330)']],
    ['from midnight', '00:00', '00:30', ['22:00–00:00 (120)', '00:30–06:00 (330)']],
    ['until midnight', '23:00', '24:00', ['22:00–23:00 (60)', '00:00–06:00 (360)']],
  ])('%s', (_, starts, ends, pieces) => {
    const night = plan('Africa/Nairobi', [weekly({ starts: '22:00', ends: '06:00', breaks: [{ starts, ends }] })]);
    expect(new Set(seen(night, '2026-06-01', '2026-06-02').map((line) => line.slice(11)))).toEqual(new Set(pieces));
  });

  test('lasts through both passes of an hour that comes twice', () => {
    const hours = everyDay({ starts: '22:00', ends: '06:00', breaks: [{ starts: '01:00', ends: '02:00' }] });
    const starts = seen(plan('America/New_York', hours), '2026-11-01', '2026-11-01', 'starts');
    expect(starts).toEqual([
      '2026-11-01 00:00–01:00 (60)',
      '2026-11-01 02:00–06:00 (240)',
      '2026-11-01 22:00–00:00 (120)',
    ]);
  });

  test('is gone when the clocks skip it', () => {
    const hours = everyDay({ starts: '00:00', ends: '06:00', breaks: [{ starts: '02:00', ends: '03:00' }] });
    expect(seen(plan('America/New_York', hours), '2027-03-14', '2027-03-14', 'starts')).toEqual([
      '2027-03-14 00:00–03:00 (120)',
      '2027-03-14 03:00–06:00 (180)',
    ]);
  });
});

describe('work that ends or begins inside the change', () => {
  test('never goes past the closing time that patients read, although that hour comes twice', () => {
    const evening = plan('America/New_York', everyDay({ starts: '18:00', ends: '01:00' }));
    expect(seen(evening, '2026-11-01', '2026-11-01', 'starts')[0]).toBe('2026-11-01 00:00–01:00 (60)');
    const later = plan('America/New_York', everyDay({ starts: '18:00', ends: '01:30' }));
    expect(seen(later, '2026-11-01', '2026-11-01', 'starts')[0]).toBe('2026-11-01 00:00–01:30 (90)');
  });

  test('begins with the first of two equal times', () => {
    const early = plan('America/New_York', everyDay({ starts: '01:30', ends: '04:00' }));
    expect(seen(early, '2026-11-01', '2026-11-01')[0]).toBe('2026-11-01 01:30–04:00 (210)');
    expect(seen(early, '2026-11-01', '2026-11-01', 'starts')).toEqual([
      '2026-11-01 01:30–01:00 (30)',
      '2026-11-01 02:00–04:00 (120)',
    ]);
  });

  test('begins with the change when the clocks skip its beginning', () => {
    const early = plan('America/New_York', everyDay({ starts: '02:30', ends: '05:00' }));
    expect(seen(early, '2027-03-14', '2027-03-14')).toEqual(['2027-03-14 03:00–05:00 (120)']);
  });

  test('is not there when the clocks skip all of it', () => {
    const early = plan('America/New_York', everyDay({ starts: '02:00', ends: '03:00' }));
    expect(seen(early, '2027-03-14', '2027-03-14')).toEqual([]);
  });
});

describe('clocks that change at midnight', () => {
  test.each([
    ['Africa/Cairo', 'spring', '2027-04-30', ['2027-04-30 01:00–06:00 (300)']],
    ['Asia/Beirut', 'spring', '2027-03-28', ['2027-03-28 01:00–06:00 (300)']],
    ['America/Havana', 'spring', '2027-03-14', ['2027-03-14 01:00–06:00 (300)']],
    ['America/Santiago', 'spring', '2026-09-06', ['2026-09-06 01:00–06:00 (300)']],
    ['Africa/Cairo', 'autumn', '2026-10-30', ['2026-10-30 00:00–06:00 (360)']],
    ['America/Santiago', 'autumn', '2027-04-04', ['2027-04-04 00:00–06:00 (360)']],
    ['America/Havana', 'autumn', '2026-11-01', ['2026-11-01 00:00–00:00 (60)', '2026-11-01 01:00–06:00 (300)']],
  ])('%s in %s, %s: starts after midnight', (zone, _, day, starts) => {
    expect(seen(plan(zone, everyDay({ starts: '00:00', ends: '06:00' })), day, day, 'starts')).toEqual(starts);
  });

  test('Cairo in autumn: a shift until midnight works through both hours before it, and starts visits in the first', () => {
    const late = plan('Africa/Cairo', everyDay({ starts: '20:00', ends: '24:00' }));
    expect(seen(late, '2026-10-29', '2026-10-29')).toEqual(['2026-10-29 20:00–00:00 (300)']);
    expect(seen(late, '2026-10-29', '2026-10-29', 'starts')).toEqual(['2026-10-29 20:00–23:00 (240)']);
  });
});

test('Lord Howe moves by half an hour', () => {
  const p = plan('Australia/Lord_Howe', everyDay({ starts: '01:00', ends: '04:00' }));
  expect(seen(p, '2026-10-04', '2026-10-04', 'starts')).toEqual([
    '2026-10-04 01:00–02:30 (60)',
    '2026-10-04 02:30–04:00 (90)',
  ]);
  expect(seen(p, '2027-04-04', '2027-04-04', 'starts')).toEqual([
    '2027-04-04 01:00–01:30 (60)',
    '2027-04-04 02:00–04:00 (120)',
  ]);
});

describe('every second week', () => {
  const p = plan('Africa/Nairobi', [weekly({ everyWeeks: 2, fromDay: '2026-06-03' })]);
  test('is counted from the week of the first day, even if that day is not worked', () => {
    expect(seen(p, '2026-06-01', '2026-07-13').map((line) => line.slice(0, 10))).toEqual([
      '2026-06-15',
      '2026-06-29',
      '2026-07-13',
    ]);
  });
  test('is the same from whatever day one looks', () => {
    for (const from of ['2026-06-02', '2026-06-15', '2026-06-20'])
      expect(seen(p, from, '2026-06-29').at(-1)?.slice(0, 10)).toBe('2026-06-29');
    expect(seen(p, '2026-06-22', '2026-06-22')).toEqual([]);
  });
  test('goes on across the end of a year of 53 weeks', () => {
    const long = plan('Africa/Nairobi', [weekly({ everyWeeks: 2, fromDay: '2026-12-21' })]);
    expect(seen(long, '2026-12-21', '2027-01-20').map((line) => line.slice(0, 10))).toEqual([
      '2026-12-21',
      '2027-01-04',
      '2027-01-18',
    ]);
  });
});

test('hours begin on their first day and end with their last, a night that begins on it included', () => {
  const night = plan(
    'Africa/Nairobi',
    everyDay({ starts: '22:00', ends: '02:00', fromDay: '2026-06-02', toDay: '2026-06-03' }),
  );
  expect(seen(night, '2026-06-01', '2026-06-05', 'starts')).toEqual([
    '2026-06-02 22:00–00:00 (120)',
    '2026-06-03 00:00–02:00 (120)',
    '2026-06-03 22:00–00:00 (120)',
    '2026-06-04 00:00–02:00 (120)',
  ]);
});

test.each([
  ['29 February', '2028-02-28', '2028-03-01', 3],
  ['the end of a month', '2026-04-30', '2026-05-01', 2],
  ['the end of a year', '2026-12-31', '2027-01-01', 2],
])('%s is a day like any other', (_, from, to, days) => {
  expect(seen(plan('Asia/Kathmandu', everyDay()), from, to)).toHaveLength(days);
});

test.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Chatham'])(
  '%s: starts are counted from its own midnight',
  (zone) => {
    const [shift] = shiftsBetween(plan(zone, everyDay()), '2026-06-02', '2026-06-02');
    expect((shift!.starts.from - shift!.midnight) / MINUTE).toBe(9 * 60);
  },
);

describe('what keeps somebody away', () => {
  const monday = [weekly()];
  test('leave cuts a shift in two', () => {
    const away = [between('2026-06-01T10:00+03:00', '2026-06-01T11:30+03:00')];
    expect(seen(plan('Africa/Nairobi', monday, { away }), '2026-06-01', '2026-06-01')).toEqual([
      '2026-06-01 09:00–10:00 (60)',
      '2026-06-01 11:30–17:00 (330)',
    ]);
  });
  test('leave over a whole day leaves nothing of it', () => {
    const away = [between('2026-06-01T00:00+03:00', '2026-06-02T00:00+03:00')];
    expect(seen(plan('Africa/Nairobi', monday, { away }), '2026-06-01', '2026-06-08')).toEqual([
      '2026-06-08 09:00–17:00 (480)',
    ]);
  });
  test('leave in the small hours cuts the night that began the day before', () => {
    const away = [between('2026-06-02T01:00+03:00', '2026-06-02T02:00+03:00')];
    const night = plan('Africa/Nairobi', [weekly({ starts: '22:00', ends: '06:00' })], { away });
    expect(seen(night, '2026-06-02', '2026-06-02', 'starts')).toEqual([
      '2026-06-02 00:00–01:00 (60)',
      '2026-06-02 02:00–06:00 (240)',
    ]);
  });
});

test('extra hours stand beside the weekly ones, with terms of their own', () => {
  const extra: ExtraHours[] = [
    {
      during: between('2026-06-06T10:00+03:00', '2026-06-06T12:00+03:00'),
      modes: ['video'],
      onlyServiceId: 7 as ServiceId,
    },
  ];
  const shifts = shiftsBetween(plan('Africa/Nairobi', [weekly()], { extra }), '2026-06-01', '2026-06-07');
  expect(shifts.map(({ day, modes, onlyServiceId }) => [day, modes, onlyServiceId])).toEqual([
    ['2026-06-01', ['in_person'], null],
    ['2026-06-06', ['video'], 7],
  ]);
});
