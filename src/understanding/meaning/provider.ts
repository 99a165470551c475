import { transliterate } from 'transliteration';
import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor, list } from './phrase-finder';
import { type WrittenWord, writtenWords } from './written-words';

/** Somebody the clinic employs, as the caller knows them. */
export interface KnownProvider {
  readonly id: string;
  readonly name: string;
}

export interface ProviderMeant {
  /** The name as it stands in the list of the caller, or as the patient wrote it. */
  readonly name: string;
  readonly id?: string;
  readonly couldAlsoBe?: readonly string[];
}

/** The doctor that is meant: one that the caller knows, or whatever name follows a title. */
export function providerIn(
  text: string,
  language: Language,
  known: readonly KnownProvider[] = [],
  ownName?: string,
): ProviderMeant | undefined {
  const words = writtenWords(text);
  const meant = amongKnown(words, language, known);
  // A patient may be called like a doctor; "I am Alexis" asks for nobody.
  const self = ownName !== undefined && !words.some(({ word }) => titlesOf(language).has(word));
  return self ? undefined : (meant ?? afterTitle(words, language));
}

function amongKnown(
  words: readonly WrittenWord[],
  language: Language,
  known: readonly KnownProvider[],
): ProviderMeant | undefined {
  const titles = titlesOf(language);
  const said = words.map(({ word }) => latin(word));
  const scored = known.flatMap((provider) => {
    const parts = writtenWords(provider.name)
      .map(({ word }) => latin(word))
      .filter((part) => part.length > 1 && !titles.has(part));
    const hits = parts.filter((part) =>
      said.some((word, at) => near(word, part, titles.has(words[at - 1]?.word ?? ''))),
    ).length;
    return hits > 0 ? [{ provider, hits }] : [];
  });
  const most = Math.max(0, ...scored.map(({ hits }) => hits));
  const [best, ...others] = scored.filter(({ hits }) => hits === most);
  if (!best) return undefined;
  const { id, name } = best.provider;
  return others.length > 0 ? { id, name, couldAlsoBe: others.map(({ provider }) => provider.name) } : { id, name };
}

const latin = (word: string): string =>
  /^[a-z]+$/.test(word)
    ? word
    : transliterate(word)
        .toLowerCase()
        .replace(/[^a-z]/g, '');

/** One wrong letter is forgiven in long names, and in shorter ones only after a title. */
function near(said: string, name: string, titled: boolean): boolean {
  if (said === name) return true;
  if (Math.min(said.length, name.length) < (titled ? 4 : 5) || said[0] !== name[0]) return false;
  return withinOneEdit(said, name);
}

export function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

function afterTitle(words: readonly WrittenWord[], language: Language): ProviderMeant | undefined {
  const titles = titlesOf(language);
  const never = neverOf(language);
  for (let at = 0; at + 1 < words.length; at++) {
    if (!titles.has((words[at] as WrittenWord).word)) continue;
    const name = words.slice(at + 1, at + 4);
    const end = name.findIndex(
      (each, i) =>
        never.has(each.word) || titles.has(each.word) || /\d/.test(each.word) || (i > 0 && !goesOn(each, language)),
    );
    const own = name.slice(0, end < 0 ? name.length : end);
    if (own.length > 0 && isName(own[0] as WrittenWord, language, (words[at] as WrittenWord).word))
      return { name: own.map(({ written }) => capital(withoutPossessive(written))).join(' ') };
  }
  return undefined;
}

/** A surname after the first; "Dr Moyo ASAP" and "Dr Moyo. Please" have none. */
const goesOn = ({ word, written, afterBreak }: WrittenWord, { lexicon }: Language): boolean =>
  !afterBreak && /^\p{Lu}/u.test(written) && !lexicon.known.has(word);

const withoutPossessive = (written: string): string => written.replace(/['’]s$/u, '');

// "Doctor appointment" has a title and no name; "dr moyo" has one, and nobody writes it with a capital.
const isName = ({ written, word }: WrittenWord, { lexicon }: Language, title: string): boolean =>
  !lexicon.known.has(word) || (title.length > 1 && /^\p{Lu}/u.test(written));

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const titlesOf = oncePerLanguage(({ words }) => new Set(list(words.titles)));
const neverOf = oncePerLanguage(({ words }) => new Set(list(words.names.notNames)));

/** "Any doctor", "whoever is free". */
export const anyProviderIn = (words: readonly string[], language: Language): boolean =>
  anyone(language).find(words).length > 0;

const anyone = oncePerLanguage(({ words }) => finderFor({ anyone: words.anyProvider }));
