import { appendFileSync, writeFileSync } from 'node:fs';
import { asShown } from '../outbox/as-shown';
import type { Words } from '../outbox/put-in-outbox';

/** Writes what is said the way a dialogue test has it, so that a talk worth keeping becomes one. */
export interface Recorder {
  patient(text: string): void;
  clinic(words: Words): void;
  later(minutes: number): void;
}

const NOBODY: Recorder = { patient: () => undefined, clinic: () => undefined, later: () => undefined };

export function recorder(file: string | undefined): Recorder {
  if (!file) return NOBODY;
  writeFileSync(file, '# A recorded talk\n');
  const write = (who: string, text: string): void => appendFileSync(file, `${who.padEnd(7)} ${text}`.trimEnd() + '\n');
  return {
    patient: (text) => write('Ann', text),
    clinic: (words) => linesOf(words).forEach((line, i) => write(i === 0 ? 'clinic' : '', line)),
    later: (minutes) => write('later', `${minutes} minute${minutes === 1 ? '' : 's'}`),
  };
}

const TERMINAL = { characters: 10_000 };

/** A reply as it is read: the words, and the choices with their numbers. */
export const linesOf = (words: Words): string[] =>
  asShown(words, TERMINAL).screens.flatMap((screen) => screen.split('\n'));
