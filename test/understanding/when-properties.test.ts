import fc from 'fast-check';
import { readAllWhens, readWhen } from '../../src/understanding/when/read-when';

const reference = '2026-11-20T08:00:00';
const firstSet = ['en', 'es', 'fr', 'pt', 'sw', 'ar', 'hi'];
const someDay = fc.integer({ min: 1, max: 360 }).map((days) => new Date(Date.UTC(2026, 10, 20 + days)));

const write = (language: string, date: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language, { calendar: 'gregory', timeZone: 'UTC', ...options }).format(date);

const styles: Intl.DateTimeFormatOptions[] = [
  { dateStyle: 'full' },
  { dateStyle: 'long' },
  { dateStyle: 'medium' },
  { weekday: 'long', day: 'numeric', month: 'long' },
  { day: 'numeric', month: 'short' },
];

describe.each(firstSet)('%s', (language) => {
  test('a date we print can be typed back', () => {
    fc.assert(
      fc.property(someDay, fc.constantFrom(...styles), (date, style) => {
        const text = write(language, date, style);
        expect(readWhen(text, { language, reference })?.date).toBe(date.toISOString().slice(0, 10));
      }),
    );
  });

  // From seven in the morning: before that, "1:00" may as well be the afternoon.
  test('a date and a time we print can be typed back', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 28, max: 91 }), (day, quarters) => {
        const date = new Date(day.getTime() + quarters * 900_000);
        const text = write(language, date, { dateStyle: 'long', timeStyle: 'short' });
        const when = readWhen(text, { language, reference });
        expect([when?.date, when?.time]).toEqual([date.toISOString().slice(0, 10), date.toISOString().slice(11, 16)]);
      }),
    );
  });
});

const noDates = [
  'I need a doctor for my son',
  'my knee has been hurting',
  'you may call me',
  'thank you so much',
  'it costs 40 dollars',
  'we are 5 people',
  'room 12 on the 3rd floor',
  'K7QM',
  'yes please, option 2',
  'tengo fiebre y tos',
  "j'ai mal à la tête",
  'preciso de um médico',
  'ninaumwa na kichwa',
  'أريد موعدا مع الطبيب',
  'मुझे डॉक्टर से मिलना है',
];

test('a sentence without a date gets none', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...noDates),
      fc.constantFrom(...firstSet),
      fc.constantFrom('', '!', ' ok', ' :)'),
      (text, language, end) => {
        expect(readWhen(text + end, { language, reference })).toBeNull();
      },
    ),
  );
});

test('whatever is sent, an answer comes back and its spans lie inside the text', () => {
  const words = fc.constantFrom(
    'monday',
    'at',
    '5',
    'to',
    '7',
    'half',
    'past',
    '1/',
    '-',
    ':',
    'the',
    'of',
    'may',
    'next',
    'week',
    '२',
    'مساء',
    '月',
    '\u200f',
    '😀',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(words, fc.string({ maxLength: 4 })), { maxLength: 30 }),
      fc.constantFrom(...firstSet),
      (parts, language) => {
        const text = parts.join(' ');
        for (const { spans } of readAllWhens(text, { language, reference })) {
          for (const { start, end } of spans) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
        }
      },
    ),
  );
});

test.each(['1', 'monday ', '1/', 'at 5 to ', '9:', 'from the ', 'de la ', 'twenty ', '月'])(
  '64 KB of %j do not block',
  (part) => {
    const text = part.repeat(Math.ceil(65_536 / part.length));
    readWhen(text, { language: 'en', reference });
    const before = process.cpuUsage().user;
    readWhen(text, { language: 'en', reference });
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(50);
  },
);
