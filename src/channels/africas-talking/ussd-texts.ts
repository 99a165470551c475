import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What stands on the last line of a screen, in letters that every phone has. */
export interface UssdTexts {
  back: string;
  menu: string;
  more: string;
}

const folder = path.resolve(__dirname, '../../../locales');
const ENGLISH: UssdTexts = { back: 'back', menu: 'menu', more: 'more' };

const texts = new Map(
  readdirSync(folder).flatMap((language) => {
    const file = path.join(folder, language, 'ussd.json');
    return existsSync(file) ? [[language, JSON.parse(readFileSync(file, 'utf8')) as UssdTexts] as const] : [];
  }),
);

export const textsIn = (language = 'en'): UssdTexts => texts.get(language) ?? ENGLISH;
