import { yearOf } from './calendar';
import { isA, type Piece, type Reading } from './piece';
import { type Scene } from './rules';

/** What is named but does not exist, with the words that name it: nobody is to be given another day or hour for it unasked. */
export function unreal(what: 'date' | 'hour', words: (Reading | undefined)[], scene: Scene): Reading {
  const pieces = scene.pieces.slice(scene.at, scene.end).filter((piece) => holdsOne(piece, words));
  const [start, end] = [pieces[0]?.start ?? 0, pieces.at(-1)?.end ?? 0];
  return { kind: 'unreal', n: 0, name: what, named: { start, end } };
}

const holdsOne = ({ readings }: Piece, words: (Reading | undefined)[]): boolean =>
  readings.some((reading) => words.includes(reading));

/** "30 February". A year that is over belongs to a birth, and a month that is mostly another word to nothing. */
export const isUnrealDay = (
  month: Reading | undefined,
  day: Reading | undefined,
  year: Reading | undefined,
  { today }: Scene,
): boolean => !!month && !month.weak && !!day && day.n <= 31 && (!year || year.n >= yearOf(today));

/** "32 December", but not "December 32 people", and no year. */
export const isUnrealDayOf = (month: Reading | undefined, day: Reading | undefined, { pieces, end }: Scene): boolean =>
  !!month && !month.weak && !!day?.digits && day.n > 31 && day.n < 100 && !isA(pieces[end], 'counted');

/** "The 32nd", as the last word: no street, no floor, no birthday. */
export const isUnrealNumber = (day: Reading | undefined, scene: Scene): boolean =>
  !!day?.digits && day.n > 31 && day.n < 40 && endsSentence(scene);

/** "The 31st of next month". */
export const isBeyond = (day: Reading | undefined, span: Reading | undefined): boolean =>
  !!day && day.n <= 31 && span?.name === 'month' && span.from !== undefined && span.from + day.n - 1 > (span.to ?? 0);

export const endsSentence = ({ pieces, end }: Scene): boolean => end === pieces.length || isA(pieces[end], 'stop');
