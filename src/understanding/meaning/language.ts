import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Lexicon } from './features';
import { lexiconOf } from './learner';
import { decode, type LinearModel } from './linear-model';
import { type PhraseBank } from './phrase-bank';
import { type MeaningWords, type SafetyWords } from './words';

/** Everything we know of one language, read once. */
export interface Language {
  readonly code: string;
  readonly lexicon: Lexicon;
  readonly model: LinearModel;
  readonly words: MeaningWords;
  readonly safety: SafetyWords;
  readonly bank: PhraseBank;
  readonly replies: Replies;
}

/** Each written "one|two|three". */
interface Replies {
  /** "I'll be there": whole messages that say yes to a reminder. */
  readonly coming: string;
  readonly rude: string;
}

export const localesFolder = join(__dirname, '../../../locales');
const loaded = new Map<string, Language | undefined>();

/** The languages that can be understood: those whose folder has a learned table. */
export const understoodLanguages = (): string[] =>
  readdirSync(localesFolder)
    .filter((code) => existsSync(join(localesFolder, code, 'intents.table')))
    .sort();

export function languageOf(code: string): Language | undefined {
  const short = code.toLowerCase().split(/[-_]/)[0] ?? '';
  if (!loaded.has(short)) loaded.set(short, understoodLanguages().includes(short) ? load(short) : undefined);
  return loaded.get(short);
}

function load(code: string): Language {
  const read = (name: string): Buffer => readFileSync(join(localesFolder, code, name));
  const bank = JSON.parse(read('intents.json').toString()) as PhraseBank;
  const words = JSON.parse(read('meaning.json').toString()) as MeaningWords;
  const safety = JSON.parse(read('safety.json').toString()) as SafetyWords;
  const replies = existsSync(join(localesFolder, code, 'replies.json'))
    ? (JSON.parse(read('replies.json').toString()) as Replies)
    : { coming: '', rude: '' };
  return {
    code,
    bank,
    words,
    safety,
    replies,
    lexicon: lexiconOf(bank),
    model: decode(read('intents.table')),
  };
}
