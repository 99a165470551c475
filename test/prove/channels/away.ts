import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../../app';
import { plainForm } from '../../stand-ins/africas-talking';
import { startTestServer } from '../../test-server';
import type { Finding, Stage } from '../proof';

const SECRET = 'a-long-secret';
const PEOPLE = 50;

/** The database stops for a minute while a thousand messages come in, some of them twice. */
export async function away({ random, quick }: Stage): Promise<Finding> {
  const [messages, seconds] = quick ? [60, 2] : [1_000, 60];
  const dir = mkdtempSync(path.join(os.tmpdir(), 'miadi-away-'));
  const before = process.env.MIADI_TEST_DATABASE;
  const server = await startTestServer({ durable: true });
  process.env.MIADI_TEST_DATABASE = server.url;
  const settings = {
    AT_USERNAME: 'clinic',
    AT_API_KEY: 'x',
    AT_WEBHOOK_SECRET: SECRET,
    AT_API_URL: 'http://127.0.0.1:9',
  };
  const app = await startApp({ DATA_DIR: dir, ...settings });
  try {
    const refused = { count: 0 };
    const bring = async (n: number): Promise<void> => {
      const form = plainForm({
        id: `m${n}`,
        from: `+2547110000${String(n % PEOPLE).padStart(2, '0')}`,
        text: `message ${n}`,
      });
      const { statusCode } = await app.hub.inject({
        method: 'POST',
        url: `/webhooks/africastalking/${SECRET}/sms`,
        ...form,
      });
      if (statusCode !== 200) refused.count++;
    };
    await bring(0);
    server.kill('SIGQUIT');
    const gap = (seconds * 1_000) / messages;
    for (let n = 1; n < messages; n++) {
      await bring(n);
      if (random.below(5) === 0) await bring(n);
      await pause(gap);
    }
    await server.revive();
    const handled = async (): Promise<{ text: string; who: number }[]> =>
      (
        await app.dataSource
          .query<{ body: { text: string }; who: number }[]>(
            'select body, contact_id as who from inbox where handled_at is not null order by handled_at, id',
          )
          .catch(() => [])
      ).map(({ body, who }) => ({ text: body.text, who }));
    let done = await handled();
    for (let waited = 0; done.length < messages && waited < 300_000; waited += 500) {
      await pause(500);
      done = await handled();
    }
    return {
      counts: { messages, 'seconds without a database': seconds, handled: done.length },
      invariants: {
        'a message was not answered 200': refused.count,
        'a message was lost': messages - new Set(done.map(({ text }) => text)).size,
        'a message was taken twice': done.length - new Set(done.map(({ text }) => text)).size,
        'a message was taken before an earlier one of the same person': outOfOrder(done),
      },
    };
  } finally {
    await app.stop().catch(() => undefined);
    process.env.MIADI_TEST_DATABASE = before;
    await server.end();
    rmSync(dir, { recursive: true, force: true });
  }
}

export function outOfOrder(done: { text: string; who: number }[]): number {
  const newest = new Map<number, number>();
  let wrong = 0;
  for (const { text, who } of done) {
    const n = Number(/\d+/.exec(text)?.[0]);
    if (n < (newest.get(who) ?? -1)) wrong++;
    newest.set(who, Math.max(n, newest.get(who) ?? -1));
  }
  return wrong;
}
