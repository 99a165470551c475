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

/** Every key, forms of a number under the key they belong to. Looked up for every variant of every phrase, so it is kept. */
const known = new Set(keysOf(readPhrases('en')).flatMap((key) => [key, key.replace(/_(one|other)$/, '')]));

function keysOf(tree: Record<string, unknown>, before = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value as Record<string, unknown>, `${before}${key}.`),
  );
}

/** The first of these phrases that exists, with its variables filled in. */
export function phrase(language: string, keys: string | string[], vars: Vars): string {
  const found = [keys].flat().find((key) => known.has(key));
  if (!found) throw new Error(`There is no phrase ${String(keys)}`);
  return speakerOf(language)(found, vars);
}

const speakers = new Map<string, TFunction>();

function speakerOf(language: string): TFunction {
  const speaker = speakers.get(language) ?? i18next.getFixedT(language);
  speakers.set(language, speaker);
  return speaker;
}

export const isRightToLeft = (language: string): boolean => i18next.dir(language) === 'rtl';
