import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const folder = path.resolve(__dirname, '../../locales');

/** Every phrase of a language by its key: `booking.offer`. */
export type PhraseBook = Record<string, string>;

export const bookOf = (language: string): PhraseBook =>
  flat(JSON.parse(readFileSync(path.join(folder, language, 'phrases.json'), 'utf8')) as Tree);

interface Tree {
  [key: string]: string | Tree;
}

const flat = (tree: Tree, before = ''): PhraseBook =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${before}${key}`, value]] : Object.entries(flat(value, `${before}${key}.`)),
    ),
  );

const PLURAL = /_(zero|one|two|few|many|other)$/;
const CIRCUMSTANCE = /_(open|no_phone|after|release|attend|update|asked|there|far|not_there|nowhere|simpler)$/;

/** `choice.times_few` is a form of `choice.times`, because there is a `choice.times_other`; `series.how_many` is no form. */
export const withoutPlural = (key: string, book: PhraseBook): string => {
  const bare = key.replace(PLURAL, '');
  return `${bare}_other` in book ? bare : key;
};

export const base = (key: string, book: PhraseBook): string => withoutPlural(key, book).replace(CIRCUMSTANCE, '');

export const variablesIn = (phrase: string): string[] => [
  ...new Set([...phrase.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name as string)),
];

/** What the sources say: every quoted `section.key` of a section that the phrases have. */
export function keysInSources(top: string, book: PhraseBook): { named: Set<string>; said: Set<string> } {
  const sections = [...new Set(Object.keys(book).map((key) => key.split('.')[0]))].join('|');
  const sources = ['flows', 'src/conversation'].flatMap((dir) =>
    readdirSync(path.join(top, dir))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(top, dir, file), 'utf8')),
  );
  const all = (pattern: RegExp): string[] =>
    sources.flatMap((text) => [...text.matchAll(pattern)].map(([, key]) => key as string));
  // `courtesy.${which}`: every phrase that begins so.
  const begun = all(/`(\w+\.\w*)\$\{/g);
  const made = Object.keys(book).filter((key) => begun.some((beginning) => key.startsWith(beginning)));
  return {
    named: new Set([...all(new RegExp(`'((?:${sections})\\.\\w+)'`, 'g')), ...made]),
    said: new Set(all(/(?:\bsay\(|\bask\(\s*|\blabel: |\bplain\()'([\w.]+)'/g)),
  };
}
