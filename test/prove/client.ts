// Started by crew.ts as a process of its own: a client that does what it is told on a few connections, and reports.
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/database/data-source';
import { codeOf } from '../../src/scheduling/transaction';
import '../test-key';
import { perform, stubbornly, type Task } from './calendar/deeds';

export type Order = { kind: 'go'; url: string | undefined } | { kind: 'do'; nr: number; task: Task };
export type Report = { kind: 'ready' } | { kind: 'there' } | { kind: 'done'; nr: number; answer: Answer<unknown> };

export interface Answer<T> {
  task: Task;
  milliseconds: number;
  value?: T;
  /** What was thrown: never what a patient can cause, always a fault. */
  error?: { code: string | undefined; message: string };
}

const lanes = Number(process.argv[2]);
let source: DataSource | undefined;

// Nobody may be left to hear it: then this process is about to end as well.
const report = (said: Report): void => void process.send?.(said, undefined, {}, () => undefined);

async function go(url: string | undefined): Promise<void> {
  await source?.destroy();
  source = url === undefined ? undefined : createDataSource(url, { poolSize: lanes });
  // Started in the middle of a crash, a client waits for the server like everybody else.
  if (source) await stubbornly(() => source!.initialize());
  report({ kind: 'there' });
}

async function answer(task: Task): Promise<Answer<unknown>> {
  const began = performance.now();
  const took = (): number => performance.now() - began;
  try {
    if (!source) throw new Error('Nobody has said which database');
    const value = await perform(source.manager, task);
    return { task, milliseconds: took(), value };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { task, milliseconds: took(), error: { code: codeOf(error), message } };
  }
}

process.on('message', (order: Order) => {
  if (order.kind === 'go') void go(order.url);
  else void answer(order.task).then((done) => report({ kind: 'done', nr: order.nr, answer: done }));
});
process.on('disconnect', () => void source?.destroy().finally(() => process.exit(0)));
report({ kind: 'ready' });
