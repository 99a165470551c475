import { type Language } from './language';
import { oncePerLanguage } from './once-per-language';
import { list, PhraseFinder } from './phrase-finder';
import { tokens } from './tokens';

export interface SafetyAlarm {
  readonly kind: 'emergency' | 'self_harm';
  /** True acts at once; false asks the patient first. */
  readonly sure: boolean;
  /** The words that raised it. */
  readonly words: string;
}

type Meaning = `${SafetyAlarm['kind']} ${'sure' | 'doubtful'}` | 'harmless';

/** Words of danger. Harmless phrases that contain such words ("dying to see the doctor") cover them. */
export function safetyIn(text: string, language: Language): SafetyAlarm | undefined {
  const { finder, fillers } = netOf(language);
  const words = tokens(text).filter((word) => !fillers.has(word));
  const covered = finder.find(words);
  const order: Meaning[] = ['self_harm sure', 'emergency sure', 'self_harm doubtful', 'emergency doubtful'];
  for (const level of order) {
    const hit = covered.find(({ meaning }) => meaning === level);
    if (!hit) continue;
    const [kind, how] = level.split(' ') as [SafetyAlarm['kind'], string];
    // Something harmless said beside it does not take a sure alarm back, but it does settle a doubtful one.
    if (how === 'doubtful' && covered.some(({ meaning }) => meaning === 'harmless')) continue;
    return { kind, sure: how === 'sure', words: words.slice(hit.start, hit.end).join(' ') };
  }
  return undefined;
}

interface Net {
  readonly finder: PhraseFinder<Meaning>;
  readonly fillers: ReadonlySet<string>;
}

const netOf = oncePerLanguage(makeNet);

function makeNet({ safety }: Language): Net {
  const finder = new PhraseFinder<Meaning>();
  const fillers = new Set(tokens(safety.fillers));
  const add = (phrases: readonly string[], meaning: Meaning): void => {
    for (const phrase of phrases.flatMap((written) => everyWay(written, safety.groups))) {
      const words = tokens(phrase);
      const telling = words.filter((word) => !fillers.has(word));
      // "End it" must not become "end" because "it" says nothing.
      if (telling.length > 1 || telling.length === words.length) finder.add(telling.join(' '), meaning);
    }
  };
  add(safety.harmless, 'harmless');
  for (const kind of ['emergency', 'self_harm'] as const) {
    add(safety[kind].sure, `${kind} sure`);
    add(safety[kind].doubtful, `${kind} doubtful`);
  }
  return { finder, fillers };
}

/** Every sentence that a safety template allows: here nothing may be left to chance. */
export function everyWay(template: string, groups: Record<string, string>): string[] {
  const hole = /\(([^()]*)\)|\{([^{}]+)\}/.exec(template);
  if (!hole) return [template];
  const options = hole[2] === undefined ? (hole[1] ?? '').split('|') : list(groups[hole[2]]);
  if (options.length === 0) throw new Error(`safety.json names no group "${hole[2]}"`);
  const [before, after] = [template.slice(0, hole.index), template.slice(hole.index + hole[0].length)];
  return options.flatMap((option) => everyWay(before + option + after, groups));
}
