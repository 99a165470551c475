import { type Language } from './language';
import { isA, type Kind, type Piece, type Reading, readingOf } from './piece';

/** Everything a whole number can be in a date, by its value and how many digits it was written with. */
export function numberReadings(value: number, digits: number): Reading[] {
  const readings: Reading[] = [{ kind: 'number', n: value, digits: digits > 0 }];
  const put = (kind: Kind, n = value): void => void readings.push({ kind, n, digits: digits > 0 });
  if (digits <= 2) {
    if (value >= 1 && value <= 31) put('dom');
    if (value <= 24) put('hour');
    if (value <= 59 && digits !== 1) put('minute');
    if (value >= 1 && value <= 12) put('monthNumber');
    if (digits === 2) put('shortYear', 2000 + value);
  }
  if (value >= 1900 && value <= 2100) put('year');
  const [hour, minute] = [Math.floor(value / 100), value % 100];
  if ((digits === 3 || digits === 4) && hour <= 24 && minute <= 59) put('hhmm');
  return readings;
}

const small: Reading[][] = [];
/** Numbers below 100 come up all the time; their readings are made once. */
export function digitReadings(text: string): Reading[] {
  const value = Number(text);
  if (text.length > 2) return numberReadings(value, text.length);
  return (small[value + 100 * text.length] ??= numberReadings(value, text.length));
}

/** "twenty" "one" becomes 21, "two thousand" "and" "eighteen" 2018, "twenty" "first" the 21st. */
export function joinNumberWords(pieces: Piece[], language: Language): void {
  for (let i = 0; i < pieces.length; i++) {
    const first = wordNumber(pieces[i]);
    if (!first) continue;
    const { value, end, ordinal } = collect(pieces, i, language);
    const readings = ordinal ? [{ kind: 'ordinal' as const, n: value }] : numberReadings(value, 0);
    const others = (pieces[i] as Piece).readings.filter(({ kind }) => kind !== 'number' && kind !== 'ordinal');
    const one = pieces[i] as Piece;
    const readingsToo =
      end === i + 1
        ? [...(isA(one, 'ordinal') && !ordinal ? [readingOf(one, 'ordinal') as Reading] : []), ...others]
        : [];
    pieces.splice(i, end - i, { ...one, readings: [...readings, ...readingsToo], end: (pieces[end - 1] as Piece).end });
  }
}

const wordNumber = (piece: Piece | undefined): Reading | undefined => {
  const reading = readingOf(piece, 'number') ?? readingOf(piece, 'ordinal');
  return reading && !reading.digits ? reading : undefined;
};

function collect(pieces: Piece[], at: number, language: Language): { value: number; end: number; ordinal: boolean } {
  const first = wordNumber(pieces[at]) as Reading;
  let [value, end, last] = [first.n, at + 1, first];
  while (last.kind === 'number') {
    const skip = language.numbersJoin !== 'by-ten' && (isA(pieces[end], 'and') || isA(pieces[end], 'dash')) ? 1 : 0;
    const next = wordNumber(pieces[end + skip]);
    const sum = next && joined(value, next, skip > 0, language);
    if (!next || sum === undefined) break;
    [value, end, last] = [sum, end + skip + 1, next];
  }
  return { value, end, ordinal: last.kind === 'ordinal' };
}

function joined(value: number, next: Reading, withAnd: boolean, language: Language): number | undefined {
  if (next.kind === 'number' && (next.n === 1000 || (next.n === 100 && value < 100)) && value < 100)
    return value * next.n;
  if (language.numbersJoin === 'by-ten' && next.n === 10 && value > 1 && value < 10) return value * 10;
  if (
    language.numbersJoin === 'units-first' &&
    value < 10 &&
    next.n >= 20 &&
    next.n % 10 === 0 &&
    next.n <= 90 &&
    withAnd
  ) {
    return value + next.n;
  }
  if (value >= 1000 && value % 1000 === 0 && next.n < 1000) return value + next.n;
  if (
    value >= 10 &&
    value < 100 &&
    value % 10 === 0 &&
    next.n > 0 &&
    next.n < 10 &&
    (value >= 20 || language.numbersJoin)
  )
    return value + next.n;
  return undefined;
}
