import { isA, type Kind, type Piece, type Reading } from './piece';
import { type Layer, type Rule, type Scene, type Step } from './rules';

const find = (piece: Piece, kinds: Kind[]): Reading | undefined => {
  for (const reading of piece.readings) if (kinds.includes(reading.kind)) return reading;
  return undefined;
};

/** More than three small words in a row belong to no date, and following them all would take long in hostile text. */
const mostGlue = 3;

/** The index behind the last piece of the match, or -1. `found` is filled in. */
function match(steps: Step[], step: number, pieces: Piece[], at: number, found: (Reading | undefined)[]): number {
  const wanted = steps[step];
  if (!wanted) return at;
  for (let i = at; i < pieces.length && i <= at + mostGlue; i++) {
    const piece = pieces[i] as Piece;
    const reading = wanted.tight && !piece.tight ? undefined : find(piece, wanted.kinds);
    if (reading) {
      found[step] = reading;
      const end = match(steps, step + 1, pieces, i + 1, found);
      if (end >= 0) return end;
    }
    if (step === 0 || wanted.tight || wanted.next || !isA(piece, 'glue')) break;
  }
  if (!wanted.optional) return -1;
  found[step] = undefined;
  return match(steps, step + 1, pieces, at, found);
}

interface Match {
  reading: Reading;
  end: number;
}

function presentIn(pieces: Piece[]): Set<Kind> {
  const present = new Set<Kind>();
  for (const { readings } of pieces) for (const { kind } of readings) present.add(kind);
  return present;
}

/** Goes through the pieces once and puts a new piece wherever a rule fits; the longest match wins. */
function apply(rules: Layer, scene: Scene, present: Set<Kind>): boolean {
  const { pieces } = scene;
  let changed = false;
  for (let at = 0; at < pieces.length; at++) {
    const best = bestAt(rules, scene, at, present);
    if (!best) continue;
    const [first, last] = [pieces[at] as Piece, pieces[best.end - 1] as Piece];
    const merged = { readings: [best.reading], start: first.start, end: last.end, tight: first.tight };
    pieces.splice(at, best.end - at, merged);
    present.add(best.reading.kind);
    changed = true;
  }
  return changed;
}

function canBegin(rules: Layer, present: Set<Kind>): boolean {
  for (const kind of rules.keys()) if (present.has(kind)) return true;
  return false;
}

/** All layers, one after the other. A layer that comes twice in a row rests when it found nothing the first time. */
export function applyAll(layers: Layer[], scene: Scene): void {
  const present = presentIn(scene.pieces);
  let [last, changed]: [Layer | undefined, boolean] = [undefined, false];
  for (const rules of layers) {
    if (rules === last && !changed) continue;
    changed = canBegin(rules, present) && apply(rules, scene, present);
    last = rules;
  }
}

function bestAt(rules: Layer, scene: Scene, at: number, present: Set<Kind>): Match | undefined {
  let best: Match | undefined;
  for (const { kind } of (scene.pieces[at] as Piece).readings) {
    const fitting = rules.get(kind);
    if (fitting)
      for (const one of fitting) best = isPossible(one, present) ? (better(one, scene, at, best) ?? best) : best;
  }
  return best;
}

function isOneOf(kinds: Kind[], present: Set<Kind>): boolean {
  for (const kind of kinds) if (present.has(kind)) return true;
  return false;
}

function isPossible({ needs }: Rule, present: Set<Kind>): boolean {
  for (const kinds of needs) if (!isOneOf(kinds, present)) return false;
  return true;
}

function better({ steps, action }: Rule, scene: Scene, at: number, best: Match | undefined): Match | undefined {
  const found: (Reading | undefined)[] = [];
  const end = match(steps, 0, scene.pieces, at, found);
  if (end < 0 || (best && end <= best.end)) return undefined;
  scene.at = at;
  scene.end = end;
  const reading = action(found, scene);
  return reading ? { reading, end } : undefined;
}
