import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { createDataSource } from '../../src/database/data-source';
import type { ClinicId, ProviderId, SpecialtyCode } from '../../src/database/ids';
import { findTimes } from '../../src/scheduling/find-times';
import type { Wanted } from '../../src/scheduling/types';
import type { Run } from './main';
import { type BenchNetwork, makeNetwork } from './network';
import { median, paired } from './rounds';
import { FLOOR } from './slots-floor';

const ROUNDS = 15;
const QUESTIONS = 200;
const ROUND_MS = 500;
/** A process that has been up for an hour has compiled what it runs; one that has asked thirty questions has not. */
const WARM_UP_MS = 3_000;

type Who = keyof typeof FLOOR;
type Ask = () => Promise<unknown[]>;

/** The nth question of its kind: another provider, another town, so that no answer stays warm for itself. */
const wanted = (who: Who, nth: number, network: BenchNetwork): Wanted =>
  ({
    one: { providers: [(1 + (nth % network.providers)) as ProviderId] },
    group: { clinics: [(1 + (nth % network.clinics)) as ClinicId], specialty: 'bench' as SpecialtyCode },
    anyone: {},
  })[who];

const asFloor = (who: Who, nth: number, network: BenchNetwork): unknown[] =>
  ({
    one: [network.today, 1 + (nth % network.providers)],
    group: [network.today, 1 + (nth % network.clinics)],
    anyone: [network.today],
  })[who];

/** The first three good times, all rules on, against bare SQL that knows no rules. One connection. */
export async function benchSlots(run: Run): Promise<void> {
  for (const providers of run.quick ? [50, 500] : [50, 500, 5_000]) {
    let network: BenchNetwork | undefined;
    const url = await run.server.database(`slots_${providers}`, async (client) => {
      network = await makeNetwork(client, providers);
    });
    const dataSource = await createDataSource(url, { poolSize: 1 }).initialize();
    for (const who of ['one', 'group', 'anyone'] as const) if (network) await compare(run, dataSource, network, who);
    await dataSource.destroy();
  }
}

async function compare(run: Run, dataSource: DataSource, network: BenchNetwork, who: Who): Promise<void> {
  // The cast stands where TypeORM's types end. Both sides share the one connection and its settings.
  const pool = (dataSource.driver as unknown as { master: Pool }).master;
  let [nth, nthOfFloor] = [0, network.providers / 2]; // neither finds what the other has just fetched
  const ours = () => findTimes(dataSource.manager, wanted(who, nth++, network));
  const floor = async () => (await pool.query({ ...FLOOR[who], values: asFloor(who, nthOfFloor++, network) })).rows;
  await inTurn([ours, floor], { questions: Infinity, forMs: WARM_UP_MS });
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push(await inTurn([ours, floor], { questions: QUESTIONS, forMs: ROUND_MS }));
  const [a, b] = [0, 1].map((side) => rounds.map((medians) => medians[side] ?? NaN));
  run.report({
    ...paired(a ?? [], b ?? []),
    name: `slots: ${who} of ${network.providers}`,
    unit: 'ms',
    better: 'lower',
    target: 1.5,
  });
}

/** One question of each in turn, so that a busy moment of the machine meets both; the median time of each. */
async function inTurn(sides: Ask[], enough: { questions: number; forMs: number }): Promise<number[]> {
  const times = sides.map((): number[] => []);
  const until = performance.now() + enough.forMs;
  for (let nth = 0; nth < 3 || (nth < enough.questions && performance.now() < until); nth++)
    for (const [side, ask] of sides.entries()) times[side]?.push(await timeOf(ask));
  return times.map(median);
}

async function timeOf(ask: Ask): Promise<number> {
  const started = performance.now();
  const found = await ask();
  if (found.length !== 3) throw new Error(`Expected three times, found ${found.length}`);
  return performance.now() - started;
}
