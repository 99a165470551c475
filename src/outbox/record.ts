import type { OutboxId } from '../database/ids';
import { type Database, run } from '../database/statements';
import { RECORD } from './statements';

export interface Outcome {
  status: 'sent' | 'pending' | 'uncertain' | 'failed' | 'dead' | 'suppressed';
  receipt?: string;
  afterSeconds?: number;
  why?: string;
}

export interface Came extends Outcome {
  id: OutboxId;
  attempt: number;
  segments: number;
  costMicros?: number | undefined;
  currency?: string | undefined;
}

/** How long an outcome may wait for others to be written with it: one statement for many costs little more than for one. */
const TOGETHER_MS = 2;
const MOST_TOGETHER = 100;

/** Writes down what came of sendings, many at a time. */
export class Recorder {
  private waiting: { came: Came; done: () => void; failed: (error: unknown) => void }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: Database) {}

  write(came: Came): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ came, done, failed });
      if (this.waiting.length >= MOST_TOGETHER) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), TOGETHER_MS);
    });
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = this.waiting.splice(0);
    record(
      this.db,
      now.map(({ came }) => came),
    ).then(
      () => now.forEach(({ done }) => done()),
      (error: unknown) => now.forEach(({ failed }) => failed(error)),
    );
  }
}

// In the order of their ids: two processes that write about the same rows must not wait for each other.
export async function record(db: Database, came: Came[]): Promise<void> {
  const all = [...came].sort((a, b) => a.id - b.id);
  await run(db, RECORD, [
    all.map(({ id }) => id),
    all.map(({ attempt }) => attempt),
    all.map(({ status }) => status),
    all.map(({ receipt }) => receipt ?? null),
    all.map(({ afterSeconds }) => afterSeconds ?? 0),
    all.map(({ why }) => why ?? null),
    all.map(({ segments }) => segments),
    all.map(({ costMicros }) => costMicros ?? null),
    all.map(({ currency }) => currency ?? null),
  ]);
}
