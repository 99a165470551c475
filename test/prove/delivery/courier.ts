// Started by crashes.ts as a process of its own: sends what is due, and dies without warning at the points it is told to.
import type { Channel, OutboundMessage } from '../../../src/channels/channel';
import { sms } from '../../../src/channels/twilio/sms';
import { twilioClient } from '../../../src/channels/twilio/api';
import { createDataSource } from '../../../src/database/data-source';
import type { Database } from '../../../src/database/statements';
import { senderFor } from '../../../src/outbox/deliver';
import { reconcile } from '../../../src/outbox/reconcile';
import { referenceOf } from '../../../src/outbox/note-receipt';
import { Secret } from '../../../src/secret';

export type Policy = 'ours' | 'lease, then again' | 'mark, then send';

const [url = '', provider = '', policy = 'ours', deaths = '0'] = process.argv.slice(2);
const chance = Number(deaths);

const die = (): void => void process.kill(process.pid, 'SIGKILL');
const maybe = (): boolean => Math.random() < chance;
const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

const twilio = twilioClient({ accountSid: 'AC1', authToken: new Secret('t'), apiUrl: provider });
const number = sms({ twilio, ours: '+15550109999', authToken: 't', publicUrl: 'https://clinic.example' });

/** The road to the provider, with three of the four places at which one can die: before, during and after the request. */
const channel: Channel = {
  ...number,
  async send(message) {
    if (maybe()) die();
    const answer = number.send(message);
    if (maybe()) setTimeout(die, Math.random() * 4);
    const sent = await answer;
    if (maybe()) die();
    return sent;
  },
};

const LOOK = { graceSeconds: 1.5, lookSeconds: 0.3 };

async function ours(db: Database): Promise<void> {
  const channels = new Map([['sms', channel]]);
  const sender = senderFor(db, channels, { atOnce: 4 });
  for (;;) {
    const sent = await sender.deliverDue();
    if (sent > 0 && maybe()) die(); // the fourth: all is written down
    await reconcile(db, channels, LOOK);
    if (sent === 0) await pause(20);
  }
}

/** What one finds in many places: whoever does not come back in time has not sent. */
async function naive(db: Database, markFirst: boolean): Promise<void> {
  for (;;) {
    const [rows] = await db.query<[Row[], number]>(
      `update outbox set status = $1, lease_until = clock_timestamp() + interval '1 second' where id in (
         select id from outbox where status = 'pending' or status = 'claimed' and lease_until < clock_timestamp()
          order by id limit 4 for update skip locked) returning id, (select address from contact where id = contact_id) as at, body->>'text' as text`,
      [markFirst ? 'sent' : 'claimed'],
    );
    await Promise.all(rows.map((row) => sendNaively(db, row, markFirst)));
    if (rows.length === 0) await pause(50);
    else if (maybe()) die();
  }
}

interface Row {
  id: number;
  at: string;
  text: string;
}

async function sendNaively(db: Database, { id, at, text }: Row, markFirst: boolean): Promise<void> {
  const message: OutboundMessage = { to: { channel: 'sms', at }, text, choices: [], reference: referenceOf(id) };
  try {
    await channel.send(message);
    await db.query(`update outbox set status = 'sent' where id = $1`, [id]);
  } catch {
    if (!markFirst) await db.query(`update outbox set status = 'pending' where id = $1`, [id]);
  }
}

async function main(): Promise<void> {
  const { manager } = await createDataSource(url, { poolSize: 4 }).initialize();
  await (policy === 'ours' ? ours(manager) : naive(manager, policy === 'mark, then send'));
}

process.on('disconnect', () => process.exit(0));
main().catch(() => process.exit(1));
