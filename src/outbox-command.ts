// npm run outbox -- [status | dead | redrive ID… | hold | release | pace CHANNEL SEGMENTS_A_SECOND [COST CURRENCY]]
import type { OutboxId } from './database/ids';
import type { Database } from './database/statements';
import { runCommand } from './in-the-house';
import { deadLetters, redrive } from './outbox/dead-letters';
import { hold, release } from './outbox/hold';

const BY = 'operator';

const COMMANDS: Record<string, (db: Database, args: string[]) => Promise<string[]>> = {
  async status(db) {
    const rows = await db.query<{ channel: string; status: string; n: number }[]>(
      `select k.channel, o.status, count(*)::int as n from outbox o join contact k on k.id = o.contact_id
        where o.status in ('pending', 'sending', 'uncertain', 'dead') group by 1, 2 order by 1, 2`,
    );
    const [sending] = await db.query<{ held: string | null }[]>('select held_because as held from sending');
    const held = sending?.held ? [`Nothing is sent (${sending.held}) until: npm run outbox -- release`] : [];
    return [...held, ...rows.map(({ channel, status, n }) => `${channel.padEnd(10)} ${status.padEnd(10)} ${n}`)];
  },
  async dead(db) {
    const letters = await deadLetters(db);
    return letters.map(({ id, kind, channel, status, why, at }) =>
      [id, at.toISOString(), channel, kind, status, why ?? ''].join('  '),
    );
  },
  async redrive(db, ids) {
    const numbers = ids.map(Number);
    if (numbers.length === 0 || numbers.some((id) => !Number.isSafeInteger(id)))
      throw new Error('Say which: npm run outbox -- redrive 17 18');
    const driven = await redrive(db, numbers as OutboxId[], BY);
    return [`${driven.length} of ${ids.length} are sent again.`];
  },
  async hold(db) {
    await hold(db, 'by_hand');
    return ['Nothing is sent until: npm run outbox -- release'];
  },
  async release(db) {
    return [(await release(db, BY)) ? 'Messages are sent again.' : 'Nothing was held.'];
  },
  async pace(db, [channel = '', speed = '', cost, currency]) {
    if (!(Number(speed) > 0) || (cost !== undefined && !(Number(cost) >= 0 && /^[A-Z]{3}$/.test(currency ?? ''))))
      throw new Error('Say: npm run outbox -- pace sms 1 0.0079 USD');
    await db.query(
      `insert into sender (channel, per_second, micros_per_segment, currency) values ($1, $2, $3, $4)
       on conflict (channel) do update set per_second = excluded.per_second,
         micros_per_segment = excluded.micros_per_segment, currency = excluded.currency`,
      [channel, Number(speed), cost === undefined ? null : Math.round(Number(cost) * 1e6), currency ?? null],
    );
    return [`${channel}: ${speed} segments a second${cost ? `, ${cost} ${currency} each` : ''}.`];
  },
};

const [name = 'status', ...args] = process.argv.slice(2);
runCommand(COMMANDS, [name, ...args]);
