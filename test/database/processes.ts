import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export const checkout = path.resolve(__dirname, '../..');

export interface Holder {
  readonly process: ChildProcess;
  readonly url: string;
  readonly adopted: boolean;
  readonly postmaster: number;
}

/** A process of its own that has an embedded server in `dir`, in a process group of its own, as a terminal would start it. */
export async function holdEmbedded(dir: string, sources = checkout, user?: number): Promise<Holder> {
  const script = path.join(checkout, 'test/database/hold-embedded.ts');
  const args = ['--require', require.resolve('tsx/cjs'), script, dir, sources, ...(user ? [String(user)] : [])];
  const child = remember(spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] }));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as unknown[];
  if (typeof line !== 'string') throw new Error(`The process that was to hold ${dir} ended with ${String(line)}.`);
  const { url, adopted } = JSON.parse(line) as { url: string; adopted: boolean };
  return { process: child, url, adopted, postmaster: await postmasterOf(url) };
}

const started: ChildProcess[] = [];

function remember<Child extends ChildProcess>(child: Child): Child {
  started.push(child);
  return child;
}

/** For afterEach: a test that failed half-way ends nothing by itself. */
export function endAll(): void {
  for (const child of started.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill('SIGHUP');
}

export async function endBy(holder: Holder, signal: NodeJS.Signals): Promise<void> {
  const ended = once(holder.process, 'exit');
  process.kill(-(holder.process.pid ?? 0), signal);
  await ended;
}

export async function ask(url: string, sql: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(sql);
    return rows[0] && Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
}

async function postmasterOf(url: string): Promise<number> {
  const data = await ask(url, 'show data_directory');
  return Number(fs.readFileSync(path.join(data ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

export async function isGone(pid: number, withinMs = 5_000): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (isRunning(pid)) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Inside a container nobody may collect the dead, and those still answer to signals. */
function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (!fs.existsSync(stat)) return false;
  return /\) Z /.test(fs.readFileSync(stat, 'utf8'));
}
