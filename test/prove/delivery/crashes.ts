import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { type Database, run } from '../../../src/database/statements';
import { noteReceipt } from '../../../src/outbox/note-receipt';
import { makeUniverse, type Universe } from '../../universe';
import type { Finding, Stage } from '../proof';
import type { Policy } from './courier';
import { type LyingProvider, lyingProvider } from './lying-provider';

const COURIERS = 3;
/** At each of the four points; a courier that has used up the deaths lives on. */
const CHANCE = 0.07;

/** Couriers are killed at every point of a send, and the provider lies. What it has taken is counted in its own books. */
export async function crashes(stage: Stage): Promise<Finding> {
  const size = stage.quick ? { messages: 30, deaths: 5 } : { messages: 800, deaths: 200 };
  const ours = await play(stage, 'ours', size);
  const small = stage.quick ? { messages: 30, deaths: 5 } : { messages: 400, deaths: 100 };
  const again = await play(stage, 'lease, then again', small);
  const marked = await play(stage, 'mark, then send', small);
  return {
    counts: {
      'messages, and couriers killed': `${size.messages}, ${ours.deaths}`,
      lies: JSON.stringify(ours.lies),
      'sent once more after the time of grace': ours.resent,
      'beside it, "lease, then again"': `${again.lost} lost, ${again.doubled} doubled of ${small.messages} (${again.deaths} killed)`,
      'beside it, "mark, then send"': `${marked.lost} lost, ${marked.doubled} doubled of ${small.messages} (${marked.deaths} killed)`,
    },
    invariants: {
      'no message is lost': ours.lost,
      'no message is doubled': ours.doubled,
      'none is left in doubt': ours.inDoubt,
      'a policy that doubles is seen to double': again.doubled > 0 ? 0 : 1,
      'a policy that loses is seen to lose': marked.lost > 0 ? 0 : 1,
    },
  };
}

interface Played {
  lost: number;
  doubled: number;
  inDoubt: number;
  deaths: number;
  resent: number;
  lies: Record<string, number>;
}

async function play(stage: Stage, policy: Policy, size: { messages: number; deaths: number }): Promise<Played> {
  const u = await makeUniverse();
  await u.db.query('update clock set frozen_at = null');
  const provider = await lyingProvider({
    random: stage.random,
    listLagMs: 300,
    callbacksLost: 0.1,
    tell: ({ callback }) => void hear(u.db, policy === 'ours' ? callback : undefined).catch(() => undefined),
  });
  try {
    await fill(u, size.messages);
    const deaths = await send(u, provider, policy, size.deaths);
    return { ...(await count(u, provider, size.messages)), deaths, lies: provider.lies };
  } finally {
    await provider.close();
    await u.close();
  }
}

async function hear(db: Database, callback: string | undefined): Promise<void> {
  const reference = callback && new URL(callback).searchParams.get('of');
  if (reference) await noteReceipt(db, { of: { reference }, status: 'delivered' });
}

async function fill({ db, clinic }: Universe, messages: number): Promise<void> {
  await db.query(
    `with people as (insert into contact (channel, address, clinic_id) select 'sms', '+1556' || (1000000 + n), $2 from generate_series(1, $1::int) n returning id)
     insert into outbox (clinic_id, contact_id, kind, priority, body)
     select $2, id, 'reply', 0, jsonb_build_object('text', 'message ' || id) from people`,
    [messages, clinic],
  );
}

/** Until everything is settled. Who dies is replaced, and after so many deaths nobody dies any more. */
async function send(u: Universe, provider: LyingProvider, policy: Policy, most: number): Promise<number> {
  let deaths = 0;
  let over = false;
  const couriers = new Set<ChildProcess>();
  const hire = (): void => {
    const args = [u.url, provider.url, policy, String(deaths < most ? CHANCE : 0)];
    const courier = fork(path.join(__dirname, 'courier.ts'), args, {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      stdio: 'ignore',
    });
    couriers.add(courier);
    courier.once('exit', (_code, signal) => {
      couriers.delete(courier);
      if (signal === 'SIGKILL') deaths++;
      if (!over) hire();
    });
  };
  for (let i = 0; i < COURIERS; i++) hire();
  for (let quiet = 0; quiet < 4; quiet = (await open(u)) ? 0 : quiet + 1)
    await new Promise((resume) => setTimeout(resume, 500));
  over = true;
  for (const courier of couriers) courier.kill();
  await Promise.all([...couriers].map((courier) => new Promise((gone) => courier.once('exit', gone))));
  return deaths;
}

async function open({ db }: Universe): Promise<boolean> {
  const rows = await run(db, { name: 'open', text: OPEN }, []);
  return rows.length > 0;
}

const OPEN = `select from outbox where status in ('pending', 'claimed', 'sending', 'uncertain') limit 1`;

async function count(
  { db }: Universe,
  { ledger }: LyingProvider,
  messages: number,
): Promise<Omit<Played, 'deaths' | 'lies'>> {
  const times = new Map<string, number>();
  for (const { body } of ledger) times.set(body, (times.get(body) ?? 0) + 1);
  const [row] = await db.query<{ inDoubt: number; resent: number }[]>(
    `select count(*) filter (where status in ('uncertain', 'dead'))::int as "inDoubt", coalesce(sum(resends), 0)::int as resent from outbox`,
  );
  return {
    lost: messages - times.size,
    doubled: [...times.values()].filter((sent) => sent > 1).length,
    inDoubt: row?.inDoubt ?? 0,
    resent: row?.resent ?? 0,
  };
}
