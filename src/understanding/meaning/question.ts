import { gistOf } from './features';
import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { finderFor, list } from './phrase-finder';
import { tokens } from './tokens';

/** What the message before this one wanted to know. */
export interface Question {
  readonly yesNo: boolean;
  /** "Anything else?" */
  readonly offersMore: boolean;
  readonly aboutCancelling: boolean;
  /** It spoke of visits: "it" and "what about Tuesday?" go on about them. */
  readonly aboutVisits: boolean;
  readonly asksFor?: 'name' | 'dob' | undefined;
}

// The same few prompts come before very many messages.
const read = new Map<string, Question>();

export function questionIn(prev: string, language: Language): Question {
  const key = `${language.code} ${prev}`;
  let question = read.get(key);
  if (!question) {
    if (read.size > 5000) read.clear();
    read.set(key, (question = questionOf(prev, language)));
  }
  return question;
}

function questionOf(prev: string, language: Language): Question {
  const last = /([^.!?؟।\n]*)[?؟]\s*$/u.exec(prev)?.[1];
  const words = tokens(last ?? '');
  const { gist } = gistOf(words, language.lexicon);
  const proposal = proposals(language).find(words).length > 0;
  const yesNo = last !== undefined && (proposal || !beginsWithQuestion(words, language));
  const { gist: whole, present } = gistOf(tokens(prev), language.lexicon);
  const aboutVisits = (present.includes('visit') || present.includes('calendar')) && !whole.includes('<weather>');
  const offersMore = moreHelp(language).find(words).length > 0;
  const asksFor = asks(language).find(tokens(prev)).at(-1)?.meaning;
  return { yesNo, offersMore, aboutCancelling: gist.includes('<erase>'), aboutVisits, asksFor };
}

/** Whether our message before asked for a name or a birth date; the last thing it names is what it asks for. */
export const askedFor = (prev: string, language: Language): 'name' | 'dob' | undefined =>
  questionIn(prev, language).asksFor;

const asks = oncePerLanguage(({ words }) => finderFor(words.asks));

/** "When …?", "At what time …?", but not "Is this what you want?". */
export function beginsWithQuestion(words: readonly string[], language: Language): boolean {
  const [first = '', second = ''] = words;
  return questionWords(language).has(first) || (first.length <= 3 && questionWords(language).has(second));
}

const questionWords = oncePerLanguage(({ bank }) => new Set(list(bank.groups.wh).flatMap(tokens)));
const moreHelp = oncePerLanguage(({ words }) => finderFor({ moreHelp: words.moreHelp }));
const proposals = oncePerLanguage(({ words }) => finderFor({ proposal: words.proposals }));
