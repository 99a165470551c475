import { said } from './said';

describe('yes, in all its forms', () => {
  test.each([
    ['en', 'yep'],
    ['en', 'yesss'],
    ['en', 'ok go ahead'],
    ['en', '👍'],
    ['en', '👍🏾'],
    ['en', "that's right"],
    ['es', 'sí'],
    ['es', 'si'],
    ['es', 'dale'],
    ['fr', "oui c'est bon"],
    ['fr', 'ouais'],
    ['pt', 'sim'],
    ['pt', 'pode marcar'],
    ['sw', 'ndiyo'],
    ['sw', 'ndio'],
    ['ar', 'نعم'],
    ['ar', 'أيوه'],
    ['hi', 'हाँ'],
    ['hi', 'haan ji'],
  ])('%s: %s', (language, text) => expect(said(text, language).intents[0]).toBe('affirm'));
});

describe('no, in all its forms', () => {
  test.each([
    ['en', 'nope thats wrong'],
    ['en', 'noooo'],
    ['en', '👎'],
    ['en', 'no thanks'],
    ['es', 'no gracias'],
    ['fr', 'non merci'],
    ['pt', 'não'],
    ['sw', 'hapana'],
    ['ar', 'لا شكرا'],
    ['hi', 'नहीं'],
    ['hi', 'nahi'],
  ])('%s: %s', (language, text) => expect(said(text, language).intents[0]).toBe('deny'));
});

describe('choices', () => {
  const labels = [
    'Tue 2 June, 09:00 with Dr Okafor',
    'Tue 2 June, 15:00 with Dr Moyo',
    'Wed 3 June, 11:30 with Dr Okafor',
  ];
  test.each([
    ['2', 'en', 2],
    ['no 2 please', 'en', 2],
    ['option 3', 'en', 3],
    ['2️⃣', 'en', 2],
    ['２', 'en', 2],
    ['٢', 'ar', 2],
    ['२', 'hi', 2],
    ['the second one', 'en', 2],
    ["I'll take the first", 'en', 1],
    ['last', 'en', 3],
    ['the last one please', 'en', 3],
    ['the earlier', 'en', 1],
    ['the later one', 'en', 3],
    ['the 3pm one', 'en', 2],
    ['Dr Moyo', 'en', 2],
    ['Wednesday', 'en', 3],
    ['none of these', 'en', 'none'],
    ['el segundo', 'es', 2],
    ['la última', 'es', 3],
    ['le deuxième', 'fr', 2],
    ['o primeiro', 'pt', 1],
    ['ya pili', 'sw', 2],
    ['ya mwisho', 'sw', 3],
    ['الثاني', 'ar', 2],
    ['दूसरा वाला', 'hi', 2],
    ['pehla', 'hi', 1],
  ])('%s (%s) is %s', (text, language, choice) =>
    expect(said(text, language, { choices: { labels } }).choice).toBe(choice),
  );

  test.each(['2 people will come', '4', 'Dr Okafor', 'at 2 on Friday maybe', 'two or three'])(
    '%s chooses nothing',
    (text) => expect(said(text, 'en', { choices: { labels } }).choice).toBeUndefined(),
  );

  test('without a list the last one is said as such', () => expect(said('the last one').choice).toBe(-1));
});

test.each(['no, the 14th', 'sorry I meant Tuesday', 'actually make it Friday'])('"%s" corrects', (text) =>
  expect(said(text).correction).toBe(true),
);
