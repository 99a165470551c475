import { createDataSource } from '../../src/database/data-source';
import type { Booking } from '../../src/scheduling/book';
import { by, ourBook, withClients } from './booking';
import { atOnce } from './booking-floor';
import type { Calendar } from './calendar';
import type { Run } from './main';
import { interleave, paired } from './rounds';

const CLIENTS = 32;
const OPEN = 100;
const SAMPLE_MS = 2_000;

type Attempt = (booking: Booking) => Promise<boolean>;

/** Everybody wants one of the same hundred times. A time stays in sight for a while after it is gone, as in real life. */
export async function contend({ report, server, quick }: Run, url: string, calendar: Calendar): Promise<void> {
  const dataSource = await createDataSource(url, { poolSize: CLIENTS }).initialize();
  let worst = 0;
  const wins = async (attempts: Attempt[]) => {
    const sample = await scramble(attempts, calendar);
    return sample.wins;
  };
  const ours = async () => {
    const sample = await scramble(Array(CLIENTS).fill(ourBook(dataSource)), calendar);
    worst = Math.max(worst, sample.worstMs);
    return sample.wins;
  };
  const floor = () => withClients(dataSource, CLIENTS, (clients) => wins(clients.map(by(atOnce))));
  const [a = [], b = []] = await interleave(quick ? 2 : 5, [ours, floor]);
  const deadlocks = await server.deadlocks(url);
  report({
    ...paired(a, b),
    name: `  32 clients, 100 times: ${deadlocks} deadlocks, worst ${worst.toFixed(0)} ms`,
    unit: 'wins/s',
    better: 'higher',
  });
  await dataSource.destroy();
}

async function scramble(attempts: Attempt[], calendar: Calendar): Promise<{ wins: number; worstMs: number }> {
  const open = Array.from({ length: OPEN }, () => calendar.next());
  let wins = 0;
  let worstMs = 0;
  const started = performance.now();
  const until = started + SAMPLE_MS;
  const oneClient = async (attempt: Attempt): Promise<void> => {
    while (performance.now() < until) {
      const at = Math.floor(Math.random() * OPEN);
      const wanted = open[at];
      if (!wanted) continue;
      const asked = performance.now();
      if (await attempt(wanted)) wins++;
      else open[at] = calendar.next(); // whoever is told that it is taken looks elsewhere
      worstMs = Math.max(worstMs, performance.now() - asked);
    }
  };
  await Promise.all(attempts.map(oneClient));
  return { wins: wins / ((performance.now() - started) / 1000), worstMs };
}
