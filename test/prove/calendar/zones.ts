import fc from 'fast-check';
import { zonesInDispute } from '../../../src/scheduling/zone-data';
import { makeUniverse, type Universe } from '../../universe';
import type { Finding, Stage } from '../proof';
import { checkWorld, noTally, type Tally } from './check-world';
import { world, type World } from './world';
import { type Change, changesWithin } from './zone-changes';

const YEAR = { from: Date.parse('2026-06-01T00:00Z'), to: Date.parse('2027-06-01T00:00Z') };

/** Half an hour, two hours, half past, at midnight, before midnight, after midnight: always looked at. */
const HARDEST = [
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/St_Johns',
  'Asia/Beirut',
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
];

export interface Proved extends Tally {
  name: string;
  zones: number;
  /** Zones of which Node and Postgres know different clocks: nothing can be proved until one of them is renewed. */
  disputed: string[];
}

/**
 * Offered means bookable, bookable means offered, and shown is stored: over every zone that changes its clocks within the
 * year, at each change, in random clinics. `quick` looks at the hardest zones and a few others, drawn by the seed.
 */
export async function zones(options: { seed: number; quick: boolean }): Promise<Proved> {
  const wanted = options.quick ? aFew(allChanges(), options.seed) : allChanges();
  const tally = noTally();
  const u = await makeUniverse();
  try {
    const names = [...new Set(wanted.map(({ zone }) => zone))];
    const disputed = (await zonesInDispute(u.db, names, new Date(YEAR.from))).map(({ zone }) => zone);
    const changes = wanted.filter(({ zone }) => !disputed.includes(zone));
    await checkChanges(u, changes, { seed: options.seed, worldsEach: options.quick ? 1 : 2 }, tally);
    return { name: 'zones', zones: names.length - disputed.length, disputed, ...tally };
  } finally {
    await u.close();
  }
}

/** The same as one of the proofs of the calendar. A world that does not hold ends it, with all that is needed to see it again. */
export async function clocks({ random, quick }: Stage): Promise<Finding> {
  const {
    disputed,
    zones: proved,
    worlds,
    comparisons,
    offered,
    booked,
    refused,
  } = await zones({ seed: random.below(1_000_000), quick });
  return {
    counts: {
      zones: proved,
      'zones in dispute': disputed.join(' ') || 'none',
      worlds,
      comparisons,
      offered,
      booked,
      refused,
    },
    invariants: { 'what is offered is bookable, and stored as it was shown': 0 },
  };
}

const allChanges = (): Change[] => changesWithin(YEAR.from, YEAR.to);

const OTHERS = 5;

function aFew(changes: Change[], seed: number): Change[] {
  // One change of each, forward for some and back for others.
  const hardest = HARDEST.map((zone, i) => changes.filter((change) => change.zone === zone)[(seed + i) % 2]!);
  const others = changes.filter(({ zone }) => !HARDEST.includes(zone));
  const drawn = fc.sample(fc.constantFrom(...others), { seed, numRuns: OTHERS });
  return [...hardest, ...drawn];
}

export async function checkChanges(
  u: Universe,
  changes: Change[],
  { seed, worldsEach }: { seed: number; worldsEach: number },
  tally: Tally,
): Promise<void> {
  const worlds = fc.sample(world, { seed, numRuns: changes.length * worldsEach });
  for (const [i, each] of worlds.entries()) await checkOne(u, each, changes[i % changes.length]!, seed, tally);
}

async function checkOne(u: Universe, each: World, change: Change, seed: number, tally: Tally): Promise<void> {
  try {
    await checkWorld(u, each, change, tally);
  } catch (cause) {
    const at = new Date(change.at).toISOString();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${change.zone}, clocks change at ${at}, seed ${seed}: ${why}\n${JSON.stringify(each)}`, { cause });
  }
}
