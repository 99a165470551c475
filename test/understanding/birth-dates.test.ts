import { said } from './said';

test.each([
  ['1984-04-03', 'en', '1984-04-03'],
  ['3rd march 84', 'en', '1984-03-03'],
  ['March 3, 1984', 'en', '1984-03-03'],
  ['the third of march nineteen eighty four', 'en', '1984-03-03'],
  ['twelfth of May two thousand and one', 'en', '2001-05-12'],
  ['27th of the 9th 1979', 'en', '1979-09-27'],
  ['born 28/10/1983', 'en', '1983-10-28'],
  ['2810 1983', 'en', '1983-10-28'],
  ['28101983', 'en', '1983-10-28'],
  ['03/04/1984', 'en-GB', '1984-04-03'],
  ['03/04/1984', 'en-US', '1984-03-04'],
  ['03/04/1984', 'es', '1984-04-03'],
  ['٣/٤/١٩٨٤', 'ar', '1984-04-03'],
  ['३ मार्च १९८४', 'hi', '1984-03-03'],
  ['तीन मार्च उन्नीस सौ चौरासी', 'hi', '1984-03-03'],
  ['3 de marzo de 1984', 'es', '1984-03-03'],
  ['tres de marzo de mil novecientos ochenta y cuatro', 'es', '1984-03-03'],
  ['né le 3 mars 1984', 'fr', '1984-03-03'],
  ['trois mars mille neuf cent quatre-vingt-quatre', 'fr', '1984-03-03'],
  ['três de março de mil novecentos e oitenta e quatro', 'pt', '1984-03-03'],
  ['tarehe 3 mwezi wa tatu 1984', 'sw', '1984-03-03'],
  ['٣ مارس ١٩٨٤', 'ar', '1984-03-03'],
])('%s in %s', (text, language, dob) => expect(said(text, language, { asked: 'dob' }).dob).toBe(dob));

test('English without a country does not settle which is the month, so both are said', () =>
  expect(said('03/04/1984', 'en')).toMatchObject({ dob: '1984-04-03', couldAlsoBe: { dob: ['1984-03-04'] } }));

test('a short year of the very old and the very young is doubtful', () =>
  expect(said('2 May 12', 'en', { asked: 'dob' })).toMatchObject({
    dob: '2012-05-02',
    couldAlsoBe: { dob: ['1912-05-02'] },
  }));

test.each(['3 March', '30/02/1984', 'tomorrow', '1 March 2031', '1875-01-01', '12'])('%s is no birth date', (text) =>
  expect(said(text, 'en', { asked: 'dob' }).dob).toBeUndefined(),
);

describe('what cannot be a birth date is said to be so', () => {
  test.each([
    ['14 March 2990', 'future'],
    ['14/03/2027', 'future'],
    ['1 1 1800', 'long_ago'],
    ['31/02/1990', 'impossible'],
    ['14 march', 'no_year'],
    ['14/3', 'no_year'],
    ['14 March 1990', undefined],
    ['Thursday', undefined],
    ['tomorrow at 3', undefined],
    ['2', undefined],
  ])('%s', (text, doubt) => expect(said(text, 'en', { asked: 'dob' }).dobDoubt).toBe(doubt));
});
