import { said } from './said';

describe('names that are given', () => {
  test.each([
    ['My name is Amina Yusuf', 'en', 'Amina Yusuf'],
    ["I'm Kwame, I need a doctor", 'en', 'Kwame'],
    ['this is juma', 'en', 'Juma'],
    ['Grace Wanjiru', 'en', 'Grace Wanjiru'],
    ['me llamo Rosa Díaz y quiero una cita', 'es', 'Rosa Díaz'],
    ["je m'appelle Awa Ndiaye", 'fr', 'Awa Ndiaye'],
    ['meu nome é João da Silva', 'pt', 'João da Silva'],
    ['naitwa Neema Mushi', 'sw', 'Neema Mushi'],
    ['اسمي ليلى حداد', 'ar', 'ليلى حداد'],
    ['मेरा नाम सीता शर्मा है', 'hi', 'सीता शर्मा'],
  ])('%s', (text, language, name) => expect(said(text, language).name?.full).toBe(name));
});

test.each([
  'I am sick',
  "I'm looking for a doctor",
  'this is wrong',
  'tomorrow please',
  'Monday',
  'Hello',
  'is it raining',
  'my back hurts',
])('"%s" names nobody', (text) => expect(said(text).name).toBeUndefined());

describe('when we had asked', () => {
  test.each([
    ['amina', 'Amina'],
    ['It is Rose Baker', 'Rose Baker'],
    ['Juma and I would like Friday', 'Juma'],
    ["sure, it's Mary", 'Mary'],
  ])('%s', (text, name) => expect(said(text, 'en', { asked: 'name' }).name?.full).toBe(name));
  test.each([
    ['Will May', 'en', 'Will May'],
    ['ok Asha Mwangi', 'en', 'Asha Mwangi'],
    ['राम कुमार', 'hi', 'राम कुमार'],
    ['नमस्ते राम कुमार', 'hi', 'राम कुमार'],
    ['मेरा नाम राम कुमार है', 'hi', 'राम कुमार'],
    ['أمل نور', 'ar', 'أمل نور'],
  ])('%s, of everyday words', (text, language, name) =>
    expect(said(text, language, { asked: 'name' }).name?.full).toBe(name),
  );
  test.each(['why do you ask', 'I would rather not', 'no', 'Good Morning', 'My Son', 'I Am Sick'])('%s', (text) =>
    expect(said(text, 'en', { asked: 'name' }).name).toBeUndefined(),
  );
});

test("somebody else's name is said to be so", () =>
  expect(said('his name is Baraka', 'en').name).toMatchObject({ full: 'Baraka', ofSomebodyElse: true }));

describe('doctors', () => {
  const providers = [
    { id: '1', name: 'Dr Chipo Moyo' },
    { id: '2', name: 'Dr Adaeze Okafor' },
    { id: '3', name: 'Dr Tendai Moyo' },
  ];
  test.each([
    ['with Dr Okafor please', '2'],
    ['okafr', '2'],
    ['dr okafr', '2'],
    ['الدكتورة أوكافور', undefined],
    ['chipo moyo', '1'],
    ['any doctor', undefined],
  ])('%s', (text, id) => expect(said(text, 'en', { known: { providers } }).provider?.id).toBe(id));

  test('two of the same name are both said', () =>
    expect(said('Dr Moyo', 'en', { known: { providers } }).provider?.couldAlsoBe).toEqual(['Dr Tendai Moyo']));
  test('a name across scripts', () =>
    expect(said('Доктор Окафор', 'en', { known: { providers } }).provider?.id).toBe('2'));
  test('whoever is free', () => expect(said('any doctor is fine').anyProvider).toBe(true));
  test('a patient who is called like a doctor', () =>
    expect(said('Okafor', 'en', { known: { providers }, asked: 'name' }).provider).toBeUndefined());
  test('an unknown doctor is taken as written', () =>
    expect(said('I want to see Dr Banda').provider).toEqual({ name: 'Banda' }));
});
