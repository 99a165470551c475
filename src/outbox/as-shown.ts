import type { Shows } from '../channels/channel';
import { cut } from './cut';
import type { Words } from './put-in-outbox';
import { inGsm7, isGsm7, placesOf, WIDE } from './segments';

export interface Shown {
  /** What is sent one after the other. Nearly always one. */
  screens: string[];
  /** Choices to be tapped; none where they stand in the text as numbered lines. */
  taps: string[];
}

/** What is needed of words to show them; what the desk writes by hand has neither choices nor digits. */
type ToShow = Pick<Words, 'text'> & Partial<Words>;

/** Words as a channel can show them. */
export function asShown(words: ToShow, shows: Shows): Shown {
  const { choices = [] } = words;
  const taps = canBeTapped(choices, shows) ? choices : [];
  const lines = taps.length > 0 ? [] : numbered(words);
  return { screens: screensOf([words.text, ...lines].join('\n'), shows), taps };
}

/** On buttons if there are enough and every label fits, else in a list. */
const canBeTapped = (choices: string[], { buttons, list }: Shows): boolean =>
  [buttons, list].some(
    (taps) => taps && choices.length <= taps.most && choices.every((label) => label.length <= taps.characters),
  );

/** "1) Mon, 23 Nov, 13:30, Dr Okafor": answered with the digit, in the digits of whoever reads it. */
const numbered = ({ choices = [], digits = 'latn' }: ToShow): string[] =>
  choices.map((label, i) => `${(i + 1).toLocaleString('en', { numberingSystem: digits })}) ${label}`);

function screensOf(text: string, shows: Shows): string[] {
  const shown = shows.rightToLeft === false ? text.replace(/[\u2066-\u2069]/g, '') : text;
  if (shows.letters !== 'gsm7') return cut(shown, shows.characters, (piece) => piece.length);
  const narrow = inGsm7(shown);
  // The alphabet is that of the whole: a screen without accents beside one with them would read as two writers.
  const wide = isGsm7(narrow) ? 1 : WIDE;
  return cut(narrow, shows.characters, (piece) => Math.round((wide > 1 ? piece.length : placesOf(piece)) * wide));
}
