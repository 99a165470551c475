import { startTestServer } from '../test-server';
import { Crew } from './crew';
import { broken, type Finding, type Proof } from './proof';
import { seeded } from './random';

const PROCESSES = 4;
const LANES = 16;

/** Room for every client of the crew, for the proof itself and for the server's own. */
export const CONNECTIONS = PROCESSES * LANES + 36;

/** Plays every proof, shows what was found, and gives the exit status: 1 when an invariant broke. */
export async function runProofs(area: string, proofs: Proof[], how: { quick: boolean; seed: number }): Promise<number> {
  show(`${area}${how.quick ? ', quick' : ''}: seed ${how.seed}, ${PROCESSES} processes with ${LANES} connections each`);
  const server = await startTestServer({ durable: false, connections: CONNECTIONS });
  process.env.MIADI_TEST_DATABASE = server.url;
  const crew = await Crew.hire(PROCESSES, LANES);
  let failed = 0;
  try {
    for (const proof of proofs) failed += (await playOne(proof, crew, how)) ? 0 : 1;
  } finally {
    await crew.dismiss();
    await server.end();
  }
  show(
    failed === 0
      ? 'Every invariant held.'
      : `BROKEN. Again with: npm run prove -- ${area}${how.quick ? ' --quick' : ''} --seed ${how.seed}`,
  );
  return failed === 0 ? 0 : 1;
}

async function playOne(proof: Proof, crew: Crew, { quick, seed }: { quick: boolean; seed: number }): Promise<boolean> {
  const began = performance.now();
  // Each has dice of its own, so that one played alone goes as it went among the others.
  const random = seeded(seed ^ hash(proof.name));
  const finding = await proof.play({ crew, quick, random });
  report(proof.name, finding, (performance.now() - began) / 1000);
  return broken(finding).length === 0;
}

const hash = (text: string): number => [...text].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);

function report(name: string, finding: Finding, seconds: number): void {
  const counts = Object.entries(finding.counts).map(([what, n]) => `${what} ${n}`);
  const against = broken(finding);
  const held = Object.keys(finding.invariants).length - against.length;
  show(
    `${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${held} invariants held${against.length > 0 ? `, ${against.length} BROKEN` : ''}`,
  );
  for (const line of counts) show(`${' '.repeat(23)}${line}`);
  for (const line of against) show(`  BROKEN  ${line}`);
}

const show = (line: string): void => void process.stdout.write(`${line}\n`);
