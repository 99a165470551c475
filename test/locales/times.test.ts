import { digitsIn, digitsOf, type Locale } from '../../src/conversation/locale';
import { exampleDateIn, shortWhenIn, whenIn } from '../../src/conversation/times-in-words';
import { inGsm7 } from '../../src/outbox/segments';
import { readWhen } from '../../src/understanding/when/read-when';

const NAIROBI = 'Africa/Nairobi';
const HALF_PAST_ONE = '2026-11-23T10:30:00Z';
const NINE = '2026-11-23T06:00:00Z';

test.each([
  ['en', 'KE', 'Mon, 23 Nov, 13:30'],
  ['en', 'US', 'Mon, Nov 23, 1:30 PM'],
  ['es', 'ES', 'lun, 23 nov, 13:30'],
  ['es', 'US', 'lun, 23 de nov, 1:30 p.m.'],
  ['fr', 'FR', 'lun. 23 nov., 13:30'],
  ['pt', 'PT', 'segunda 23/11, 13:30'],
  ['pt', 'BR', 'seg., 23 de nov., 13:30'],
  ['sw', 'KE', 'Jumatatu, 23 Nov, 13:30'],
  ['ar', 'US', 'الاثنين، 23 نوفمبر، 1:30 م'],
  ['ar', 'EG', 'الاثنين، ٢٣ نوفمبر، ١:٣٠ م'],
  ['hi', 'IN', 'सोम, 23 नव॰, 1:30 pm'],
])('%s in %s: %s', (language, country, words) => {
  expect(whenIn(HALF_PAST_ONE, NAIROBI, { language, country })).toBe(words);
});

test('without a country the language alone decides', () => {
  expect(whenIn(NINE, NAIROBI, { language: 'en' })).toBe('Mon, Nov 23, 9:00 AM');
});

describe('hours that are counted from dawn in daily life', () => {
  const sw = { language: 'sw', country: 'KE' };
  const at = (time: string): string => whenIn(`2026-11-23T${time}:00+03:00`, NAIROBI, sw);

  test.each([
    ['09:00', 'Jumatatu, 23 Nov, 09:00 (saa 3 asubuhi)'],
    ['06:00', 'Jumatatu, 23 Nov, 06:00 (saa 12 asubuhi)'],
    ['07:05', 'Jumatatu, 23 Nov, 07:05 (saa 1:05 asubuhi)'],
    ['12:30', 'Jumatatu, 23 Nov, 12:30 (saa 6:30 mchana)'],
    ['13:00', 'Jumatatu, 23 Nov, 13:00'],
    ['20:15', 'Jumatatu, 23 Nov, 20:15'],
  ])('%s is said in both ways where it could be either', (time, words) => expect(at(time)).toBe(words));

  test('to recognise an answer by its words, the hour is said once', () => {
    expect(whenIn(NINE, NAIROBI, { ...sw, oneClock: true })).toBe('Jumatatu, 23 Nov, 09:00');
  });
});

describe('digits follow the patient', () => {
  test.each([
    ['٣', 'arab'],
    ['۳', 'arabext'],
    ['३ बजे', 'deva'],
    ['3', 'latn'],
    ['three', undefined],
    ['𝟑', undefined],
  ])('%s is written in %s', (text, digits) => expect(digitsIn(text)).toBe(digits));

  test('times and examples are written in them', () => {
    const hindi = { language: 'hi', country: 'IN', digits: 'deva' };
    expect(whenIn(NINE, NAIROBI, hindi)).toBe('सोम, २३ नव॰, ९:०० am');
    expect(exampleDateIn(hindi)).toBe('१४ मार्च १९९०');
    expect(digitsOf(hindi)).toBe('deva');
    expect(whenIn(NINE, NAIROBI, { language: 'ar', country: 'EG', digits: 'latn' })).toBe('الاثنين، 23 نوفمبر، 9:00 ص');
  });
});

const PLACES: [string, string[]][] = [
  ['en', ['KE', 'US', 'PT', 'GB', 'IN']],
  ['es', ['ES', 'US', 'MX', 'PT']],
  ['fr', ['FR', 'PT', 'CM']],
  ['pt', ['PT', 'BR', 'MZ']],
  ['sw', ['KE', 'TZ', 'US']],
  ['ar', ['EG', 'US', 'KE', 'SA']],
  ['hi', ['IN', 'US', 'KE']],
];

/** Whoever copies what we wrote must be understood. */
describe.each(PLACES.flatMap(([language, countries]) => countries.map((country) => ({ language, country }))))(
  'what we write is what we read: $language in $country',
  (place) => {
    const locale: Locale = { ...place, oneClock: true };
    const days = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2026, 10, 22) + i * 86_400_000));
    const starts = days.flatMap((day) => [7.25, 9, 12.5, 15.75].map((hour) => new Date(+day + hour * 3_600_000)));

    test.each([
      ['in full', (at: string) => whenIn(at, 'UTC', locale)],
      ['in short', (at: string) => shortWhenIn(at, 'UTC', locale)],
      ['without accents', (at: string) => inGsm7(whenIn(at, 'UTC', locale))],
    ])('%s', (_how, write) => {
      const misread = starts
        .map((at) => ({ iso: at.toISOString().slice(0, 16), text: write(at.toISOString()) }))
        .filter(({ iso, text }) => iso !== readBack(text, place));
      expect(misread.map(({ text }) => text)).toEqual([]);
    });

    test('no mark that cannot be seen is left in it', () => {
      const written = starts.map((at) => whenIn(at.toISOString(), 'UTC', locale)).join();
      expect(written).not.toMatch(/[\u00a0\u200b-\u200f\u202f\u2009\u061c]/);
    });
  },
);

function readBack(text: string, { language, country }: { language: string; country: string }): string {
  const when = readWhen(text, { language, locale: `${language}-${country}`, reference: '2026-11-20T08:00:00' });
  return `${when?.date}T${when?.time}`;
}
