import Queue from 'bull';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Channel } from '../../src/channels/channel';
import { createDataSource } from '../../src/database/data-source';
import type { OutboxId } from '../../src/database/ids';
import { doorbellOn } from '../../src/jobs/doorbell';
import { runInProcess } from '../../src/jobs/in-process';
import { senderFor } from '../../src/outbox/deliver';
import { dueIn } from '../../src/outbox/due';
import { hasRedis, needsRedis, redisAt } from '../redis';
import type { Run } from './main';
import { interleave, median, paired, quantile } from './rounds';

const ROUNDS = 5;
/** So many in a lane, two lanes, on every side. */
const AT_ONCE = 50;

interface Side {
  /** A message is handed over; resolves when the provider has answered. */
  provider: () => Promise<void>;
  count: number;
}

const atOnce: Side = { provider: () => Promise.resolve(), count: 2_000 };
const slow: Side = { provider: () => new Promise((resume) => setTimeout(resume, 50)), count: 1_000 };

/** Our sender with all its looks before the wire, beside a loop that claims, sends and marks, and beside Bull with no database. */
export async function benchDelivery({ server, report, quick }: Run): Promise<void> {
  const url = await server.database('delivery', async (db) => {
    await db.query(`insert into contact (channel, address) select 'sms', '+1555' || n from generate_series(1, 2000) n`);
    await db.query(`create table bare (id bigint generated always as identity primary key, due_at timestamptz not null default now(),
      status text not null default 'pending', body jsonb not null, lease_until timestamptz)`);
    await db.query(`create index on bare (due_at, id) where status = 'pending'`);
  });
  const source = await createDataSource(url, { poolSize: 8 }).initialize();
  const redis = hasRedis ? await redisAt() : undefined;
  await redis?.start();
  if (!redis) process.stderr.write(`The figures of Bull${needsRedis}\n`);
  try {
    for (const [name, side, target] of [
      ['answers at once', atOnce, 0.6],
      ['answers after 50 ms', slow, 0.9],
    ] as const) {
      const sides = [() => ours(source, side), () => loop(source, side)];
      if (redis)
        sides.push(
          () => ourBull(source, side, redis.url),
          () => bullAlone(side, redis.url),
        );
      const [mine = [], bare = [], withBull = [], bull = []] = await interleave(quick ? 3 : ROUNDS, sides);
      const figure = { unit: 'msg/s', better: 'higher' } as const;
      // The better of our two engines is what a clinic would run.
      const better = median(withBull) > median(mine) ? withBull : mine;
      report({ ...paired(better, bare), ...figure, name: `delivery: provider ${name}`, target });
      report({ ...paired(mine, bare), ...figure, name: '  in the process, beside the loop' });
      if (!redis) continue;
      report({ ...paired(withBull, bare), ...figure, name: '  by Bull, beside the loop' });
      report({ ...paired(withBull, bull), ...figure, name: '  by Bull, beside Bull alone' });
    }
    const cpu = [await cpuOf(() => ours(source, slow), slow), await cpuOf(() => loop(source, slow), slow)] as const;
    report({ ...paired([cpu[0]], [cpu[1]]), name: '  CPU of ours and the loop', unit: 'ms/1000', better: 'lower' });
    const waits = await pickUp(source, quick ? 40 : 200);
    const [ms, tens] = [[median(waits)], [10]] as const;
    report({
      ...paired(ms, tens),
      name: 'delivery: picked up, p50 beside 10 ms',
      unit: 'ms',
      better: 'lower',
      target: 1,
    });
    report({ ...paired([quantile(waits, 0.99)], tens), name: '  the same, p99', unit: 'ms', better: 'lower' });
  } finally {
    await redis?.kill();
    await source.destroy();
  }
}

const poolOf = (source: DataSource): Pool => (source.driver as unknown as { master: Pool }).master;

const channelOf = ({ provider }: Pick<Side, 'provider'>): Map<string, Channel> =>
  new Map([
    [
      'sms',
      {
        name: 'sms',
        shows: { characters: 459 },
        open: () => Promise.resolve(),
        send: () => provider().then(() => ({ receipt: 'r' })),
      } satisfies Channel,
    ],
  ]);

const fill = (source: DataSource, count: number): Promise<unknown> =>
  source.query(
    `insert into outbox (contact_id, kind, priority, body, due_at)
     select n, 'reply', 0, '{"text": "Booked: Tue, 2 Jun, 09:00. Your reference is K7QM."}', clock_now() from generate_series(1, $1::int) n`,
    [count],
  );

async function ours(source: DataSource, side: Side): Promise<number> {
  await source.query('truncate outbox restart identity cascade');
  await fill(source, side.count);
  const sender = senderFor(source.manager, channelOf(side), { atOnce: AT_ONCE });
  const lane = async (): Promise<void> => {
    while ((await sender.deliverDue()) > 0);
  };
  const began = performance.now();
  await Promise.all([lane(), lane()]);
  const took = performance.now() - began;
  sender.stop();
  return allSent(source, side.count / (took / 1_000));
}

async function allSent(source: DataSource, rate: number): Promise<number> {
  const [left] = await source.query<{ n: number }[]>(`select count(*)::int as n from outbox where status <> 'sent'`);
  if (left?.n !== 0) throw new Error(`${left?.n} messages were not sent`);
  return rate;
}

/** As bare as we know how: claim, send, mark. No visit, no consent, no quiet hours, no order, and whoever dies sends again. */
async function loop(source: DataSource, { provider, count }: Side): Promise<number> {
  await source.query('truncate bare');
  await source.query(`insert into bare (body) select '{"text": "Booked"}' from generate_series(1, $1::int)`, [count]);
  const pool = poolOf(source);
  const lane = async (): Promise<void> => {
    for (;;) {
      const { rows } = await pool.query<{ id: number }>({
        name: 'bare_claim',
        text: `update bare set status = 'claimed', lease_until = now() + interval '60 seconds' where id in (
                 select id from bare where status = 'pending' and due_at <= now() order by due_at, id limit $1 for update skip locked) returning id, body`,
        values: [AT_ONCE],
      });
      if (rows.length === 0) return;
      await Promise.all(rows.map(provider));
      await pool.query({
        name: 'bare_mark',
        text: `update bare set status = 'sent' where id = any($1)`,
        values: [rows.map(({ id }) => id)],
      });
    }
  };
  const began = performance.now();
  await Promise.all([lane(), lane()]);
  return count / ((performance.now() - began) / 1_000);
}

async function ourBull(source: DataSource, side: Side, redisUrl: string): Promise<number> {
  await source.query('truncate outbox restart identity cascade');
  await fill(source, side.count);
  const sender = senderFor(source.manager, channelOf(side));
  const bell = doorbellOn(redisUrl, 'bench', (error) => process.stderr.write(`${String(error)}\n`));
  bell.answer('delivery', (ids) => sender.deliverDue(ids as OutboxId[]));
  while (!bell.ready()) await pause(10);
  const began = performance.now();
  for (;;) {
    const due = await dueIn(source.manager, ['sms']);
    bell.ring(
      'delivery',
      due.map(({ id }) => id),
    );
    const [left] = await source.query<{ open: boolean }[]>(
      `select exists (select from outbox where status in ('pending', 'sending')) as open`,
    );
    if (!left?.open) break;
    await pause(20);
  }
  const took = performance.now() - began;
  await bell.close();
  sender.stop();
  return allSent(source, side.count / (took / 1_000));
}

async function bullAlone({ provider, count }: Side, redisUrl: string): Promise<number> {
  const queue = new Queue<{ id: number }>('alone', redisUrl, { defaultJobOptions: { removeOnComplete: true } });
  let done = 0;
  const all = new Promise<void>((resolve) => {
    void queue.process(2 * AT_ONCE, async () => {
      await provider();
      if (++done === count) resolve();
    });
  });
  await queue.isReady();
  const began = performance.now();
  await queue.addBulk(Array.from({ length: count }, (_, id) => ({ data: { id } })));
  await all;
  const took = performance.now() - began;
  await queue.close();
  return count / (took / 1_000);
}

async function cpuOf(work: () => Promise<number>, { count }: Side): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / (count / 1_000);
}

/** From the commit of one message, with the runner resting, until it is handed over. */
async function pickUp(source: DataSource, times: number): Promise<number[]> {
  await source.query('truncate outbox restart identity cascade');
  let handed = (): void => undefined;
  const sender = senderFor(source.manager, channelOf({ provider: () => Promise.resolve(handed()) }));
  const runner = runInProcess(
    () => sender.deliverDue(),
    (error) => process.stderr.write(`${String(error)}\n`),
  );
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    await pause(10);
    await fill(source, 1);
    const began = performance.now();
    const arrived = new Promise<void>((resolve) => (handed = resolve));
    runner.soon();
    await arrived;
    waits.push(performance.now() - began);
  }
  await runner.stop();
  sender.stop();
  return waits;
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));
