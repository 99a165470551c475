// Started as a process of its own by embedded.test.ts: holds an embedded server until it is told to go.
import { type startEmbedded } from '../../src/database/embedded';

const [dir, sources, user] = process.argv.slice(2);

async function hold(): Promise<void> {
  if (!dir || !sources) throw new Error('Say which directory, and where the sources are.');
  // The copy under test is known at run time only.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const embedded = require(`${sources}/src/database/embedded`) as { startEmbedded: typeof startEmbedded };
  if (user) becomeUser(Number(user));
  const server = await embedded.startEmbedded({ dir, durable: false });
  const stop = () => void server.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  process.once('SIGHUP', () => process.exit(1));
  process.stdout.write(`${JSON.stringify({ url: server.url(), adopted: server.adopted })}\n`);
}

function becomeUser(id: number): void {
  process.setgroups?.([]);
  process.setgid?.(id);
  process.setuid?.(id);
}

void hold();
