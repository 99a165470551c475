/** Anything that says who somebody is stays in the house: a model needs the request, not the person. */
export function withoutIdentifiers(text: string, names: readonly string[]): string {
  const known = names.filter((name) => name.length > 2).sort((a, b) => b.length - a.length);
  return [...PATTERNS, ...known.map(named)].reduce((left, [pattern, sign]) => left.replace(pattern, sign), text);
}

const PATTERNS: [RegExp, string][] = [
  [/[^\s@]{1,64}@[^\s@]{1,255}/gu, '<email>'],
  [/https?:\/\/\S{1,500}/giu, '<link>'],
  // A date with its year may be somebody's birth date; a telephone or policy number is any long run of digits.
  [/(?<!\p{Nd})\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-](?:\p{Nd}{2})?\p{Nd}{2}(?!\p{Nd})/gu, '<date>'],
  [/\+?\p{Nd}(?:[\s().-]?\p{Nd}){5,}/gu, '<number>'],
  // "born on 3 March 1984": nobody books a visit in a year that is over.
  [/(?<!\p{Nd})(?:19\d\d|20[01]\d|202[0-5])(?!\p{Nd})/gu, '<year>'],
  [/(?<!\p{Nd})(?!\d{4})\p{Nd}{4}(?!\p{Nd})/gu, '<year>'],
  // The reference of a visit is four letters and digits; "14th" and "10am" are none.
  [
    /(?<![\p{L}\p{Nd}])(?!\d\d(?:th|st|nd|rd|am|pm))(?=[A-Z]{0,3}\d)(?=\d{0,3}[A-Z])[A-Z\d]{4}(?![\p{L}\p{Nd}])/giu,
    '<reference>',
  ],
];

const named = (name: string): [RegExp, string] => [
  new RegExp(`(?<!\\p{L})${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'giu'),
  '<person>',
];
