import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freshDatabase } from '../../database';
import { signedForm } from '../../stand-ins/twilio';
import type { Finding, Stage } from '../proof';
import { outOfOrder } from './away';

const HUBS = 4;
const PUBLIC_URL = 'https://hub.example.org';
const PATH = '/webhooks/twilio/sms';
const TOKEN = 'test-secret';
const SETTINGS = {
  ...{ PUBLIC_URL, TWILIO_ACCOUNT_SID: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', TWILIO_AUTH_TOKEN: TOKEN },
  ...{ TWILIO_SMS_FROM: '+15550100002', TWILIO_API_URL: 'http://127.0.0.1:9' },
};

/**
 * Each message is delivered three times, to any of four hubs that share one database. Everybody writes their next one when the
 * first delivery of the last was answered; the two repeats come at any time after it.
 */
export async function deliveries({ random, quick }: Stage): Promise<Finding> {
  const [people, each] = quick ? [12, 4] : [500, 20];
  const database = await freshDatabase();
  await database.dataSource.query(`update sending set held_since = now(), held_because = 'a proof'`);
  const hubs = await Promise.all(Array.from({ length: HUBS }, () => hire(database.url)));
  try {
    let [sent, refused] = [0, 0];
    const repeats: (() => Promise<void>)[] = [];
    const deliver = async (person: number, n: number, { url } = random.pick(hubs)): Promise<void> => {
      sent++;
      const form = {
        MessageSid: `SM${person}x${n}`,
        From: `+25471${String(person).padStart(7, '0')}`,
        Body: `message ${n}`,
      };
      const body = signedForm(TOKEN, PUBLIC_URL + PATH, form);
      const answer = await fetch(url + PATH, { method: 'POST', headers: body.headers, body: body.payload });
      if (!answer.ok) refused++;
    };
    const write = async (person: number): Promise<void> => {
      for (let n = 0; n < each; n++) {
        await deliver(person, n);
        repeats.push(
          () => deliver(person, n),
          () => deliver(person, n),
        );
        if (random.below(2) === 0) await repeats.splice(random.below(repeats.length), 1)[0]?.();
      }
    };
    // The first turns of a process that has just begun are slow, and are not what is looked at here.
    await Promise.all(hubs.map((hub, n) => deliver(9_000_000 + n, 0, hub)));
    for (let from = 0; from < people; from += 50)
      await Promise.all(Array.from({ length: Math.min(50, people - from) }, (_, i) => write(from + i)));
    const left = random.shuffled(repeats);
    while (left.length > 0) await Promise.all(left.splice(0, 32).map((repeat) => repeat()));
    const messages = people * each + HUBS;
    await allHandled(database.dataSource, messages);
    const rows = await database.dataSource.query<{ body: { text: string }; who: number; onDisk: boolean }[]>(
      `select i.body, i.contact_id as who, i.sent_at is not null as "onDisk" from inbox i where i.source <> 'timer' order by i.handled_at, i.id`,
    );
    const [answers] = await database.dataSource.query<{ n: number }[]>(
      `select count(*)::integer as n from outbox where kind = 'reply'`,
    );
    return {
      counts: {
        ...{ messages, deliveries: sent, hubs: HUBS, answers: answers?.n ?? 0 },
        'kept on the disk of a hub because the database took four seconds': rows.filter(({ onDisk }) => onDisk).length,
      },
      invariants: {
        'a delivery was refused': refused,
        'a message was stored twice or not at all': Math.abs(rows.length - messages),
        'a message had more than one answer': Math.max(0, (answers?.n ?? 0) - messages),
        'a message was taken before an earlier one of the same person': outOfOrder(
          // Of what waits on the disk of one hub, another knows nothing: docs/proofs.md says so.
          rows.filter(({ onDisk }) => !onDisk).map(({ body, who }) => ({ text: body.text, who })),
        ),
      },
    };
  } finally {
    for (const { child } of hubs) child.kill('SIGKILL');
    await database.drop();
  }
}

async function allHandled(db: { query<T>(sql: string): Promise<T> }, messages: number): Promise<void> {
  for (let waited = 0; waited < 900_000; waited += 300) {
    const [row] = await db.query<{ n: number }[]>(
      'select count(*)::integer as n from inbox where handled_at is not null',
    );
    if ((row?.n ?? 0) >= messages) return;
    await pause(300);
  }
}

async function hire(database: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(path.join(__dirname, 'hub.ts'), [database, JSON.stringify(SETTINGS)], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
  });
  const [url] = (await once(child, 'message')) as [string];
  return { child, url };
}
