import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PageTexts } from './draw-page';

const folder = path.resolve(__dirname, '../../../locales');
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur', 'ps']);

/** What stands beside the conversation, for every language that has it: `locales/<lang>/page.json`. */
const texts = new Map(
  readdirSync(folder).flatMap((language) => {
    const found = existsSync(path.join(folder, language, 'page.json'));
    return found ? [[language, textsIn(language)] as const] : [];
  }),
);

function textsIn(language: string): PageTexts {
  const words = JSON.parse(readFileSync(path.join(folder, language, 'page.json'), 'utf8')) as Omit<
    PageTexts,
    'language' | 'direction'
  >;
  return { ...words, language, direction: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr' };
}

/** The first language a browser asks for that we have; English where there is none. */
export function pageTexts(acceptLanguage: string): PageTexts {
  const asked = acceptLanguage.split(',').map((each) => each.trim().split(/[-;]/)[0]?.toLowerCase() ?? '');
  const found = asked.map((language) => texts.get(language)).find((each) => each !== undefined) ?? texts.get('en');
  if (!found) throw new Error('locales/en/page.json is missing');
  return found;
}
