import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Pool } from 'pg';
import { sealedAddress, useKeys } from '../../src/sealing/sealed';
import { Secret } from '../../src/secret';
import type { Run } from './main';
import { makeNetwork } from './network';
import { interleave, paired } from './rounds';
import { letters, load, type Load, numberOf, PEOPLE, watchTurns } from './turn-load';

const ROUNDS = 5;
const CONNECTIONS = [1, 16, 64];

/** A signed webhook through the whole product, beside the least that a turn can be. */
export async function benchTurn({ server, report, quick }: Run): Promise<void> {
  useKeys(new Secret('k'.repeat(40)));
  const made = (name: string, address: (person: number) => string) =>
    server.database(name, async (db) => {
      await makeNetwork(db, 50);
      const addresses = Array.from({ length: PEOPLE }, (_, person) => address(person));
      await db.query(`insert into contact (channel, address, clinic_id) select 'sms', unnest($1::text[]), 1`, [
        addresses,
      ]);
      await db.query('insert into conversation (contact_id) select id from contact');
      await db.query(`update sending set held_since = now(), held_because = 'a bench'`);
    });
  // The floor looks numbers up as they are.
  const urls = {
    ours: await made('turn_ours', (n) => sealedAddress(numberOf(n))),
    floor: await made('turn_floor', numberOf),
  };
  const [ours, floor] = await Promise.all([begin('turn-ours.ts', urls.ours), begin('turn-floor.ts', urls.floor)]);
  const pool = new Pool({ connectionString: urls.ours, max: 1 });
  const watch = watchTurns(pool);
  try {
    for (const connections of CONNECTIONS) await measure(connections, { ours, floor, watch, report, quick });
  } finally {
    await watch.stop();
    await pool.end();
    for (const { child } of [ours, floor]) child.kill('SIGKILL');
  }
}

interface Beside {
  ours: Side;
  floor: Side;
  watch: ReturnType<typeof watchTurns>;
  report: Run['report'];
  quick: boolean;
}

async function measure(connections: number, { ours, floor, watch, report, quick }: Beside): Promise<void> {
  const count = (quick ? 150 : 500) * (connections === 1 ? 1 : 4);
  const loads: Record<'ours' | 'floor', Load[]> = { ours: [], floor: [] };
  const side =
    (name: 'ours' | 'floor', { url }: Side) =>
    async () => {
      const stack = letters(count, sent[name]);
      sent[name] += count;
      const done = await load(url, connections, stack, name === 'ours' ? watch.answered : () => Promise.resolve());
      loads[name].push(done);
      return done.perSecond;
    };
  const [mine = [], bare = []] = await interleave(quick ? 2 : ROUNDS, [side('ours', ours), side('floor', floor)]);
  const name = `turn: ${connections} connection${connections > 1 ? 's' : ''}`;
  report({ ...paired(mine, bare), name, unit: 'turns/s', better: 'higher', target: 0.7 });
  const of = (which: 'p50' | 'p99') =>
    paired(...([loads.ours, loads.floor].map((all) => all.slice(1).map((one) => one[which])) as [number[], number[]]));
  report({ ...of('p50'), name: '  p50, until the turn is committed', unit: 'ms', better: 'lower' });
  report({ ...of('p99'), name: `${name}, p99`, unit: 'ms', better: 'lower', target: 2 });
}

/** How many letters each side has had: ids are never used twice, and everybody writes on where they were. */
const sent = { ours: 0, floor: 0 };

interface Side {
  child: ChildProcess;
  url: string;
}

async function begin(file: string, database: string): Promise<Side> {
  const child = fork(path.join(__dirname, file), [database], { execArgv: ['--require', 'tsx/cjs'] });
  const [url] = (await once(child, 'message')) as [string];
  return { child, url };
}
