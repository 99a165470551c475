import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { systemClock } from './clock';
import { readConfig, readEnvironment } from './config';
import { takeTurns, type World } from './conversation/take-turn';
import { createDataSource } from './database/data-source';
import type { ContactId } from './database/ids';
import { migrate } from './database/migrations';
import { openDatabase } from './database/open';
import { seedWhenEmpty } from './demo/seed-when-empty';
import { explain } from './explain';
import { receive } from './inbox/receive';
import { asShown } from './outbox/as-shown';
import type { Words } from './outbox/put-in-outbox';

/** Talk to the clinic in a terminal. With piped input each line is a message, and each line of a reply begins `clinic  `. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      channel: { type: 'string', default: 'sms' },
      lang: { type: 'string' },
      from: { type: 'string', default: '+15550100001' },
      at: { type: 'string' },
    },
  });
  const database = await openDatabase(readConfig(readEnvironment()));
  try {
    await migrate(database.url);
    const dataSource = await createDataSource(database.url, { poolSize: 2 }).initialize();
    await seedWhenEmpty(dataSource, systemClock.now());
    if (values.at) await dataSource.query('update clock set shift = $1::timestamptz - clock_timestamp()', [values.at]);
    await talk({ dataSource, name: `chat ${process.pid}`, deliverSoon: () => undefined }, values);
    await dataSource.destroy();
  } finally {
    await database.stop();
  }
}

async function talk(world: World, who: { channel: string; from: string; lang?: string | undefined }): Promise<void> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  if (process.stdin.isTTY) process.stdout.write('Write as a patient would; Ctrl-D ends.\n> ');
  for await (const line of lines) {
    if (line.trim() === '') continue;
    for (const reply of await say(world, who, line)) process.stdout.write(shown(reply));
    if (process.stdin.isTTY) process.stdout.write('> ');
  }
}

/** One message in, and whatever the clinic answers. */
async function say(
  world: World,
  who: { channel: string; from: string; lang?: string | undefined },
  text: string,
): Promise<Words[]> {
  const db = world.dataSource.manager;
  const from = { channel: who.channel, address: who.from };
  const { contactId } = await receive(db, { source: who.channel, sourceId: randomUUID(), from, body: { text } });
  if (who.lang)
    await db.query('update contact set language = coalesce(language, $2) where id = $1', [contactId, who.lang]);
  const before = await lastOutgoing(world.dataSource);
  await takeTurns(world, contactId);
  return repliesAfter(world.dataSource, contactId, before);
}

async function lastOutgoing(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ id: number }[]>('select coalesce(max(id), 0) as id from outbox');
  return row?.id ?? 0;
}

async function repliesAfter(dataSource: DataSource, contactId: ContactId, id: number): Promise<Words[]> {
  const [rows] = await dataSource.query<[{ body: Words }[], number]>(
    `update outbox set status = 'delivered', settled_at = clock_now()
      where contact_id = $1 and id > $2 and kind = 'reply' returning body`,
    [contactId, id],
  );
  return rows.map((row) => row.body);
}

const TERMINAL = { characters: 10_000 };

const shown = (words: Words): string =>
  asShown(words, TERMINAL)
    .screens.flatMap((screen) => screen.split('\n'))
    .map((line) => `clinic  ${line}\n`)
    .join('');

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
