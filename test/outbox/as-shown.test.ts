import fc from 'fast-check';
import { asShown } from '../../src/outbox/as-shown';
import { cut } from '../../src/outbox/cut';

const english = { language: 'en', digits: 'latn' };
const question = {
  ...english,
  text: 'Which one suits you?',
  choices: ['Mon, 23 Nov, 13:30, Dr Okafor', 'Other times'],
};
const plain = { characters: 1600 };

test('choices are numbered lines where nothing can be tapped', () => {
  expect(asShown(question, plain)).toEqual({
    screens: ['Which one suits you?\n1) Mon, 23 Nov, 13:30, Dr Okafor\n2) Other times'],
    taps: [],
  });
});

test('choices are buttons where they fit, a list where they are too long, and lines where they are too many', () => {
  const whatsApp = { characters: 1024, buttons: { most: 3, characters: 20 }, list: { most: 10, characters: 30 } };
  const short = { ...question, choices: ['Keep it', 'Move it'] };
  expect(asShown(short, whatsApp)).toEqual({ screens: ['Which one suits you?'], taps: ['Keep it', 'Move it'] });
  expect(asShown(question, whatsApp).taps).toEqual(question.choices);
  expect(asShown({ ...question, choices: ['x'.repeat(31)] }, whatsApp)).toEqual({
    screens: [`Which one suits you?\n1) ${'x'.repeat(31)}`],
    taps: [],
  });
});

test('lines are numbered in the digits of whoever reads them', () => {
  const arabic = { text: 'أي موعد؟', choices: ['الأول', 'الثاني'], language: 'ar', digits: 'arab' };
  expect(asShown(arabic, plain).screens).toEqual(['أي موعد؟\n١) الأول\n٢) الثاني']);
});

test('accents that would double the price are dropped where letters are counted, and only there', () => {
  const words = { ...english, text: 'Dra. Inês Gonçalves, sábado', choices: [] };
  expect(asShown(words, { characters: 459, letters: 'gsm7' }).screens).toEqual(['Dra. Ines Goncalves, sabado']);
  expect(asShown(words, plain).screens).toEqual(['Dra. Inês Gonçalves, sábado']);
});

test('marks of direction are left out where they would be seen', () => {
  const words = { ...english, text: 'اتصل على \u2068+15550190001\u2069', choices: [] };
  expect(asShown(words, { characters: 459, rightToLeft: false }).screens).toEqual(['اتصل على +15550190001']);
});

test('a wide text takes more of a screen: 182 places are 79 of it', () => {
  const ussd = { characters: 182, letters: 'gsm7' } as const;
  expect(asShown({ ...english, text: 'a'.repeat(182), choices: [] }, ussd).screens).toHaveLength(1);
  expect(asShown({ ...english, text: 'م'.repeat(79), choices: [] }, ussd).screens).toHaveLength(1);
  expect(asShown({ ...english, text: 'م'.repeat(81), choices: [] }, ussd).screens).toHaveLength(2);
});

describe('a text that is too long', () => {
  const length = (text: string): number => text.length;

  test.each([
    [
      'is divided after a sentence',
      'One is free. Two is free. Three is.',
      26,
      ['One is free. Two is free.', 'Three is.'],
    ],
    ['or between choices', 'Which?\n1) Monday\n2) Tuesday', 17, ['Which?\n1) Monday', '2) Tuesday']],
    ['but not after a short form', 'Wait here for Dr. Okafor now', 20, ['Wait here for Dr.', 'Okafor now']],
    ['not inside a number', 'Please call +1 555 019 0001 now', 21, ['Please call', '+1 555 019 0001 now']],
    [
      'not inside a name that runs the other way',
      'موعد \u2068Ann Lee\u2069 غدا',
      12,
      ['موعد', '\u2068Ann Lee\u2069', 'غدا'],
    ],
    ['inside a word only if the word is longer than a screen', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['in Hindi after a danda', 'ठीक है। कभी लिखें।', 10, ['ठीक है।', 'कभी लिखें।']],
  ])('%s', (_how, text, most, screens) => expect(cut(text, most, length)).toEqual(screens));

  test('loses nothing, and no screen is too large', () => {
    const text = fc.array(fc.constantFrom('a', '1', ' ', '. ', '\n', 'Dr. ', 'free. ', '؟ ', '😀', 'visit '), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 5, max: 40 }), (parts, most) => {
        const whole = parts.join('');
        const screens = cut(whole, most, length);
        expect(screens.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''));
        for (const screen of screens) expect(screen.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
