import { readAllWhens, readWhen, type When } from '../../src/understanding/when/read-when';

// Friday 20 November 2026, eight in the morning.
const reference = '2026-11-20T08:00:00';

/** An answer in one line: "2026-11-21 15:00", "from … to … (part)". */
function told(when: When | null): string | null {
  if (!when) return null;
  const range = [when.from && `from ${when.from}`, when.to && `to ${when.to}`].filter(Boolean).join(' ');
  return [when.date, when.time, range, when.part && `(${when.part})`].filter(Boolean).join(' ');
}
const read = (language: string, text: string): string | null => told(readWhen(text, { language, reference }));

test.each([
  ['a bare weekday is the next one', 'Can I come on Tuesday?', '2026-11-24'],
  ['a weekday said on that weekday is today', 'Friday at 3pm', '2026-11-20 15:00'],
  ['unless its time has passed', 'friday at 7:30 am', '2026-11-27 07:30'],
  ['next Friday is in next week', 'next Friday please', '2026-11-27'],
  ['this Sunday is the one to come', 'this sunday at noon', '2026-11-22 12:00'],
  ['a weekday of a week', 'Wednesday next week works', '2026-11-25'],
  ['the week first', 'next week on Monday', '2026-11-23'],
  ['tomorrow with a bare hour', 'tomorrow at 3', '2026-11-21 15:00'],
  ['the day after tomorrow', 'the day after tomorrow, 9.15 am', '2026-11-22 09:15'],
  ['a day of the month gone by is next month', 'the 14th', '2026-12-14'],
  ['a day and its weekday', 'Mon 14th at ten', '2026-12-14 10:00'],
  ['day and month', "let's say 3 December", '2026-12-03'],
  ['a month gone by is next year', 'March 5th at 2:15 in the afternoon', '2027-03-05 14:15'],
  ['29 February waits for a leap year', '29 Feb', '2028-02-29'],
  ['month first in digits', '12/3/2026', '2026-12-03'],
  ['year first in digits', '2026-12-03 14:30', '2026-12-03 14:30'],
  ['half past', 'half past four in the evening', '16:30'],
  ['quarter to', 'quarter to 9 in the morning tomorrow', '2026-11-21 08:45'],
  ['minutes to', 'at 20 to 7 pm', '18:40'],
  ['hour and minutes parted by a space', 'tomorrow at 2 45 pm', '2026-11-21 14:45'],
  ['h between hour and minutes', 'at 14h30', '14:30'],
  ['noon at either end', 'twelve in the afternoon', '12:00'],
  ['midnight', 'at midnight', '00:00'],
  ['approximately', 'tuesday, 11ish', '2026-11-24 11:00'],
  ['a length of time', 'in three days', '2026-11-23'],
  ['hours ahead', 'in half an hour', '2026-11-20 08:30'],
  ['days from a day', '2 weeks from tomorrow', '2026-12-05'],
  ['a misspelt weekday', 'wensday at 10am', '2026-11-25 10:00'],
  ['a misspelt tomorrow', 'tomorow morning at 9', '2026-11-21 09:00'],
  ['a correction', 'Monday... no, the 24th at 4pm', '2026-11-24 16:00'],
  ['a denial', 'not Monday, Tuesday', '2026-11-24'],
  ['day and time far apart', 'Is 4:30 pm free? I could come on Thursday', '2026-11-26 16:30'],
  ['the first weekday of a month', 'the first Monday in December', '2026-12-07'],
  ['the day before nothing else', 'last friday of january', '2027-01-29'],
])('English: %s', (_, text, expected) => expect(read('en', text)).toBe(expected));

test.each([
  ['a part of a day', 'tomorrow afternoon', 'from 2026-11-21T12:00 to 2026-11-21T18:00 (afternoon)'],
  ['tonight', 'tonight', 'from 2026-11-20T18:00 to 2026-11-20T23:59 (night)'],
  ['after a time', 'Tuesday or Thursday after 3', 'from 2026-11-24T15:00'],
  ['after a time, one day', 'Thursday after 3', 'from 2026-11-26T15:00'],
  ['before noon', 'Monday before noon', 'to 2026-11-23T12:00'],
  ['by a day', 'by Friday', '2026-11-20 to 2026-11-20'],
  ['from one hour to another', 'Monday from 10 to 2', 'from 2026-11-23T10:00 to 2026-11-23T14:00'],
  ['pm reaches back', 'tomorrow 3-4pm', 'from 2026-11-21T15:00 to 2026-11-21T16:00'],
  ['noon in between', '11 to 1 pm', 'from 11:00 to 13:00'],
  ['days of a month', 'from 3 to 5 December', 'from 2026-12-03 to 2026-12-05'],
  ['weekdays', 'Monday to Wednesday', 'from 2026-11-23 to 2026-11-25'],
  ['a weekend', 'this weekend', 'from 2026-11-21 to 2026-11-22'],
  ['a week', 'next week', 'from 2026-11-23 to 2026-11-29'],
  ['the end of a month', 'end of the month', 'from 2026-11-21 to 2026-11-30'],
  ['a part of the days of a week', 'next week in the morning', 'from 2026-11-23 to 2026-11-29 (morning)'],
  ['the next days', 'in the next 3 days', 'from 2026-11-21 to 2026-11-23'],
])('English ranges: %s', (_, text, expected) => expect(read('en', text)).toBe(expected));

test.each([
  ['a number', '12'],
  ['a count of people', 'a table for 4 people please'],
  ['a price', 'is it $20 or 30 euros?'],
  ['a phone number', 'call me on 555-123-4567 or +49 170 1234567'],
  ['a reference', 'my booking is K7QM'],
  ['an address', 'I live in flat 12, 3rd floor'],
  ['may, the verb', 'You may call me, may I?'],
  ['a time gone by', 'I saw him yesterday'],
  ['a denial and nothing else', 'any day but Monday'],
  ['a birth date', 'I was born on 5 May 1980'],
  ['a dose', 'I take 2 tablets of 500 mg'],
  ['an age', 'my son is 7 years old'],
  ['a second thought', 'On second thought, can you cancel it?'],
  ['nothing at all', ''],
])('no date in %s', (_, text) => expect(read('en', text)).toBeNull());

test.each([
  ['en', 'Good morning, I need a doctor'],
  ['en', 'have a nice weekend!'],
  ['es', 'Buenas tardes, quisiera una cita'],
  ['es', 'Buenos días'],
  ['fr', 'Bonsoir, bonne soirée'],
  ['pt', 'Bom dia, preciso de uma consulta'],
  ['ar', 'صباح الخير'],
  ['hi', 'शुभ प्रभात'],
  ['sw', 'Habari za asubuhi, naomba miadi'],
  ['de', 'Guten Morgen'],
])('%s: a greeting is no time of day: %s', (language, text) => expect(read(language, text)).toBeNull());

test.each([
  ['es', 'mañana a las tres y media de la tarde', '2026-11-21 15:30'],
  ['es', 'el martes por la mañana', 'from 2026-11-24T06:00 to 2026-11-24T12:00 (morning)'],
  ['es', 'mañana por la mañana', 'from 2026-11-21T06:00 to 2026-11-21T12:00 (morning)'],
  ['es', 'el 15 a las 8:00', '2026-12-15 08:00'],
  ['es', 'a las cinco menos cuarto', '16:45'],
  ['es', 'la semana que viene', 'from 2026-11-23 to 2026-11-29'],
  ['es', 'después de las 5 de la tarde', 'from 17:00'],
  ['fr', 'demain à 14h30', '2026-11-21 14:30'],
  ['fr', 'mardi prochain à neuf heures et quart', '2026-11-24 09:15'],
  ['fr', 'le 1er décembre', '2026-12-01'],
  ['fr', 'mercredi en huit', '2026-12-02'],
  ['fr', 'de 10h à midi', 'from 10:00 to 12:00'],
  ['fr', 'avant 16h', 'to 16:00'],
  ['pt', 'amanhã às três e meia', '2026-11-21 15:30'],
  ['pt', 'quinta-feira às 10h', '2026-11-26 10:00'],
  ['pt', 'dia 5 de janeiro ao meio-dia', '2027-01-05 12:00'],
  ['pt', 'daqui a duas semanas', '2026-12-04'],
  ['ar', 'غدا الساعة الثالثة والنصف مساء', '2026-11-21 15:30'],
  ['ar', 'يوم الأحد الساعة ١٠ صباحا', '2026-11-22 10:00'],
  ['ar', 'الأسبوع القادم', 'from 2026-11-23 to 2026-11-29'],
  ['ar', 'بعد ٣ أيام', '2026-11-23'],
  ['hi', 'कल सुबह साढ़े नौ बजे', '2026-11-21 09:30'],
  ['hi', 'सोमवार शाम को ५ बजे', '2026-11-23 17:00'],
  ['hi', 'पौने तीन बजे', '14:45'],
  ['hi', '3 दिन बाद', '2026-11-23'],
  ['hi', 'सोमवार से बुधवार तक', 'from 2026-11-23 to 2026-11-25'],
  ['sw', 'kesho saa tatu asubuhi', '2026-11-21 09:00'],
  ['sw', 'Jumatatu saa nane na nusu mchana', '2026-11-23 14:30'],
  ['sw', 'saa mbili usiku', '20:00'],
  ['sw', 'saa kumi na mbili asubuhi', '06:00'],
  ['sw', 'tarehe 14 mwezi wa pili', '2027-02-14'],
  ['sw', 'Jumanne baada ya saa nane', 'from 2026-11-24T14:00'],
  ['sw', 'Ijumaa 14:30', '2026-11-20 14:30'],
])('%s: %s', (language, text, expected) => expect(read(language, text)).toBe(expected));

test('a bare hour may be in either half of the day', () => {
  expect(readWhen('tomorrow at 7', { language: 'en', reference })).toMatchObject({
    time: '07:00',
    couldAlsoBe: ['19:00'],
  });
});

test('an hour counted from dawn may also be the hour on the wall', () => {
  const when = readWhen('kesho saa tatu asubuhi', { language: 'sw', reference });
  expect(when).toMatchObject({ time: '09:00', couldAlsoBe: ['03:00'] });
});

test('an English word inside a Swahili message is understood', () => {
  expect(read('sw', 'naweza kuja Monday 10am?')).toBe('2026-11-23 10:00');
});

test('the locale says whether day or month comes first', () => {
  const about = { language: 'en', reference };
  expect(told(readWhen('3/4', { ...about, locale: 'en-GB' }))).toBe('2027-04-03');
  expect(told(readWhen('3/4', { ...about, locale: 'en-US' }))).toBe('2027-03-04');
  expect(told(readWhen('Jumatatu 3/4/2027', { ...about, language: 'sw-KE', locale: 'en-US' }))).toBe('2027-03-04');
});

test('several days are all given, in their order', () => {
  const all = readAllWhens('Tuesday or Thursday after 3', { language: 'en', reference });
  expect(all.map(told)).toEqual(['from 2026-11-24T15:00', 'from 2026-11-26T15:00']);
});

test('spans point into the original text, hidden marks and all', () => {
  const text = 'Could I come \u200ftomorrow\u202fat 3pm?';
  const spans = readWhen(text, { language: 'en', reference })?.spans ?? [];
  expect(spans.map(({ start, end }) => text.slice(start, end).trim())).toEqual(['tomorrow', 'at 3pm']);
});

test('a language nobody described is read with the words of the platform', () => {
  expect(read('is', 'föstudagur, 4. desember 2026')).toBe('2026-12-04');
  expect(read('xx-nonsense', 'Monday')).toBe('2026-11-23');
});
