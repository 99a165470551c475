import { understand } from '../../src/understanding/understand';
import { languages } from '../../src/conversation/phrases';
import { bookOf } from './phrase-book';

/** "…, or write: person." What stands after the colon of these is what we ask people to write. */
const INVITED: Record<string, string[]> = {
  'repair.second': ['human'],
  'repair.second_open': ['human'],
  'courtesy.bot': ['human'],
  'courtesy.help': ['menu', 'back', 'human'],
};

test.each(languages)('whoever writes what we ask for in %s is understood', (language) => {
  const book = bookOf(language);
  for (const [key, intents] of Object.entries(INVITED)) {
    const heard = wordsAfterTheColon(book[key] ?? '').map((word) => intentOf(word, language));
    expect([key, heard]).toEqual([key, intents]);
  }
});

/** "menu, back, or person." is three words; what joins them is at most as long as "oder". */
const wordsAfterTheColon = (phrase: string): string[] =>
  (phrase.split(':').at(-1) ?? '')
    .split(/[,،]|\s(?=\S{1,3}\s)/)
    .map((part) => part.replace(/[.।]/g, '').trim().split(/\s+/).at(-1) ?? '')
    .filter((word) => word !== '');

const intentOf = (text: string, language: string): string | undefined =>
  understand(text, { language, reference: '2026-06-01T08:00:00', timeZone: 'UTC' }).intents[0];

test('caught: a word that we would not understand', () => {
  expect(intentOf('banana', 'en')).not.toBe('human');
});
