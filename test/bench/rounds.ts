/** What was measured of one thing beside its floor: the same moment's noise is in both, so each round's quotient is what counts. */
export interface Paired {
  ours: number;
  floor: number;
  /** The median of the rounds' quotients, and the middle half of them. */
  ratio: number;
  low: number;
  high: number;
}

export type Sample = () => Promise<number>;

/** Takes a sample of each in turn, A B C A B C …; the first round only warms up. */
export async function interleave(rounds: number, sides: readonly Sample[]): Promise<number[][]> {
  const samples = sides.map((): number[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [i, side] of sides.entries()) {
      const figure = await side();
      if (round > 0) samples[i]?.push(figure);
    }
  return samples;
}

export function paired(ours: readonly number[], floor: readonly number[]): Paired {
  const ratios = ours.map((figure, i) => figure / (floor[i] ?? NaN));
  return {
    ours: median(ours),
    floor: median(floor),
    ratio: median(ratios),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  };
}

export const median = (figures: readonly number[]): number => quantile(figures, 0.5);

export function quantile(figures: readonly number[], q: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [below = NaN, above = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
