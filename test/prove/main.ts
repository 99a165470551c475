// npm run prove -- calendar|turns|channels|delivery|desk|console [--quick] [--seed N] [--only NAME,NAME] [--mutants]
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { proofs } from './calendar';
import { guards } from './calendar/mutants';
import { channelProofs } from './channels';
import { consoleProofs } from './console';
import { deliveryProofs } from './delivery';
import { deliveryGuards } from './delivery/mutants';
import { deskProofs } from './desk';
import { type Guard, mutate } from './mutate';
import type { Proof } from './proof';
import { runProofs } from './run';
import { turnGuards, turnProofs } from './turns';

interface Area {
  proofs: Proof[];
  guards: Guard[];
}

/** What is to be proved, each in a folder of its own. Those that have nothing here are not built yet. */
const AREAS: Record<string, Area | undefined> = {
  calendar: { proofs, guards },
  turns: { proofs: turnProofs, guards: turnGuards },
  channels: { proofs: channelProofs, guards: [] },
  delivery: { proofs: deliveryProofs, guards: deliveryGuards },
  desk: { proofs: deskProofs, guards: [] },
  console: { proofs: consoleProofs, guards: [] },
};

const NOT_BUILT = 2;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      seed: { type: 'string' },
      only: { type: 'string' },
      mutants: { type: 'boolean', default: false },
    },
  });
  const areas = positionals.length > 0 ? positionals : Object.keys(AREAS);
  const seed = Number(values.seed ?? randomInt(1_000_000));
  const results: number[] = [];
  for (const area of areas) results.push(await prove(area, { ...values, seed }));
  return Math.max(...results);
}

interface How {
  quick: boolean;
  seed: number;
  only?: string;
  mutants: boolean;
}

async function prove(area: string, how: How): Promise<number> {
  const known = AREAS[area];
  if (!known) return say(area in AREAS ? `${area}: not built yet` : `There is no area ${area}.`, NOT_BUILT);
  if (how.mutants) return mutate(known.guards, how.only);
  const chosen = known.proofs.filter(({ name }) => !how.only || how.only.split(',').includes(name));
  if (chosen.length === 0) return say(`${area}: there is no proof named ${how.only}`, NOT_BUILT);
  return runProofs(area, chosen, how);
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
