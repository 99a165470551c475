import { type Language } from './language';
import { isA, type Kind, type Piece, type Reading } from './piece';

/** What a rule may look at beside its own words. */
export interface Scene {
  language: Language;
  /** The day and the minute of the day it is now. */
  today: number;
  minute: number;
  pieces: Piece[];
  /** The pieces the rule covers: first, and the one behind the last. */
  at: number;
  end: number;
}

export type Found = readonly (Reading | undefined)[];
/** Makes one meaning of the words that were found, or declines. */
export type Action = (found: Found, scene: Scene) => Reading | null | undefined;

/** The word of this kind among those found, wherever in the pattern it stood. */
export const pick = (found: Found, ...kinds: Kind[]): Reading | undefined =>
  found.find((reading) => reading && kinds.includes(reading.kind));
export const pickAll = (found: Found, ...kinds: Kind[]): Reading[] =>
  found.filter((reading) => reading !== undefined).filter(({ kind }) => kinds.includes(kind));

interface Step {
  kinds: Kind[];
  optional: boolean;
  tight: boolean;
  next: boolean;
}
export interface Rule {
  steps: Step[];
  action: Action;
}
export type Layer = Map<Kind, Rule[]>;

/**
 * A pattern names one kind of word after the other: `weekday? dom|ordinal month year?`. `?` may be missing, `|` is
 * either, `~` allows nothing in between, `!` no other word. Elsewhere glue ("of", "the", a comma) is passed over.
 */
export function rule(pattern: string, action: Action): Rule {
  const steps = pattern.split(' ').map((word) => ({
    kinds: word.replace(/[~!?]/g, '').split('|') as Kind[],
    optional: word.endsWith('?'),
    tight: word.startsWith('~'),
    next: word.startsWith('!'),
  }));
  return { steps, action };
}

/** Rules by the kinds they can begin with. */
export function layer(rules: Rule[]): Layer {
  const byKind: Layer = new Map();
  for (const one of rules) {
    for (const kind of firstKinds(one.steps)) byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
  }
  return byKind;
}

function firstKinds(steps: Step[]): Set<Kind> {
  const kinds = new Set<Kind>();
  for (const step of steps) {
    for (const kind of step.kinds) kinds.add(kind);
    if (!step.optional) break;
  }
  return kinds;
}

const find = (piece: Piece, kinds: Kind[]): Reading | undefined => {
  for (const reading of piece.readings) if (kinds.includes(reading.kind)) return reading;
  return undefined;
};

const isGlue = (piece: Piece): boolean => isA(piece, 'glue');

/** The index behind the last piece of the match, or -1. `found` is filled in. */
function match(steps: Step[], step: number, pieces: Piece[], at: number, found: (Reading | undefined)[]): number {
  const wanted = steps[step];
  if (!wanted) return at;
  for (let i = at; i < pieces.length; i++) {
    const piece = pieces[i] as Piece;
    const reading = wanted.tight && !piece.tight ? undefined : find(piece, wanted.kinds);
    if (reading) {
      found[step] = reading;
      const end = match(steps, step + 1, pieces, i + 1, found);
      if (end >= 0) return end;
    }
    if (step === 0 || wanted.tight || wanted.next || !isGlue(piece)) break;
  }
  if (!wanted.optional) return -1;
  found[step] = undefined;
  return match(steps, step + 1, pieces, at, found);
}

/** Goes through the pieces once and puts a new piece wherever a rule fits; the longest match wins. */
export function apply(rules: Layer, scene: Omit<Scene, 'at' | 'end'>): boolean {
  const { pieces } = scene;
  let changed = false;
  for (let at = 0; at < pieces.length; at++) {
    const best = bestAt(rules, scene, at);
    if (!best) continue;
    const first = pieces[at] as Piece;
    const last = pieces[best.end - 1] as Piece;
    pieces.splice(at, best.end - at, {
      readings: [best.reading],
      start: first.start,
      end: last.end,
      tight: first.tight,
    });
    changed = true;
  }
  return changed;
}

function bestAt(
  rules: Layer,
  scene: Omit<Scene, 'at' | 'end'>,
  at: number,
): { reading: Reading; end: number } | undefined {
  const piece = scene.pieces[at] as Piece;
  let best: { reading: Reading; end: number } | undefined;
  for (const { kind } of piece.readings) {
    for (const { steps, action } of rules.get(kind) ?? []) {
      const found: (Reading | undefined)[] = [];
      const end = match(steps, 0, scene.pieces, at, found);
      if (end < 0 || (best && end <= best.end)) continue;
      const reading = action(found, { ...scene, at, end });
      if (reading) best = { reading, end };
    }
  }
  return best;
}
