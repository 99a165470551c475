import { type Gathered, isOver } from './gather';
import { type Piece, readingOf } from './piece';

/** What is wrong with a day or an hour that somebody named. */
export interface WhenDoubt {
  kind: 'impossibleDate' | 'impossibleHour' | 'pastDate';
  /** As it was written: "30 February", "25:00", "yesterday". */
  words: string;
  /** A past day with an hour beside it is asked for; alone it may be told of ("I fell yesterday"). */
  withTime?: boolean;
}

/** A day or an hour that does not exist, or one that is over where no other day is named. */
export function doubtIn(
  pieces: Piece[],
  one: Gathered | undefined,
  text: string,
  today: number,
): WhenDoubt | undefined {
  const { name, named } = pieces.map((piece) => readingOf(piece, 'unreal')).find(Boolean) ?? {};
  if (named)
    return {
      kind: name === 'hour' ? 'impossibleHour' : 'impossibleDate',
      words: text.slice(named.start, named.end).trim(),
    };
  const past = one?.day ? undefined : pieces.find((piece) => isOver(readingOf(piece, 'date'), today));
  if (!past) return undefined;
  return { kind: 'pastDate', words: text.slice(past.start, past.end), ...(one?.time && { withTime: true }) };
}
