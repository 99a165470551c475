import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInstance } from 'i18next';
import { readLocaleFile } from '../conversation/phrases';

const folder = path.resolve(__dirname, '../../locales');

/** Languages in which a clinic can be written to about its day: `locales/<lang>/desk.json`. */
export const deskLanguages = readdirSync(folder).filter((language) => readLocaleFile(language, 'desk.json'));

const i18next = createInstance();
void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  nonExplicitSupportedLngs: true,
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(
    deskLanguages.map((language) => [language, { translation: readLocaleFile(language, 'desk.json') as object }]),
  ),
});

/** A sentence for colleagues in the clinic's language; in English where it has none. */
export const deskWords = (language: string, key: string, vars: Record<string, string | number> = {}): string =>
  i18next.getFixedT(language)(key, vars);
