import { said } from './said';

test.each([
  ['quiero una cita para mañana por favor', 'es'],
  ['je voudrais un rendez-vous demain matin', 'fr'],
  ['preciso marcar uma consulta amanhã', 'pt'],
  ['nataka miadi na daktari kesho', 'sw'],
  ['أريد موعدا غدا', 'ar'],
  ['मुझे अपॉइंटमेंट चाहिए', 'hi'],
  ['mujhe kal doctor se milna hai', 'hi'],
])('"%s" is clearly %s', (text, language) => expect(said(text, 'en').language).toBe(language));

test('and English is heard in a Spanish conversation', () =>
  expect(said('I would like to cancel my visit', 'es')).toMatchObject({ language: 'en', intents: ['cancel'] }));

test.each(['no', 'si', 'ok', 'Maria', '2', 'la', 'hola', 'dr moyo', 'stop', '👍', 'Tuesday', 'sawa'])(
  'never on one short word: %s',
  (text) => {
    for (const language of ['en', 'es', 'fr', 'pt', 'sw']) expect(said(text, language).language).toBeUndefined();
  },
);

test('mixed languages are understood', () =>
  expect(said('nataka ku-book appointment kesho', 'sw').intents[0]).toBe('book'));

test.each([
  ['speak Swahili please', 'en', 'sw'],
  ['en français svp', 'fr', 'fr'],
  ['quiero hablar en inglés', 'es', 'en'],
  ['ongea kiswahili', 'sw', 'sw'],
])('"%s" wants a language by name', (text, language, wanted) =>
  expect(said(text, language).languageWanted).toBe(wanted),
);
