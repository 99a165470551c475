import { isStaffed, staffedMinutesLater } from '../../src/desk/business-hours';

const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '08:00', ends: '18:00' }));
const SPLIT = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, starts: '15:00', ends: '19:00' },
  { weekday, starts: '08:00', ends: '12:00' },
]);
const NAIROBI = 'Africa/Nairobi';
const later = (from: string, minutes: number, hours = WEEK, zone = NAIROBI): string | undefined =>
  staffedMinutesLater(new Date(from), minutes, hours, zone)?.toISOString();

test.each([
  ['in the middle of the day', '2026-06-01T09:00:00+03:00', 30, WEEK, '2026-06-01T06:30:00.000Z'],
  ['over the evening', '2026-06-01T17:45:00+03:00', 30, WEEK, '2026-06-02T05:15:00.000Z'],
  ['over the weekend', '2026-06-05T17:50:00+03:00', 30, WEEK, '2026-06-08T05:20:00.000Z'],
  ['before anybody is there', '2026-06-01T05:00:00+03:00', 30, WEEK, '2026-06-01T05:30:00.000Z'],
  ['over a long midday break', '2026-06-01T11:50:00+03:00', 30, SPLIT, '2026-06-01T12:20:00.000Z'],
  ['longer than a day', '2026-06-01T08:00:00+03:00', 660, WEEK, '2026-06-02T06:00:00.000Z'],
])('staffed minutes %s', (_where, from, minutes, hours, at) => {
  expect(later(from, minutes, hours)).toBe(at);
});

test('the hour that a change of clocks takes away does not count', () => {
  // Lisbon, 29 March 2026: 01:00 becomes 02:00.
  const night = [{ weekday: 7, starts: '00:00', ends: '06:00' }];
  expect(later('2026-03-29T00:00:00Z', 120, night, 'Europe/Lisbon')).toBe('2026-03-29T02:00:00.000Z');
});

test('a desk that never opens calls nobody', () => {
  expect(later('2026-06-01T09:00:00Z', 30, [])).toBeUndefined();
});

test('closing time belongs to the evening', () => {
  expect(isStaffed(new Date('2026-06-01T17:59:00+03:00'), WEEK, NAIROBI)).toBe(true);
  expect(isStaffed(new Date('2026-06-01T18:00:00+03:00'), WEEK, NAIROBI)).toBe(false);
  expect(isStaffed(new Date('2026-06-06T10:00:00+03:00'), WEEK, NAIROBI)).toBe(false);
});
