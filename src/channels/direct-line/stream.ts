import type { EventEmitter } from 'node:events';
import type { WebSocket } from '@fastify/websocket';
import type { HistoryLine } from '../channel';
import { asShown, typing } from './activities';
import type { Visitor } from './tokens';

/** News that another process has delivered is found by looking. */
const LOOK_MS = 2_000;

/** Sends what was said from a place on, and whatever is said from now on, until one of the two is gone. */
export async function streamNews(
  socket: WebSocket,
  about: {
    visitor: Visitor;
    after: number;
    look(after: number): Promise<HistoryLine[]>;
    news: EventEmitter;
    now(): Date;
    stopping: AbortSignal;
  },
): Promise<void> {
  const { visitor, look, news, stopping } = about;
  let { after } = about;
  let looking: Promise<void> | undefined;
  let again = false;

  const show = async (): Promise<void> => {
    do {
      again = false;
      const lines = await look(after);
      if (lines.length === 0) continue;
      const shown = asShown(lines, visitor, after, about.now());
      after = Number(shown.watermark);
      socket.send(JSON.stringify(shown));
    } while (again);
  };
  const soon = (what?: 'typing'): void => {
    if (what === 'typing') return socket.send(JSON.stringify({ ...typing(visitor), watermark: String(after) }));
    again = true;
    // A database that is away for a moment is asked again at the next look; the client keeps its place.
    looking ??= show()
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  };
  const end = (): void => {
    clearInterval(timer);
    news.off(visitor.user, soon);
    stopping.removeEventListener('abort', end);
    socket.close();
  };
  const timer = setInterval(() => soon(), LOOK_MS).unref();
  news.on(visitor.user, soon);
  stopping.addEventListener('abort', end, { once: true });
  socket.on('close', end);
  socket.on('message', () => undefined); // a client says nothing, to keep the line open
  soon();
}
