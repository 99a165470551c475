import { datesIn, livingSince } from './birth-date';
import { type Language } from './language';

/** What is wrong with a birth date: not yet, too long ago for anybody, no such day, or the year is missing. */
export type BirthDateDoubt = 'future' | 'long_ago' | 'impossible' | 'no_year';

/** Why a text that looks like a date cannot be a birth date, so that we can say so kindly. Only for what is not one. */
export function birthDateDoubt(
  text: string,
  language: Language,
  locale: string,
  reference: string,
): BirthDateDoubt | undefined {
  const { readings, month, digits } = datesIn(text, language, locale);
  const { latest } = livingSince(reference);
  if (readings.length > 0) return readings.some((day) => day > latest) ? 'future' : 'long_ago';
  const year = digits.some((d) => d.length === 4) || digits.length >= 3;
  if (month) return year && digits.length > 1 ? 'impossible' : digits.length > 0 ? 'no_year' : undefined;
  if (digits.length === 3 || digits.some((d) => d.length === 8)) return 'impossible';
  return /\p{Nd}[/.-]\p{Nd}/u.test(text) && digits.length === 2 ? 'no_year' : undefined;
}
