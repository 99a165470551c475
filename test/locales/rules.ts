import { OPT_IN_AND_HELP, OPT_OUT } from './carrier-words';
import { base, type PhraseBook, variablesIn, withoutPlural } from './phrase-book';

/** What is wrong with the phrases of a language, in words for whoever translates it. */
export const faultsOf = (language: string, book: PhraseBook, english: PhraseBook): string[] => [
  ...keyFaults(language, book, english),
  ...variableFaults(book, english),
  ...Object.entries(book).flatMap(([key, text]) => [
    ...wordingFaults(key, text),
    ...carrierFaults(language, key, text),
  ]),
  ...(language === 'en' ? [] : leftovers(language, book, english)),
];

function keyFaults(language: string, book: PhraseBook, english: PhraseBook): string[] {
  const wanted = new Set(Object.keys(english).flatMap((key) => pluralsOf(language, key, english)));
  return [
    ...[...wanted].filter((key) => !(key in book)).map((key) => `${key} is missing`),
    ...Object.keys(book)
      .filter((key) => !wanted.has(key))
      .map((key) => `${key} is not a phrase of English, or not a plural of ${language}`),
  ];
}

/** English has two forms for a number, Arabic six: the language says which ones are wanted. */
function pluralsOf(language: string, key: string, english: PhraseBook): string[] {
  const bare = withoutPlural(key, english);
  if (bare === key) return [key];
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories.map((form) => `${bare}_${form}`);
}

// A list in a script that pays double may write times in short: the same thing, said in fewer letters.
const same = (name: string): string => (name === 'shortWhen' ? 'when' : name);

function variableFaults(book: PhraseBook, english: PhraseBook): string[] {
  const all = (phrases: PhraseBook, key: string): string =>
    Object.entries(phrases)
      .filter(([other]) => withoutPlural(other, english) === withoutPlural(key, english))
      .flatMap(([, text]) => variablesIn(text).map(same))
      .filter((name, i, names) => names.indexOf(name) === i)
      .sort()
      .join(' ');
  return Object.keys(book)
    .filter((key) => all(book, key) !== all(english, key))
    .map((key) => `${key} mentions "${all(book, key)}", but English mentions "${all(english, key)}"`);
}

const SENTENCE_END = /[.?؟।]$/;
const LABELS = /^(choice|unit|asked)\./;

function wordingFaults(key: string, text: string): string[] {
  const isLabel = LABELS.test(key);
  return [
    ...(/[!¡！]/.test(text) ? [`${key} shouts: no exclamation marks at people who are ill`] : []),
    ...(/^\s|\s$|\s\s/.test(text) ? [`${key} has a space too many`] : []),
    // Phrases are put one after the other: each must be able to stand alone.
    ...(!isLabel && !SENTENCE_END.test(text) ? [`${key} is not a whole sentence`] : []),
    ...(isLabel && SENTENCE_END.test(text) ? [`${key} is a choice, and ends like a sentence`] : []),
  ];
}

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Script=Latin}\p{M}+/gu, (c) => c[0] ?? '')
    .normalize('NFC')
    .toLowerCase();

const listed = (words: Record<string, string>, language: string): Set<string> =>
  new Set(`${words.en} ${words[language] ?? ''}`.split(' ').map(bare));

function carrierFaults(language: string, key: string, text: string): string[] {
  const words = bare(text).match(/[\p{L}\p{M}]+/gu) ?? [];
  const out = words.filter((word) => listed(OPT_OUT, language).has(word));
  // "Yes, please" is no carrier word; a label or a part of a sentence that is nothing but "Yes" would be typed as it stands.
  const parts = LABELS.test(key) ? [text] : text.split(/[.,:;?؟،।"«»()]/);
  const alone = parts.map((part) => bare(part).trim()).filter((part) => listed(OPT_IN_AND_HELP, language).has(part));
  return [...out, ...alone].map((word) => `${key} has "${word}", on which carriers act by themselves`);
}

/** English words that a language happens to have too. */
const SHARED: Record<string, string[]> = {
  es: ['no', 'me', 'a', 'he', 'has', 'use'],
  fr: [
    'on',
    'me',
    'patient',
    'change',
    'message',
    'messages',
    'minute',
    'minutes',
    'danger',
    'assistant',
    'question',
    'dates',
    'menu',
    'a',
    'as',
    'date',
    'place',
  ],
  pt: ['no', 'do', 'for', 'a', 'as', 'me', 'data', 'menu'],
};

function leftovers(language: string, book: PhraseBook, english: PhraseBook): string[] {
  const spoken = new Set(Object.values(english).flatMap(wordsIn));
  return Object.entries(book).flatMap(([key, text]) =>
    wordsIn(text)
      .filter((word) => spoken.has(word) && !SHARED[language]?.includes(word))
      .map((word) => `${key} still says "${word}"`),
  );
}

const wordsIn = (text: string): string[] =>
  text
    .replace(/\{\{.*?\}\}/g, ' ')
    .toLowerCase()
    .match(/\p{L}{2,}/gu) ?? [];

/** Phrases that nobody says, and those that somebody would say and do not exist. */
export function useFaults(english: PhraseBook, { named, said }: { named: Set<string>; said: Set<string> }): string[] {
  const known = new Set(Object.keys(english).map((key) => base(key, english)));
  return [
    ...[...known].filter((key) => !named.has(key)).map((key) => `${key} is never said`),
    ...[...said].filter((key) => !known.has(key)).map((key) => `${key} is said, but there is no such phrase`),
  ];
}
