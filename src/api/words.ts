import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve(__dirname, '../../locales');
const languages = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'console.json')));

export type Words = Readonly<Record<string, string>>;
const read = (language: string, file: string): Words =>
  JSON.parse(fs.readFileSync(path.join(folder, language, file), 'utf8')) as Words;

const console_ = new Map(languages.map((language) => [language, read(language, 'console.json')]));
const refusals = new Map(languages.map((language) => [language, read(language, 'refusals.json')]));

/** The first language that somebody reads and we write. */
export function languageFor(accepted: string | undefined): string {
  const wanted = (accepted ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((language) => console_.has(language)) ?? 'en';
}

export const wordsOf = (language: string): Words => console_.get(language) ?? console_.get('en') ?? {};

export const codeInWords = (language: string): string => wordsOf(language).code_sms ?? '{{code}}';

/** Why something was refused, in the words that patients are told it with. */
export const refusalInWords = (language: string, rule: string): string =>
  refusals.get(language)?.[rule] ?? refusals.get('en')?.[rule] ?? rule;
