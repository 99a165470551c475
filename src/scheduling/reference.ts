import { randomInt } from 'node:crypto';

/** No letter or digit that is taken for another: no 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V. */
const ALPHABET = 'ACDEFGHJKMNPQRTWXY34679';
const LENGTH = 4;

/** A name for a visit that can be read out on the telephone. */
export const newReference = (length = LENGTH): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** What somebody typed, as we would have written it. */
export const readReference = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
