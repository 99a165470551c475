import { said } from './said';

test.each([
  ['dentist tomorrow after 3 for my son', 'en', 'son'],
  ['my daughter needs glasses', 'en', 'daughter'],
  ['a visit for my mum', 'en', 'mother'],
  ['it is for me', 'en', 'self'],
  ['for the baby', 'en', 'child'],
  ['una cita para mi hijo', 'es', 'son'],
  ['para mí', 'es', 'self'],
  ['pour ma femme', 'fr', 'spouse'],
  ['para a minha filha', 'pt', 'daughter'],
  ['ni kwa ajili ya mtoto wangu', 'sw', 'child'],
  ['موعد لابنتي', 'ar', 'daughter'],
  ['मेरे बेटे के लिए', 'hi', 'son'],
])('%s (%s) is for %s', (text, language, person) => expect(said(text, language).forWhom).toBe(person));

test.each([
  ['my tooth hurts', 'en', 'dentistry'],
  ['I have an itchy rash', 'en', 'dermatology'],
  ['fever and a cough', 'en', 'general_practice'],
  ['my little one needs the measles shot', 'en', 'vaccination'],
  ['knee is swollen', 'en', 'orthopaedics'],
  ['I feel anxious all the time', 'en', 'psychology'],
  ['blood test', 'en', 'laboratory'],
  ['me duele la muela', 'es', 'dentistry'],
  ['estoy embarazada', 'es', 'obstetrics'],
  ["j'ai mal au dos", 'fr', 'physiotherapy'],
  ['dor de ouvido', 'pt', 'ent'],
  ['jino linaniuma', 'sw', 'dentistry'],
  ['mtoto anahitaji chanjo', 'sw', 'vaccination'],
  ['ألم في عيني', 'ar', 'ophthalmology'],
  ['दांत में दर्द है', 'hi', 'dentistry'],
  ['daant me dard hai', 'hi', 'dentistry'],
])('%s (%s) leads to %s', (text, language, specialty) => expect(said(text, language).specialty).toBe(specialty));

test('a particular trouble comes before a common one', () =>
  expect(said('fever and a bad toothache')).toMatchObject({
    specialty: 'dentistry',
    couldAlsoBe: { specialty: ['general_practice'] },
  }));
