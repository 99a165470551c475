import { type Day } from './calendar';
import { isA, type Kind, type Piece, type Reading } from './piece';

/** What belongs to one answer: a day, a time, and the pieces they were read from. */
export interface Gathered {
  day?: Reading;
  time?: Reading;
  pieces: Piece[];
  /** It takes back what was said before ("no, the 14th"). */
  rather: boolean;
}

const dayKinds: Kind[] = ['date', 'dates', 'openDate', 'moment', 'stretch'];
const timeKinds: Kind[] = ['clock', 'clocks', 'openClock', 'part'];

const readingAmong = (piece: Piece, kinds: Kind[]): Reading | undefined =>
  piece.readings.find(({ kind }) => kinds.includes(kind));

/** Days and times in the order of the text; a second day, or a second time, starts another answer. */
export function gather(pieces: Piece[]): Gathered[] {
  const all: Gathered[] = [];
  let rather = false;
  pieces.forEach((piece, i) => {
    rather ||= isA(piece, 'rather');
    const [day, time] = [readingAmong(piece, dayKinds), readingAmong(piece, timeKinds)];
    if ((!day && !time) || isDenied(pieces, i) || isDoubtful(pieces, i)) return;
    const last = all.at(-1);
    if (!last || !joins(last, day, time, rather)) all.push(next(last, piece, day, time, rather));
    else Object.assign(last, { day: last.day ?? day, time: last.time ?? time, pieces: [...last.pieces, piece] });
    rather = false;
  });
  return all;
}

const joins = (last: Gathered, day: Reading | undefined, time: Reading | undefined, rather: boolean): boolean =>
  !(day && last.day) && !(time && last.time) && !(rather && (day ? last.day : last.time));

function next(
  last: Gathered | undefined,
  piece: Piece,
  day: Reading | undefined,
  time: Reading | undefined,
  rather: boolean,
): Gathered {
  return { day, time, pieces: [piece], rather: rather && !!last };
}

const before = (pieces: Piece[], at: number): Piece | undefined => {
  let i = at - 1;
  while (i >= 0 && (isA(pieces[i], 'glue') || isA(pieces[i], 'on') || isA(pieces[i], 'at'))) i--;
  return pieces[i];
};

/** "not Monday". */
const isDenied = (pieces: Piece[], at: number): boolean => isA(before(pieces, at), 'not');

/** "sun", "sat", "may": only when nothing else stands in the text, or beside another date or a word that leads one. */
function isDoubtful(pieces: Piece[], at: number): boolean {
  if (!pieces[at]?.readings.every(({ weak }) => weak)) return false;
  const kinds: Kind[] = [...dayKinds, ...timeKinds, 'on', 'which', 'since', 'until', 'or'];
  const beside = [pieces[at - 1], pieces[at + 1]];
  return pieces.some((piece) => isA(piece, 'word')) && !beside.some((piece) => kinds.some((kind) => isA(piece, kind)));
}

/** The one answer of a whole text: the first day and the first time, or what was put in their place. */
export function oneOf(all: Gathered[]): Gathered | undefined {
  const [first] = all;
  if (!first) return undefined;
  return all.slice(1).reduce((answer, more) => {
    const replace = more.rather;
    return {
      day: replace ? (more.day ?? answer.day) : (answer.day ?? more.day),
      time: replace ? (more.time ?? answer.time) : (answer.time ?? more.time),
      pieces: [...answer.pieces, ...more.pieces],
      rather: false,
    };
  }, first);
}

export const startOf = (day: Reading | undefined): Day | undefined => day?.from;
