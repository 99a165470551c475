import { fold } from '../directory/fold';
import { languages } from './phrases';

/** A short message that names one of our languages, in whatever language it does so: "español", "speak french". */
export function languageNamedIn(text: string): string | undefined {
  const words = fold(text).split(' ');
  if (words.length > MOST_WORDS) return undefined;
  const named = new Set(words.flatMap((word) => names().get(word) ?? []));
  return named.size === 1 ? [...named][0] : undefined;
}

/** In a longer one, a language is more likely what a doctor should speak. */
const MOST_WORDS = 4;

let known: Map<string, string[]> | undefined;

function names(): Map<string, string[]> {
  known ??= new Map();
  if (known.size === 0) for (const code of languages) for (const name of namesOf(code)) add(known, name, code);
  return known;
}

const namesOf = (code: string): Set<string> =>
  new Set(languages.map((speaker) => fold(new Intl.DisplayNames([speaker], { type: 'language' }).of(code) ?? code)));

function add(map: Map<string, string[]>, name: string, code: string): void {
  map.set(name, [...(map.get(name) ?? []), code]);
}
