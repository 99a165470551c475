import '../test-key';
import { benchBooking } from './booking';
import { benchDelivery } from './delivery';
import { asJson, asTable, head, type Report } from './figures';
import { type BenchServer, startServer } from './server';
import { benchLists } from './lists';
import { benchSlots } from './slots';
import { benchTurn } from './turn';

export interface Run {
  server: BenchServer;
  report: Report;
  quick: boolean;
}

const AREAS: Record<string, ((run: Run) => Promise<void>) | undefined> = {
  turn: benchTurn,
  booking: benchBooking,
  slots: benchSlots,
  delivery: benchDelivery,
  lists: benchLists,
};

async function main(args: string[]): Promise<void> {
  const named = args.filter((arg) => !arg.startsWith('--'));
  const unknown = named.find((area) => !(area in AREAS));
  if (unknown) return giveUp(`There is no bench called ${unknown}. There are: ${Object.keys(AREAS).join(', ')}.`);
  const missing = named.find((area) => AREAS[area] === undefined);
  if (missing) return giveUp(`The bench "${missing}" is not built yet, because what it measures is not.`);
  const json = args.includes('--json');
  await measure(named, { report: json ? asJson : asTable, quick: args.includes('--quick') }, json);
}

function giveUp(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 2;
}

async function measure(named: string[], how: Omit<Run, 'server'>, json: boolean): Promise<void> {
  const server = await startServer();
  try {
    if (!json) head();
    for (const area of named.length > 0 ? named : Object.keys(AREAS)) await AREAS[area]?.({ server, ...how });
  } finally {
    await server.stop();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
