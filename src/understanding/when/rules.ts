import { type Language } from './language';
import { type Kind, type Piece, type Reading } from './piece';

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

export interface Step {
  kinds: Kind[];
  optional: boolean;
  tight: boolean;
  next: boolean;
}
export interface Rule {
  steps: Step[];
  action: Action;
  /** The steps that may not be missing: a text without one of their kinds needs no closer look. */
  needs: Kind[][];
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
  const needs = steps.filter(({ optional }) => !optional).map(({ kinds }) => kinds);
  return { steps, action, needs };
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
