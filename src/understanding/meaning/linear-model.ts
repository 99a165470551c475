/** A learned table: for each trait (hashed into `2 ** bits` rows) one small number per label. */
export interface LinearModel {
  readonly labels: readonly string[];
  readonly bits: number;
  readonly scale: number;
  readonly bias: Float32Array;
  readonly weights: Int8Array;
}

// Hashes are well mixed in the high bits only.
export const row = (trait: number, bits: number): number => Math.imul(trait, 0x9e3779b1) >>> (32 - bits);

/** What some traits add up to, and how many they are. */
export interface Sum {
  readonly weights: Int32Array;
  readonly traits: number;
}

export function sumOf({ labels, bits, weights }: LinearModel, traits: readonly number[]): Sum {
  const width = labels.length;
  const sums = new Int32Array(width);
  for (const trait of traits) {
    const base = row(trait, bits) * width;
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (weights[base + k] as number);
  }
  return { weights: sums, traits: traits.length };
}

/** Probability of every label, in the order of `model.labels`. */
export function probabilities(model: LinearModel, parts: readonly Sum[]): Float32Array {
  const { labels, bias } = model;
  const width = labels.length;
  const sums = new Int32Array(width);
  let traits = 0;
  for (const part of parts) {
    traits += part.traits;
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (part.weights[k] as number);
  }
  const share = model.scale / Math.sqrt(traits || 1);
  const scores = new Float32Array(width);
  for (let k = 0; k < width; k++) scores[k] = (sums[k] as number) * share + (bias[k] as number);
  return softmax(scores);
}

export function softmax(scores: Float32Array): Float32Array {
  let most = -Infinity;
  for (const score of scores) if (score > most) most = score;
  let total = 0;
  for (let k = 0; k < scores.length; k++) total += scores[k] = Math.exp((scores[k] as number) - most);
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / total;
  return scores;
}

interface Header {
  labels: string[];
  bits: number;
  scale: number;
  bias: number[];
  source: string;
}

/** One line of JSON, then the weights as they are: nothing to parse at start. `source` tells which phrases it was learned from. */
export function encode(model: LinearModel, source: string): Buffer {
  const { labels, bits, scale } = model;
  const header: Header = { labels: [...labels], bits, scale, bias: [...model.bias], source };
  return Buffer.concat([Buffer.from(JSON.stringify(header) + '\n'), Buffer.from(model.weights.buffer)]);
}

export function decode(file: Buffer): LinearModel & { source: string } {
  const end = file.indexOf(10);
  const header = JSON.parse(file.subarray(0, end).toString()) as Header;
  const weights = new Int8Array(new Uint8Array(file.subarray(end + 1)).buffer);
  return { ...header, bias: Float32Array.from(header.bias), weights };
}
