import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { createDataSource } from '../../src/database/data-source';
import type { ClinicId, ProviderId, SpecialtyCode } from '../../src/database/ids';
import { findTimes } from '../../src/scheduling/find-times';
import type { Wanted } from '../../src/scheduling/types';
import type { Run } from './main';
import { type BenchNetwork, makeNetwork } from './network';
import { interleave, median, paired } from './rounds';
import { FLOOR } from './slots-floor';

const ROUNDS = 15;
const MOST_QUESTIONS = 200;
const SAMPLE_MS = 250;
const WARM_UP_MS = 2_000;

type Who = keyof typeof FLOOR;

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

/** The first three good times, all rules on, against bare SQL that knows no rules. One connection, median of a sample. */
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
  let nth = 0;
  const ours = () => findTimes(dataSource.manager, wanted(who, nth++, network));
  const floor = async () => (await pool.query({ ...FLOOR[who], values: asFloor(who, nth++, network) })).rows;
  for (const ask of [ours, floor]) await warmUp(ask);
  const [a = [], b = []] = await interleave(
    ROUNDS,
    [ours, floor].map((ask) => () => typical(ask)),
  );
  run.report({
    ...paired(a, b),
    name: `slots: ${who} of ${network.providers}`,
    unit: 'ms',
    better: 'lower',
    target: 1.5,
  });
}

/** A process that has been up for an hour has compiled what it runs; one that has asked thirty questions has not. */
async function warmUp(ask: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  while (performance.now() < until) await ask();
}

/** The median time of one question. */
async function typical(ask: () => Promise<unknown[]>): Promise<number> {
  const times: number[] = [];
  const until = performance.now() + SAMPLE_MS;
  while (times.length < 3 || (times.length < MOST_QUESTIONS && performance.now() < until)) {
    const started = performance.now();
    const found = await ask();
    times.push(performance.now() - started);
    if (found.length !== 3) throw new Error(`Expected three times, found ${found.length}`);
  }
  return median(times);
}
