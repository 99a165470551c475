/** Anything that says who somebody is stays in the house: a model needs the request, not the person. */
export function withoutIdentifiers(text: string, names: readonly string[]): string {
  const known = names.filter((name) => name.length > 2).sort((a, b) => b.length - a.length);
  return [...PATTERNS, ...known.map(named)].reduce((left, [pattern, sign]) => left.replace(pattern, sign), text);
}

const PATTERNS: [RegExp, string][] = [
  [/[^\s@]{1,64}@[^\s@]{1,255}/gu, '<email>'],
  [/https?:\/\/\S{1,500}/giu, '<link>'],
  // A date with a year before this one is somebody's birth date; a telephone or policy number is any long run of digits.
  [/\b\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-](?:19|20)?\p{Nd}{2}\b/gu, '<date>'],
  [/\+?\p{Nd}(?:[\s().-]?\p{Nd}){5,}/gu, '<number>'],
];

const named = (name: string): [RegExp, string] => [
  new RegExp(`(?<!\\p{L})${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'giu'),
  '<person>',
];
