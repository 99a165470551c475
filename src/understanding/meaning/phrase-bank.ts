import { list, PhraseFinder } from './phrase-finder';
import { tokens } from './tokens';

/**
 * `locales/<lang>/intents.json`: phrases we wrote, by intent. `{group}` stands for any item of a group,
 * `(a|b|)` for one of the alternatives, `{?}` for a word nobody has heard before.
 */
export interface PhraseBank {
  readonly groups: Record<string, string>;
  readonly phrases: Record<string, readonly string[]>;
}

const open = /\(([^()]*)\)|\{([^{}]+)\}/;

/** One sentence that the template allows; `pick(n)` chooses among n. */
export function sentence(template: string, bank: PhraseBank, pick: (n: number) => number): string {
  let text = template;
  for (let hole = open.exec(text); hole; hole = open.exec(text)) {
    const options = hole[2] === undefined ? (hole[1] ?? '').split('|') : fillers(hole[2], bank, pick);
    text = text.slice(0, hole.index) + options[pick(options.length)] + text.slice(hole.index + hole[0].length);
  }
  return text.replace(/\s+/g, ' ').trim();
}

function fillers(group: string, bank: PhraseBank, pick: (n: number) => number): string[] {
  if (group === '?') return [unheard(pick)];
  const items = list(bank.groups[group]);
  if (items.length === 0) throw new Error(`intents.json names no group "${group}"`);
  return items;
}

const syllables = 'ba de ki lo mu na pe ri so tu va we xi yo za cha sten gor mel'.split(' ');
const unheard = (pick: (n: number) => number): string =>
  Array.from({ length: 2 + pick(2) }, () => syllables[pick(syllables.length)]).join('') + 'q';

/** How many different sentences a template can make; large numbers are all the same to us. */
export function variety(template: string, bank: PhraseBank): number {
  let ways = 1;
  for (const hole of template.matchAll(new RegExp(open, 'g'))) {
    ways *= hole[2] === '?' ? 4 : hole[2] ? list(bank.groups[hole[2]]).length : (hole[1] ?? '').split('|').length;
  }
  return Math.min(ways, 1e6);
}

/** Which group a word belongs to; a group whose name starts with "_" only fills templates and says nothing by itself. */
export function groupFinder(bank: PhraseBank): PhraseFinder<string> {
  const finder = new PhraseFinder<string>();
  for (const [group, written] of Object.entries(bank.groups)) {
    if (!group.startsWith('_')) for (const item of list(written)) if (!open.test(item)) finder.add(item, group);
  }
  return finder;
}

/** Every word that our phrases use: any other word is "unheard of" to the model. */
export function vocabulary(bank: PhraseBank): Set<string> {
  const written = [...Object.values(bank.groups), ...Object.values(bank.phrases).flat()];
  return new Set(written.flatMap((line) => tokens(line.replace(/\{[^{}]+\}/g, ' ').replace(/[()|]/g, ' '))));
}
