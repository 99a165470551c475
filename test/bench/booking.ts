import type { DataSource } from 'typeorm';
import type { Client, Pool, PoolClient } from 'pg';
import { createDataSource } from '../../src/database/data-source';
import { book, type Booking } from '../../src/scheduling/book';
import { atOnce, type BareBook, oneByOne } from './booking-floor';
import { type Calendar, makeCalendar } from './calendar';
import { contend } from './contention';
import type { Run } from './main';
import { interleave, paired, type Sample } from './rounds';

const ROUNDS = 11;
const SAMPLE_MS = 1_000;
const VISITS_BEFORE = 3_000;

/** One after another until the time is over. Says whether the time was got. */
type Attempt = (booking: Booking) => Promise<boolean>;

export async function benchBooking(run: Run): Promise<void> {
  let calendar: Calendar | undefined;
  const url = await run.server.database('booking', async (client) => {
    calendar = await makeCalendar(client);
    await liveABit(client, calendar);
  });
  if (!calendar) return;
  for (const connections of [1, 8, 32]) await compare(run, url, calendar, connections);
  await contend(run, url, calendar);
}

/**
 * A house with nothing in it is no house: Postgres, asked how to read an empty table, says "from end to end", and a connection keeps
 * to the plan it has made until the table is next analysed, a minute later.
 */
async function liveABit(client: Client, calendar: Calendar): Promise<void> {
  await client.query('begin');
  for (let i = 0; i < VISITS_BEFORE; i++) await atOnce(client, calendar.next());
  await client.query('commit');
  await client.query('vacuum analyze');
}

async function compare({ report, quick }: Run, url: string, calendar: Calendar, connections: number): Promise<void> {
  const dataSource = await createDataSource(url, { poolSize: connections }).initialize();
  const ours = () => rate(Array(connections).fill(ourBook(dataSource)), calendar);
  const sides = [
    ours,
    bare(dataSource, connections, calendar, oneByOne),
    bare(dataSource, connections, calendar, atOnce),
  ];
  const [a = [], b = [], c = []] = await interleave(quick ? 5 : ROUNDS, sides);
  const figure = { unit: 'visits/s', better: 'higher' } as const;
  report({ ...paired(a, b), ...figure, name: `booking: ${connections} connections`, target: 0.8 });
  report({ ...paired(a, c), ...figure, name: `  beside one bare statement` });
  await dataSource.destroy();
}

export const ourBook =
  (dataSource: DataSource): Attempt =>
  async (booking) =>
    (await book(dataSource.manager, booking)).kind === 'settled';

// Both sides use the same connections with the same settings; only the way to them differs.
function bare(dataSource: DataSource, connections: number, calendar: Calendar, how: BareBook): Sample {
  return () => withClients(dataSource, connections, (clients) => rate(clients.map(by(how)), calendar));
}

export const by =
  (how: BareBook) =>
  (client: PoolClient): Attempt =>
  (booking) =>
    how(client, booking);

export async function withClients<T>(
  dataSource: DataSource,
  connections: number,
  work: (clients: PoolClient[]) => Promise<T>,
): Promise<T> {
  const pool = (dataSource.driver as unknown as { master: Pool }).master; // the cast stands where TypeORM's types end
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  try {
    return await work(clients);
  } finally {
    for (const client of clients) client.release();
  }
}

async function rate(attempts: Attempt[], calendar: Calendar): Promise<number> {
  let booked = 0;
  const started = performance.now();
  const until = started + SAMPLE_MS;
  const oneClient = async (attempt: Attempt): Promise<void> => {
    for (; performance.now() < until; booked++)
      if (!(await attempt(calendar.next()))) throw new Error('A free time could not be booked');
  };
  await Promise.all(attempts.map(oneClient));
  return booked / ((performance.now() - started) / 1000);
}
