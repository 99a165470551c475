import os from 'node:os';
import path from 'node:path';
import { Secret } from '../../../src/secret';
import { createDataSource } from '../../../src/database/data-source';
import { type Messaging, messagingOf } from '../../../src/messaging';
import { makeStage } from '../../outbox/stage';
import { hasRedis, needsRedis, redisAt } from '../../redis';
import type { Finding, Stage } from '../proof';

/** Redis is flushed, killed and frozen while messages fall due and two workers share them. */
export async function redisFaults({ quick, random }: Stage): Promise<Finding> {
  if (!hasRedis) return { counts: { played: needsRedis }, invariants: {} };
  const size = quick ? { messages: 120, faults: 3 } : { messages: 2_000, faults: 40 };
  const stage = await makeStage();
  const redis = await redisAt();
  await redis.start();
  await stage.u.db.query('update clock set frozen_at = null');
  const dataSources = await Promise.all([0, 1].map(() => createDataSource(stage.u.url, { poolSize: 6 }).initialize()));
  const workers: Messaging[] = dataSources.map((source) =>
    messagingOf(source, [...stage.channels.values()], {
      ...{ publicUrl: '', dataDir: path.join(os.tmpdir(), `miadi-faults-${process.pid}`), redisUrl: redis.url },
      ...{ space: stage.u.name, onMistake: () => undefined, onHeld: () => undefined },
      ...{ secretKey: new Secret('k'.repeat(32)), now: () => new Date() },
    }),
  );
  try {
    await Promise.all(workers.map((worker) => worker.start('worker')));
    await stage.u.db.query(
      `with people as (insert into contact (channel, address, clinic_id) select 'sms', '+1558' || (1000000 + n), $2 from generate_series(1, $1::int) n returning id)
       insert into outbox (clinic_id, contact_id, kind, priority, body, due_at)
       select $2, id, 'reply', 0, jsonb_build_object('text', 'message ' || id), clock_now() + random() * $3::int * interval '1.5 seconds' from people`,
      [size.messages, stage.u.clinic, size.faults],
    );
    for (let i = 0; i < size.faults; i++) {
      await pause(random.below(800));
      if (i % 3 === 0) await redis.flush();
      else if (i % 3 === 1) {
        await redis.kill();
        await pause(random.below(700));
        await redis.start();
      } else {
        redis.pause(true);
        await pause(quick ? 1_500 : 5_000);
        redis.pause(false);
      }
    }
    const latest = await settled(stage.u.db);
    const times = new Map<string, number>();
    for (const { text } of stage.sms.ledger) times.set(text, (times.get(text) ?? 0) + 1);
    return {
      counts: { messages: size.messages, faults: size.faults, 'latest, seconds after it was due': latest.toFixed(1) },
      invariants: {
        'none is lost': size.messages - times.size,
        'none is doubled': [...times.values()].filter((sent) => sent > 1).length,
        'all leave within a minute': latest > 60 ? 1 : 0,
      },
    };
  } finally {
    redis.pause(false);
    for (const worker of workers) await worker.stop();
    for (const source of dataSources) await source.destroy();
    stage.sender.stop();
    await redis.kill();
    await stage.u.close();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

async function settled(db: Awaited<ReturnType<typeof makeStage>>['u']['db']): Promise<number> {
  for (let i = 0; i < 300; i++) {
    const [row] = await db.query<{ open: number; latest: number }[]>(
      `select count(*) filter (where status in ('pending', 'sending', 'uncertain'))::int as open,
              coalesce(max(extract(epoch from settled_at - due_at)), 0)::float8 as latest from outbox`,
    );
    if (row?.open === 0) return row.latest;
    await pause(300);
  }
  return Infinity;
}
