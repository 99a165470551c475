import { features, type Lexicon } from './features';
import { type LinearModel, row, softmax } from './linear-model';
import { groupFinder, type PhraseBank, sentence, variety, vocabulary } from './phrase-bank';
import { tokens } from './tokens';

interface Example {
  readonly rows: Int32Array;
  readonly label: number;
}

const passes = 3;
const most = 120; // sentences from one template: enough to meet its fillers, few enough that no template drowns the others

/** The same numbers on every machine, so that the same phrases always give the same table. */
export function seeded(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

export const lexiconOf = (bank: PhraseBank): Lexicon => ({ groups: groupFinder(bank), known: vocabulary(bank) });

/** Multinomial logistic regression with AdaGrad over the sentences that the phrase bank can make. */
export function learn(bank: PhraseBank, bits: number): LinearModel {
  const labels = Object.keys(bank.phrases).sort();
  const pick = seeded(1);
  const examples = exampleSet(bank, labels, bits, pick);
  const table = new Float32Array(2 ** bits * labels.length);
  const past = new Float32Array(table.length).fill(1e-6);
  const bias = new Float32Array(labels.length);
  for (let pass = 0; pass < passes; pass++) {
    for (const example of shuffled(examples, pick)) step(example, table, past, bias);
  }
  return quantised({ labels, bits, table, bias });
}

function exampleSet(bank: PhraseBank, labels: string[], bits: number, pick: (n: number) => number): Example[] {
  const lexicon = lexiconOf(bank);
  return labels.flatMap((name, label) =>
    (bank.phrases[name] ?? []).flatMap((template) => {
      const made = new Set<string>();
      const wanted = Math.min(most, Math.ceil(5 * Math.sqrt(variety(template, bank))));
      for (let i = 0; i < wanted * 2 && made.size < wanted; i++) made.add(sentence(template, bank, pick));
      return [...made].map((text) => ({
        label,
        rows: Int32Array.from(features(tokens(text), lexicon), (trait) => row(trait, bits)),
      }));
    }),
  );
}

function shuffled<T>(items: T[], pick: (n: number) => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}

function step({ rows, label }: Example, table: Float32Array, past: Float32Array, bias: Float32Array): void {
  const width = bias.length;
  const share = 1 / Math.sqrt(rows.length || 1);
  const scores = Float32Array.from(bias);
  for (const r of rows) for (let k = 0; k < width; k++) scores[k]! += table[r * width + k]! * share;
  softmax(scores);
  for (let k = 0; k < width; k++) {
    const error = scores[k]! - (k === label ? 1 : 0);
    if (Math.abs(error) < 1e-3) continue;
    bias[k]! -= 0.05 * error;
    const slope = error * share;
    for (const r of rows) {
      const at = r * width + k;
      past[at]! += slope * slope;
      table[at]! -= (0.15 * slope) / Math.sqrt(past[at]!);
    }
  }
}

function quantised(learned: { labels: string[]; bits: number; table: Float32Array; bias: Float32Array }): LinearModel {
  let largest = 0;
  for (const weight of learned.table) largest = Math.max(largest, Math.abs(weight));
  const scale = Math.min(largest, 4) / 127;
  const weights = Int8Array.from(learned.table, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale))));
  return { labels: learned.labels, bits: learned.bits, scale, bias: learned.bias, weights };
}
