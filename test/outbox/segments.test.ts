import fc from 'fast-check';
import { inGsm7, isGsm7, placesOf, segmentsOf } from '../../src/outbox/segments';

test.each([
  ['a full one', 'a'.repeat(160), 1],
  ['one letter more', 'a'.repeat(161), 2],
  ['two full parts', 'a'.repeat(306), 2],
  ['one letter more than two', 'a'.repeat(307), 3],
  ['three full parts', 'a'.repeat(459), 3],
  ['euros take two places each', '€'.repeat(80), 1],
  ['one euro more', '€'.repeat(81), 2],
  ['a wide one', 'á'.repeat(70), 1],
  ['one wide letter more', 'á'.repeat(71), 2],
  ['two wide parts', 'á'.repeat(134), 2],
  ['one more than two wide parts', 'á'.repeat(135), 3],
  ['emoji', '😀'.repeat(35), 1],
  ['one emoji more', '😀'.repeat(36), 2],
  ['nothing at all', '', 1],
  ['the whole extension table', '^{}\\[~]|€\f'.repeat(8), 1],
  ['all of the basic alphabet', '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà'.repeat(2), 1],
])('%s', (_name, text, segments) => expect(segmentsOf(text)).toBe(segments));

test('an escape is not divided over two parts: 152 letters leave a gap before the euro', () => {
  expect(segmentsOf('a'.repeat(152) + '€' + 'a'.repeat(151))).toBe(2);
  expect(segmentsOf('a'.repeat(152) + '€' + 'a'.repeat(152))).toBe(3);
});

test('an emoji is not divided over two parts', () => {
  expect(segmentsOf('á'.repeat(66) + '😀' + 'á'.repeat(65))).toBe(2);
  expect(segmentsOf('á'.repeat(66) + '😀' + 'á'.repeat(66))).toBe(3);
});

test.each(['ç', 'á', 'í', 'ó', 'ú', 'â', 'ê', 'ô', 'ã', 'õ', 'ş', '`', '’', '–', '…', '\u00a0', '\t', '😀', 'م', 'न'])(
  '%s makes a text wide',
  (char) => expect(isGsm7(`Hello ${char}`)).toBe(false),
);

test.each([
  ['João Gonçalves', 'Joao Goncalves'],
  ['sábado às 9', 'sabado às 9'],
  ['mañana, ¿qué día?', 'mañana, ¿qué dia?'],
  ['l’œuvre du 3 août', "l'oeuvre du 3 aout"],
  ['e\u0301te\u0301', 'été'], // accents that came as characters of their own
  ['د. عمر Inês', 'د. عمر Inês'], // wide anyway: nothing would be gained
  ['नमस्ते', 'नमस्ते'],
])('%s is sent as %s', (text, sent) => expect(inGsm7(text)).toBe(sent));

test('dropping accents never makes a text dearer, and done twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const sent = inGsm7(text);
      expect(segmentsOf(sent)).toBeLessThanOrEqual(Math.max(segmentsOf(text), segmentsOf(text.normalize('NFC'))));
      expect(inGsm7(sent)).toBe(sent);
      expect(segmentsOf(text)).toBeLessThanOrEqual(Math.ceil((placesOf(text) + 1) / 66) + 1);
    }),
  );
});
