// npm run prove -- calendar [--quick] [--seed N] [--only NAME]
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { proofs as calendar } from './calendar';
import { runProofs } from './run';

/** What is to be proved, each in a folder of its own. Those that are missing here are not built yet. */
const AREAS = {
  calendar,
  turns: undefined,
  channels: undefined,
  delivery: undefined,
  desk: undefined,
  console: undefined,
};

const NOT_BUILT = 2;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const areas = positionals.length > 0 ? positionals : Object.keys(AREAS);
  const seed = Number(values.seed ?? randomInt(1_000_000));
  const results: number[] = [];
  for (const area of areas) results.push(await prove(area, { ...values, seed }));
  return Math.max(...results);
}

async function prove(area: string, how: { quick: boolean; seed: number; only?: string }): Promise<number> {
  const known = AREAS[area as keyof typeof AREAS];
  if (!known)
    return say(
      `${area}: ${area in AREAS ? 'not built yet' : `there is no such area; there are ${Object.keys(AREAS).join(', ')}`}`,
      NOT_BUILT,
    );
  const proofs = known.filter(({ name }) => !how.only || how.only.split(',').includes(name));
  if (proofs.length === 0) return say(`${area}: there is no proof named ${how.only}`, NOT_BUILT);
  return runProofs(area, proofs, how);
}

function say(sentence: string, status: number): number {
  process.stdout.write(`${sentence}\n`);
  return status;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
