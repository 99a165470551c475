import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';

/** The specialties that a visit can be about; symptoms lead here too ("my tooth hurts"). */
export const specialties = [
  'dentistry',
  'dermatology',
  'general_practice',
  'paediatrics',
  'gynaecology',
  'obstetrics',
  'cardiology',
  'ophthalmology',
  'orthopaedics',
  'ent',
  'psychiatry',
  'psychology',
  'physiotherapy',
  'nutrition',
  'vaccination',
  'laboratory',
  'urology',
  'neurology',
  'gastroenterology',
  'endocrinology',
] as const;

export type Specialty = (typeof specialties)[number];

const finder = oncePerLanguage(({ words }) => finderFor(words.specialties as Record<Specialty, string>));

/** What the words point to, most mentioned first. Several with equal weight are doubt, and all are said. */
export function specialtiesIn(words: readonly string[], language: Language): Specialty[] {
  const counts = new Map<Specialty, number>();
  for (const { meaning, start, end } of finder(language).find(words)) {
    counts.set(meaning, (counts.get(meaning) ?? 0) + end - start);
  }
  // "Fever" and "cough" belong to everybody, so anything more particular comes before them.
  const weight = (code: Specialty): number => (counts.get(code) ?? 0) - (code === 'general_practice' ? 10 : 0);
  return [...counts.keys()].sort((a, b) => weight(b) - weight(a));
}

/** What stands before, between and after the words that point to a specialty. */
export function withoutSpecialties(words: readonly string[], language: Language): string[][] {
  const parts: string[][] = [[]];
  let at = 0;
  for (const { start, end } of finder(language).find(words)) {
    parts.at(-1)?.push(...words.slice(at, start));
    parts.push([]);
    at = Math.max(at, end);
  }
  parts.at(-1)?.push(...words.slice(at));
  return parts.filter((part) => part.length > 0);
}
