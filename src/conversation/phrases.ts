import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n, type TFunction } from 'i18next';

const folder = path.resolve(__dirname, '../../locales');

/** Every language that has phrases. A language is data: adding one touches no code. */
export const languages = readdirSync(folder).filter((language) =>
  existsSync(path.join(folder, language, 'phrases.json')),
);

export type Vars = Record<string, unknown>;

const i18next: i18n = createInstance();
void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  nonExplicitSupportedLngs: true,
  initAsync: false,
  interpolation: { escapeValue: false },
  missingInterpolationHandler: (text: string, match: RegExpExecArray) => {
    // "Your visit on  with  is given up" would be worse than a turn that is tried again and then shown to a colleague.
    throw new Error(`The phrase "${text}" mentions ${match[0]}, which is not known here`);
  },
  resources: Object.fromEntries(languages.map((language) => [language, { translation: readPhrases(language) }])),
});

function readPhrases(language: string): Record<string, unknown> {
  return readLocaleFile(language, 'phrases.json') as Record<string, unknown>;
}

/** A file of a language, as it stands in locales/; nothing if that language does without it. */
export function readLocaleFile(language: string, name: string): unknown {
  const file = path.join(folder, language, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Of every language, each key and what its phrase mentions. */
const books = new Map(languages.map((language) => [language, bookOf(flat(readPhrases(language)))]));

function flat(tree: Record<string, unknown>, before = ''): [key: string, phrase: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : flat(value as Record<string, unknown>, `${before}${key}.`),
  );
}

/** The forms for one, few and many stand under the key they belong to. It is known by having an "other". */
function bookOf(phrases: [key: string, phrase: string][]): Map<string, string[]> {
  const keys = new Set(phrases.map(([key]) => key));
  const book = new Map<string, string[]>();
  for (const [key, text] of phrases) {
    const bare = key.replace(/_(zero|one|two|few|many|other)$/, '');
    const belongs = keys.has(`${bare}_other`) ? bare : key;
    book.set(belongs, [...new Set([...(book.get(belongs) ?? []), ...mentionsIn(text)])]);
  }
  return book;
}

function mentionsIn(phrase: string): string[] {
  return [...phrase.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string);
}

/** The first of these phrases that exists. */
export function firstOf(keys: string[]): string {
  const found = keys.find((key) => books.get('en')?.has(key));
  if (!found) throw new Error(`There is no phrase ${keys.at(-1)}`);
  return found;
}

export const variablesOf = (language: string, key: string): string[] => books.get(writtenIn(language))?.get(key) ?? [];

/** The language whose phrases are read for this one: `sw-KE` is written in those of `sw`. */
export const writtenIn = (language: string): string =>
  [language, language.split('-')[0] ?? ''].find((each) => books.has(each)) ?? 'en';

/** A phrase with its variables filled in. */
export const phrase = (language: string, key: string, vars: Vars): string => speakerOf(language)(key, vars);

/** A phrase as it stands in the book, its variables left open. */
export const englishWording = (key: string): string => String(i18next.getResource('en', 'translation', key) ?? key);

const speakers = new Map<string, TFunction>();

function speakerOf(language: string): TFunction {
  const speaker = speakers.get(language) ?? i18next.getFixedT(language);
  speakers.set(language, speaker);
  return speaker;
}

export const isRightToLeft = (language: string): boolean => i18next.dir(language) === 'rtl';
