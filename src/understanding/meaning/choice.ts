import { readWhen } from '../when/read-when';
import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor, list } from './phrase-finder';
import { tokens } from './tokens';

/** Which of the offered answers is meant, counted from 1; "none" when the message turns them all down. */
export type Choice = number | 'none';

interface Offered {
  readonly labels?: readonly string[];
  readonly language: Language;
  readonly reference: string;
}

/** "2", "the second one", "last", "the later", "the 3pm one", "Dr Moyo". */
export function choiceIn(text: string, offered: Offered): Choice | undefined {
  const words = tokens(text);
  return (
    byPlace(words, offered) ??
    (offered.labels && (byWhen(text, offered.labels, offered) ?? byLabel(words, offered.labels, offered.language)))
  );
}

function byPlace(words: readonly string[], { language, labels }: Offered): Choice | undefined {
  const frame = frameOf(language);
  const [count, places] = [labels?.length, new Set<Choice>()];
  for (let at = 0; at < words.length;) {
    const word = words[at] as string;
    const named = ordinals(language).longestAt(words, at);
    const relative = relatives(language).longestAt(words, at);
    const digit = /^(\d{1,2})(?:st|nd|rd|th|er|o|a|e|eme|\.)?$/.exec(word)?.[1];
    // "The last one": what reaches furthest is meant, so that "one" inside it is not a number.
    if (relative && relative.end >= (named?.end ?? 0)) places.add(placeOf(relative.meanings[0] as Relative, count));
    else if (named) places.add(Number(named.meanings[0]));
    else if (digit) places.add(Number(digit));
    else if (!frame.has(word)) return undefined;
    at = Math.max(at + 1, relative?.end ?? 0, named?.end ?? 0);
  }
  const [place] = withoutFillers(places);
  return place !== undefined && places.size <= 2 && (place === 'none' || fits(place, count)) ? place : undefined;
}

/** In "the second one" the last word also means 1. */
const withoutFillers = (places: ReadonlySet<Choice>): Choice[] =>
  places.size === 2 && places.has(1)
    ? [...places].filter((place) => place !== 1)
    : places.size === 1
      ? [...places]
      : [];

// Without a list, a large number is a day or an hour and no answer to choose.
const fits = (place: number, count = 9): boolean => Number.isFinite(place) && place !== 0 && place <= count;

type Relative = 'last' | 'middle' | 'earlier' | 'later' | 'none';

const ordinals = oncePerLanguage(({ words }) => finderFor(words.ordinals));
const relatives = oncePerLanguage(({ words: { choice } }) => {
  const { last, middle, earlier, later, none } = choice;
  return finderFor<Relative>({ last, middle, earlier, later, none });
});

/** Offers are listed in the order of time. Without a list, -1 says "the last one, however many there are". */
function placeOf(relative: Relative, count: number | undefined): Choice {
  if (relative === 'none') return 'none';
  if (relative === 'earlier') return 1;
  if (relative === 'middle') return count !== undefined && count % 2 === 1 ? (count + 1) / 2 : NaN;
  return count ?? -1;
}

/** "Rather another day", and nothing else. */
export function wantsOthers(words: readonly string[], language: Language): 'day' | 'time' | undefined {
  const found = others(language).find(words);
  const frame = frameOf(language);
  const isInside = (at: number): boolean => found.some(({ start, end }) => at >= start && at < end);
  return words.every((word, at) => isInside(at) || frame.has(word)) ? found[0]?.meaning : undefined;
}

const others = oncePerLanguage(({ words: { choice } }) => finderFor({ day: choice.otherDays, time: choice.others }));

const frameOf = oncePerLanguage(
  ({ words }) => new Set([...list(words.choice.frame).flatMap(tokens), '👍', '👌', '✅', '🙏']),
);

function byWhen(text: string, labels: readonly string[], { language, reference }: Offered): number | undefined {
  const said = readWhen(text, { language: language.code, reference });
  if (!said?.time && !said?.date) return undefined;
  const times = said.time ? [said.time, ...(said.couldAlsoBe ?? [])] : [];
  const meant = labels.flatMap((label, at) => {
    const offer = readWhen(label, { language: language.code, reference });
    const sameTime = times.length === 0 || (offer?.time !== undefined && times.includes(offer.time));
    return offer && sameTime && (!said.date || !offer.date || said.date === offer.date) ? [at + 1] : [];
  });
  return meant.length === 1 ? meant[0] : undefined;
}

function byLabel(words: readonly string[], labels: readonly string[], language: Language): number | undefined {
  const frame = frameOf(language);
  const wanted = words.filter((word) => !frame.has(word));
  if (wanted.length === 0) return undefined;
  const meant = labels.flatMap((label, at) => {
    const inLabel = tokens(label);
    return wanted.every((word) => inLabel.includes(word)) ? [at + 1] : [];
  });
  return meant.length === 1 ? meant[0] : undefined;
}
