import { EventEmitter } from 'node:events';

export interface Changes {
  nudge(): void;
  /** Resolves at the next nudge, or after a moment: what the database did by itself is found by looking. */
  next(signal: AbortSignal): Promise<void>;
}

const LOOK_MS = 500;
/** Several things happen at once; they are drawn at once. */
const GATHER_MS = 40;

export function changesOf(): Changes {
  const news = new EventEmitter().setMaxListeners(0);
  return {
    nudge: () => void news.emit('news'),
    next: (signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          news.off('news', soon);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const soon = (): void => void setTimeout(done, GATHER_MS);
        const timer = setTimeout(done, LOOK_MS);
        news.once('news', soon);
        signal.addEventListener('abort', done, { once: true });
        if (signal.aborted) done();
      }),
  };
}
