import { transliterate } from 'transliteration';
import { asShown } from '../../outbox/as-shown';
import { inGsm7, isGsm7, placesOf } from '../../outbox/segments';
import type { HistoryLine } from '../channel';
import type { UssdTexts } from './ussd-texts';

/** What fits on a feature phone, the word before it included. */
const PLACES = 182;
const BEGINS = 'CON '.length;

export const MORE = '98';
export const BACK = '0';
export const MENU = '00';

type ToShow = Pick<HistoryLine, 'text' | 'choices'>;

/** The screens of one answer. All go on but the last, which ends the session if nothing is asked in it. */
export function screensOf(words: ToShow, ends: boolean, texts: UssdTexts): string[] {
  const plain = { text: romanised(words.text), choices: words.choices.map(romanised) };
  const way = `${BACK} ${texts.back} ${MENU} ${texts.menu}`;
  const onward = `${MORE} ${texts.more} ${way}`;
  const whole = cutTo(plain, ends ? '' : way);
  if (whole.length === 1) return [ends ? `END ${whole[0]}` : `CON ${whole[0]}\n${way}`];
  const pages = cutTo(plain, onward);
  return pages.map((page, i) => {
    if (i < pages.length - 1) return `CON ${page}\n${onward}`;
    return ends ? `END ${page}` : `CON ${page}\n${way}`;
  });
}

const cutTo = (words: ToShow, below: string): string[] => {
  const characters = PLACES - BEGINS - (below ? placesOf(`\n${below}`) : 0);
  return asShown(words, { characters, letters: 'gsm7', rightToLeft: false }).screens;
};

/** One letter outside the alphabet of 7 bits ends the dialogue with an operator's error, so every script becomes Latin. */
function romanised(text: string): string {
  const narrow = inGsm7(text);
  return isGsm7(narrow) ? narrow : [...inGsm7(transliterate(text))].filter(isGsm7).join('');
}
