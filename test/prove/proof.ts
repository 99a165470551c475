import type { Crew } from './crew';
import type { Random } from './random';

/** Where a proof is played: clients in processes of their own, and dice that can be thrown again. */
export interface Stage {
  readonly crew: Crew;
  readonly random: Random;
  /** The slice that runs with every push: few rounds of everything. */
  readonly quick: boolean;
}

/** What a proof found. It holds when nothing is broken. */
export interface Finding {
  readonly counts: Record<string, number | string>;
  /** Sentences, each with a tally of what goes against it. */
  readonly invariants: Record<string, number>;
}

export interface Proof {
  readonly name: string;
  readonly play: (stage: Stage) => Promise<Finding>;
}

export const broken = ({ invariants }: Finding): string[] =>
  Object.entries(invariants)
    .filter(([, against]) => against > 0)
    .map(([invariant, against]) => `${invariant}: ${against} against it`);
