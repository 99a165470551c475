import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedDatabase, type ServerOptions, startEmbedded } from './embedded';

const PAUSE_MS = 1_000;

/**
 * The embedded server, started again whenever it dies under us: killed for want of memory, say. Nobody else watches it. What
 * was acknowledged is on the disk, and whoever asks meanwhile is told to come again.
 */
export async function keepEmbedded(
  options: ServerOptions,
  say: (words: string) => void = (words) => void process.stderr.write(`${words}\n`),
): Promise<Omit<EmbeddedDatabase, 'lost'>> {
  let server = await startEmbedded(options);
  let stopping = false;

  async function watch(): Promise<void> {
    while (!stopping) {
      await server.lost;
      if (stopping) return;
      say('The embedded database has ended without being asked to. It is started again.');
      while (!stopping && !(await revived())) await sleep(PAUSE_MS);
    }
  }

  async function revived(): Promise<boolean> {
    try {
      server = await startEmbedded(options);
      return true;
    } catch (error) {
      say(`It could not be started: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  const watching = watch();
  return {
    url: server.url,
    home: server.home,
    adopted: server.adopted,
    async stop() {
      stopping = true;
      await server.stop();
      await watching;
      await server.stop(); // one that was just being started
    },
  };
}
