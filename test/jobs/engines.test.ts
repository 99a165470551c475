import os from 'node:os';
import path from 'node:path';
import { Secret } from '../../src/secret';
import { createDataSource } from '../../src/database/data-source';
import { type Messaging, messagingOf } from '../../src/messaging';
import { receive } from '../../src/inbox/receive';
import { makeStage, type Stage } from '../outbox/stage';
import { hasRedis, needsRedis, redisAt, type TestRedis } from '../redis';

const dataDir = path.join(os.tmpdir(), `miadi-engines-${process.pid}`);
let stage: Stage;
let stops: (() => Promise<void>)[];
beforeEach(async () => {
  stops = [];
  stage = await makeStage();
  await stage.u.db.query('update clock set frozen_at = null'); // a house that runs by itself needs a clock that goes
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stage.sender.stop();
  await stage.u.close();
});

async function worker(redisUrl?: string, role: 'hub' | 'worker' = 'worker'): Promise<Messaging> {
  const dataSource = await createDataSource(stage.u.url, { poolSize: 5 }).initialize();
  const nothing = { onMistake: () => undefined, onHeld: () => undefined };
  const ours = { secretKey: new Secret('k'.repeat(32)), now: () => new Date() };
  const about = { publicUrl: '', dataDir, space: stage.u.name, ...ours, ...nothing };
  const messaging = messagingOf(dataSource, [...stage.channels.values()], { ...about, redisUrl });
  await messaging.start(role);
  stops.push(async () => {
    await messaging.stop();
    await dataSource.destroy();
  });
  return messaging;
}

const fill = async (name: string, count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await stage.put(i % 2 ? stage.u.contacts.Ann : stage.u.contacts.Bob, `${name} ${i}`);
};
async function delivered(count: number, within = 30_000): Promise<void> {
  const end = performance.now() + within;
  while (stage.sms.ledger.length < count && performance.now() < end) await pause(20);
}
const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));
const eachOnce = (count: number): void => {
  const texts = stage.sms.ledger.map(({ text }) => text);
  expect(new Set(texts).size).toBe(count);
  expect(texts).toHaveLength(count);
};

const engines = [['in the process', false] as const, [`by Bull on Redis${needsRedis}`, true] as const];

describe.each(engines)('%s', (_name, onRedis) => {
  const play = onRedis && !hasRedis ? test.skip : test;
  let redis: TestRedis | undefined;
  beforeEach(async () => {
    if (onRedis && hasRedis) await (redis = await redisAt()).start();
  });
  afterEach(() => redis?.kill());

  play(
    'two workers send everything once, and to each person in order',
    async () => {
      await fill('m', 60);
      await Promise.all([worker(redis?.url), worker(redis?.url)]);
      await delivered(60);
      await pause(300);
      eachOnce(60);
      const toAnn = stage.sms.ledger
        .filter(({ to }) => to.at === '+15550100001')
        .map(({ text }) => Number(text.slice(2)));
      expect(toAnn).toEqual([...toAnn].sort((a, b) => a - b));
    },
    40_000,
  );

  play(
    'what a hub has taken in is answered by a worker',
    async () => {
      await worker(redis?.url, 'hub');
      await worker(redis?.url);
      const from = { channel: 'sms', address: '+15550100003' };
      await receive(stage.u.db, { source: 'sms', sourceId: '1', from, body: { text: 'hello' } });
      await delivered(1);
      eachOnce(1);
    },
    40_000,
  );

  play(
    'a reminder that fell due while nobody was there goes out when somebody is',
    async () => {
      const { db, clinic, contacts } = stage.u;
      await db.query(`update clinic set quiet_from = quiet_until`);
      await db.query(
        `insert into waiting (clinic_id, patient_id, contact_id, specialty, from_day, to_day) values ($1, $2, $3, 'dermatology', '2026-01-01', '2027-12-31')`,
        [clinic, stage.u.patients.Ann, contacts.Ann],
      );
      await db.query(
        `with shown as (insert into visit (clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by)
         select $1, 'K7QM', $2, $3, $4, 'cancelled', (clock_now() + interval '2 days')::date, t, t + interval '30 minutes', tstzrange(t, t + interval '30 minutes'), 1, 'system'
           from (select date_trunc('hour', clock_now() + interval '2 days') as t) at on conflict do nothing returning id),
       freed as (insert into opening (clinic_id, freed_visit_id) select $1, id from shown returning id)
       insert into timer (clinic_id, kind, due_at, body) select $1, 'offer_opening', clock_now() - interval '1 hour', jsonb_build_object('opening', id) from freed`,
        [clinic, stage.u.okafor, stage.u.skin, stage.u.patients.Bob],
      );
      await worker(redis?.url);
      const settled = async (): Promise<boolean> =>
        (
          await db.query<unknown[]>(
            `select from timer where kind = 'offer_opening' and settled_at is null and due_at < clock_now()`,
          )
        ).length === 0;
      for (let i = 0; i < 200 && !(await settled()); i++) await pause(50);
      expect(await settled()).toBe(true);
    },
    40_000,
  );
});

describe(`Redis comes and goes${needsRedis}`, () => {
  const play = hasRedis ? test : test.skip;

  play(
    'nothing is lost or doubled: away at first, there, flushed, killed, there again, frozen',
    async () => {
      const redis = await redisAt();
      stops.push(() => redis.kill());
      await fill('away', 10);
      await Promise.all([worker(redis.url), worker(redis.url)]);
      await delivered(10);
      await redis.start();
      await pause(1_500);
      await fill('there', 10);
      await delivered(20);
      await fill('flushed', 10);
      await redis.flush();
      await delivered(30);
      await fill('killed', 10);
      await redis.kill();
      await delivered(40);
      await redis.start();
      await fill('again', 10);
      await delivered(50);
      await pause(1_000);
      redis.pause(true);
      await fill('frozen', 10);
      await delivered(60);
      redis.pause(false);
      await pause(1_500);
      eachOnce(60);
    },
    120_000,
  );
});
