import { understand, type Understood } from '../../src/understanding/understand';

/** A Friday. */
const reference = '2026-11-20T15:00:00';
const heard = (language: string, text: string): Understood =>
  understand(text, { language, reference, timeZone: 'UTC' });
const doubt = (language: string, text: string): [string?, string?] => {
  const { whenDoubt } = heard(language, text);
  return whenDoubt ? [whenDoubt.kind, whenDoubt.words] : [];
};

test.each([
  ['en', 'dentist 30 february', '30 february'],
  ['en', 'the 31st of june', '31st of june'],
  ['en', '31/11', '31/11'],
  ['en', '31/11/2026', '31/11/2026'],
  ['en', '2027-02-30', '2027-02-30'],
  ['en', '32 december', '32 december'],
  ['en', 'on the 32nd', '32nd'],
  ['en', 'february 30th at 3pm', 'february 30th'],
  ['es', 'el 30 de febrero', '30 de febrero'],
  ['es', 'el 32', '32'],
  ['fr', 'le 31 juin', '31 juin'],
  ['pt', 'dia 30 de fevereiro', '30 de fevereiro'],
  ['sw', 'tarehe 31 Juni', '31 Juni'],
  ['ar', 'يوم ٣٠ فبراير', '٣٠ فبراير'],
  ['hi', '31 जून को', '31 जून'],
])('%s: "%s" is no day', (language, text, words) => {
  expect(doubt(language, text)).toEqual(['impossibleDate', words]);
  expect(heard(language, text).when?.date).toBeUndefined();
  expect(heard(language, text).when?.from).toBeUndefined();
});

test.each([
  ['en', '25:00', '25:00'],
  ['en', '10:75', '10:75'],
  ['en', '25 pm', '25 pm'],
  ['en', '13am', '13am'],
  ['es', 'a las 25', '25'],
  ['fr', 'à 25h', '25h'],
  ['pt', 'às 25h', '25h'],
  ['sw', 'saa 25', '25'],
  ['ar', 'الساعة ٢٥', '٢٥'],
  ['hi', '25 बजे', '25 बजे'],
])('%s: "%s" is no hour', (language, text, words) => {
  expect(doubt(language, text)).toEqual(['impossibleHour', words]);
  expect(heard(language, text).when).toBeUndefined();
});

test.each([
  ['en', 'yesterday at 3pm', 'yesterday'],
  ['en', 'dentist last monday', 'last monday'],
  ['es', 'el lunes pasado', 'lunes pasado'],
  ['fr', 'hier à 15h', 'hier'],
  ['pt', 'ontem às 15h', 'ontem'],
  ['sw', 'jana', 'jana'],
  ['ar', 'أمس', 'أمس'],
  ['hi', 'पिछले सोमवार', 'पिछले सोमवार'],
])('%s: "%s" is over', (language, text, words) => {
  expect(doubt(language, text)).toEqual(['pastDate', words]);
});

test('what can be kept of the rest is kept', () => {
  expect(heard('en', 'tomorrow at 25:00').when).toMatchObject({ date: '2026-11-21' });
  expect(heard('en', 'dentist the 31st of june at 3pm')).toMatchObject({
    specialty: 'dentistry',
    when: { time: '15:00' },
  });
});

test.each([
  ['en', '30/6'],
  ['en', '28 february'],
  ['en', '29 february'],
  ['en', 'the 31st'],
  ['en', '13pm'],
  ['en', 'my blood pressure is 120/80'],
  ['en', 'born 31/12/1984'],
  ['en', 'yesterday it began, can I come tomorrow?'],
  ['en', '32nd street'],
  ['en', 'on the 32nd floor'],
  ['en', 'it costs 10.75'],
  ['es', 'pasado mañana'],
  ['fr', 'dans 48 heures'],
  ['hi', '48 घंटे में'],
])('%s: "%s" raises no doubt', (language, text) => {
  expect(doubt(language, text)).toEqual([]);
});

describe('what has gone by', () => {
  test.each([
    ['en', 'the last 3 minutes', '2026-11-20T14:57'],
    ['es', 'en los últimos 5 minutos', '2026-11-20T14:55'],
    ['fr', 'les 3 dernières heures', '2026-11-20T12:00'],
    ['pt', 'no último minuto', '2026-11-20T14:59'],
    ['hi', 'पिछले 3 मिनट', '2026-11-20T14:57'],
  ])('%s: "%s" is understood, but asks for nothing', (language, text, from) => {
    expect(heard(language, text)).toMatchObject({ over: { from, to: '2026-11-20T15:00' } });
    expect(heard(language, text).when).toBeUndefined();
  });

  test('minutes past an hour have not', () =>
    expect(heard('en', '20 minutes past eight in the evening').when).toMatchObject({ time: '20:20' }));
});

describe('a day that is denied', () => {
  test.each([
    ['hi', 'नहीं, शुक्रवार', '2026-11-20'],
    ['hi', 'सोमवार नहीं, मंगलवार', '2026-11-24'],
    ['en', 'not monday, tuesday', '2026-11-24'],
  ])('%s: "%s"', (language, text, date) => expect(heard(language, text).when).toMatchObject({ date }));

  test('a day behind a "no" of Hindi is meant, one before it is not', () => {
    expect(heard('hi', 'मंगलवार को नहीं').when).toBeUndefined();
  });
});

test.each([
  ['en', 'undo'],
  ['en', 'undo that please'],
  ['es', 'deshacer'],
  ['es', 'deshazlo'],
  ['fr', 'annule ça'],
  ['fr', 'défaire'],
  ['pt', 'desfazer'],
  ['sw', 'rudisha'],
  ['ar', 'تراجع'],
  ['hi', 'वापस ले लो'],
])('%s: "%s" takes back what was done', (language, text) => {
  expect(heard(language, text).intents).toContain('undo');
});

test.each([
  ['en', 'asap!!'],
  ['es', 'Asap!!'],
  ['sw', 'haraka!!'],
  ['hi', 'asap'],
])('%s: "%s" is no name, also where one was asked for', (language, text) => {
  const said = understand(text, { language, reference, timeZone: 'UTC', asked: 'name' });
  expect(said.name).toBeUndefined();
  expect(said.when).toMatchObject({ from: '2026-11-20T15:00' });
});

test.each([
  ['en', 'rather another day please'],
  ['es', 'mejor otro dia'],
  ['fr', 'plutôt un autre jour'],
  ['pt', 'melhor outro dia'],
  ['sw', 'siku nyingine tafadhali'],
  ['ar', 'أفضل يوم آخر'],
  ['hi', 'कोई और दिन'],
])('%s: "%s" is a wish for other times', (language, text) => {
  expect(heard(language, text).otherTimes).toBe('day');
});

test.each([
  ['en', "but I can't come"],
  ['es', 'pero no puedo ir'],
  ['fr', 'mais je ne peux pas venir'],
  ['pt', 'mas não posso ir'],
  ['sw', 'lakini siwezi kuja'],
  ['ar', 'لكن لن أحضر'],
  ['hi', 'पर नहीं आ सकता'],
])('%s: "%s" gives the visit up', (language, text) => {
  expect(heard(language, text).intents[0]).toBe('cancel');
});
