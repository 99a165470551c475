import { gistOf, runsAcross, runsInWord, wordTraits } from './features';
import { type Intent, type Judged } from './intents';
import { type Language } from './language';
import { probabilities, sumOf } from './linear-model';
import { oncePerLanguage } from './once-per-language';
import { finderFor } from './phrase-finder';
import { type Question, questionIn } from './question';
import { remembered } from './remembered';
import { spelled } from './spelling';
import { tokens } from './tokens';

interface Scored {
  readonly intent: Intent;
  readonly p: number;
}

// These carry work to do, so they stand beside or before the politeness around them.
const tasks: ReadonlySet<Intent> = new Set([
  'book',
  'cancel',
  'reschedule',
  'check_booking',
  'human',
  'directions',
  'insurance_question',
  'change_language',
  'date_time_query',
  'repeat',
  'bot_question',
  'help',
]);
const openings: Record<string, Intent> = {
  '<yes>': 'affirm',
  '<no>': 'deny',
  '<hello>': 'greet',
  '<thanks>': 'thank',
  '<ok>': 'acknowledge',
  '<right>': 'affirm',
};

/** What the message asks for, in the light of the question before it. */
export function judge(text: string, language: Language, prev?: string): Judged {
  const written = withoutSofteners(tokens(text), language);
  const words = spelled(written, language);
  const asked = prev === undefined ? undefined : questionIn(prev, language);
  // A command is looked for as it was written first: putting right its spelling may take it apart.
  const whole = commands(language).whole(written);
  const meant = (whole.length > 0 ? whole : commands(language).whole(words)) as readonly Intent[];
  const [command] = meant;
  // "Cancel it" leaves everything only where nothing was said that "it" could be.
  if (command && !(command === 'abort' && asked))
    return { intents: [command, ...meant.filter((also) => also === 'undo' && also !== command)], confidence: 1 };
  const best = likeliest(words, language);
  if (late(language).find(words).length > 0 && !(changes.has(best.intent) && best.p > 0.6))
    return { intents: ['running_late'], confidence: 0.9 };
  const { gist } = gistOf(words, language.lexicon);
  return (
    answering(best, gist, words, asked, language) ??
    opening(best, gist, text, words, language, asked) ??
    referring(best, gist, words, asked) ??
    alone(best)
  );
}

const goAhead = oncePerLanguage(({ words }) => finderFor({ goAhead: words.goAhead }));
const softeners = oncePerLanguage(({ words }) => finderFor({ softener: words.softeners }));

function withoutSofteners(words: readonly string[], language: Language): readonly string[] {
  const hit = softeners(language).longestAt(words, 0);
  return hit && hit.end < words.length ? withoutSofteners(words.slice(hit.end), language) : words;
}

/** Whoever is late and asks for another time wants the other time. */
const changes: ReadonlySet<Intent> = new Set(['reschedule', 'cancel']);
const late = oncePerLanguage(({ words }) => finderFor({ late: words.late }));

const commands = oncePerLanguage(({ words }) => finderFor(words.commands));

function likeliest(words: readonly string[], language: Language): Scored {
  const p = probabilities(language.model, [
    sumOf(language.model, wordTraits(words, language.lexicon)),
    sumOf(language.model, runsAcross(words)),
    ...words.map(lettersOf(language)),
  ]);
  let top = 0;
  for (let k = 1; k < p.length; k++) if ((p[k] as number) > (p[top] as number)) top = k;
  return { intent: language.model.labels[top] as Intent, p: p[top] as number };
}

// The same few thousand words make up most messages; their runs of letters are most of the work.
const lettersOf = oncePerLanguage(({ model }) => remembered((word) => sumOf(model, runsInWord(word))));

const alone = ({ intent, p }: Scored): Judged => ({ intents: [intent], confidence: p });

/** A yes/no question lends its meaning to a short answer: "thanks", "perfect", "cancel it", "never mind". */
function answering(
  best: Scored,
  gist: readonly string[],
  words: readonly string[],
  asked: Question | undefined,
  language: Language,
): Judged | undefined {
  if (!asked?.yesNo || asked.offersMore || gist[0] === '<no>') return undefined;
  const short = words.length <= 5;
  if (gist[0] === '<right>' || gist[0] === '<ok>' || goAhead(language).longestAt(words, 0))
    return { intents: withTask('affirm', best), confidence: 0.9 };
  if (best.intent === 'thank' || best.intent === 'acknowledge') return { intents: ['affirm'], confidence: 0.8 };
  if (short && gist.includes('<erase>'))
    return { intents: [asked.aboutCancelling ? 'affirm' : 'deny'], confidence: 0.7 };
  if (short && best.intent === 'abort') return { intents: ['deny'], confidence: 0.8 };
  return undefined;
}

/** "Cancel it" and "what about Tuesday?" mean what was spoken of just before. */
function referring(
  best: Scored,
  gist: readonly string[],
  words: readonly string[],
  asked?: Question,
): Judged | undefined {
  if (!asked?.aboutVisits || asked.yesNo) return undefined;
  if (best.intent === 'abort' && words.length <= 6 && gist.includes('<erase>'))
    return { intents: ['cancel'], confidence: 0.7 };
  const unclear = best.intent === 'out_of_scope' && best.p < 0.75;
  return unclear && gist[0] === '<wh>' ? { intents: ['check_booking'], confidence: 0.5 } : undefined;
}

/** "Yes, …", "hi, …", "thanks, …": the rest of the message decides which of the two comes first. */
function opening(
  best: Scored,
  gist: readonly string[],
  text: string,
  words: readonly string[],
  language: Language,
  asked: Question | undefined,
): Judged | undefined {
  const said = openings[gist[0] ?? ''];
  if (!said || (gist[0] === '<right>' && gist.length > 1 && best.intent !== 'out_of_scope')) return undefined;
  if (said === 'deny' && language.words.noIsNegation && !standsAlone(text, language)) return undefined;
  if (gist.length === 1) return { intents: [said], confidence: 1 };
  const rest = likeliest(words.slice(firstLength(words, language)), language);
  const task = [best, rest].find(({ intent, p }) => tasks.has(intent) && p > 0.5);
  if (!task)
    return best.intent === 'out_of_scope' || said === 'affirm' || said === 'deny'
      ? { intents: [said], confidence: 0.8 }
      : undefined;
  const answerFirst = said === 'affirm' && (asked?.yesNo || task.p < 0.8);
  return { intents: answerFirst ? [said, task.intent] : [task.intent, said], confidence: task.p };
}

const firstLength = (words: readonly string[], { lexicon }: Language): number =>
  lexicon.groups.longestAt(words, 0)?.end ?? 1;

const withTask = (said: Intent, best: Scored): Intent[] =>
  tasks.has(best.intent) && best.p > 0.6 ? [said, best.intent] : [said];

function standsAlone(text: string, { lexicon }: Language): boolean {
  const first = text.split(/[,.;:!?؟،।\n]/u)[0] ?? '';
  return gistOf(tokens(first), lexicon).gist.length === 1;
}
