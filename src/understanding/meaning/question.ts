import { gistOf } from './features';
import { type Language } from './language';
import { list, PhraseFinder } from './phrase-finder';
import { tokens } from './tokens';

/** What the message before this one wanted to know. */
export interface Question {
  readonly yesNo: boolean;
  readonly aboutCancelling: boolean;
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
  const yesNo = last !== undefined && (proposal || !gist.some((item) => item === '<wh>'));
  return { yesNo, aboutCancelling: gist.includes('<erase>') };
}

function proposals(language: Language): PhraseFinder<true> {
  let finder = finders.get(language);
  if (!finder) {
    finder = new PhraseFinder<true>();
    for (const phrase of list(language.words.proposals)) finder.add(phrase, true);
    finders.set(language, finder);
  }
  return finder;
}
const finders = new WeakMap<Language, PhraseFinder<true>>();
