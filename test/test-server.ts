import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type EmbeddedDatabase, startEmbedded } from '../src/database/embedded';
import { migrate } from '../src/database/migrations';

const PREFIX = 'miadi-test-';

export interface TestServer {
  readonly url: string;
  /** Ends it without warning. */
  kill(signal: 'SIGKILL' | 'SIGQUIT'): void;
  /** Brings it back. */
  revive(): Promise<void>;
  end(): Promise<void>;
}

/** A server in a directory of its own, with `tmpl`, the template that every test database is copied from. */
export async function startTestServer(options: { durable: boolean; connections?: number }): Promise<TestServer> {
  await removeLeftovers();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  let server = await startEmbedded({ dir, ...options });
  const pidFile = path.join(await makeTemplate(server), 'postmaster.pid');
  return {
    url: server.url(),
    kill: (signal) => void process.kill(postmasterOf(pidFile), signal),
    revive: async () => {
      server = await startEmbedded({ dir, ...options });
    },
    end: () => stopAndRemove(server, dir),
  };
}

function postmasterOf(pidFile: string): number {
  const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  // A signal to 0 would go to ourselves and everybody we started.
  if (!(pid > 1)) throw new Error(`${pidFile} names no process`);
  return pid;
}

/** Says where the data is. */
async function makeTemplate(server: EmbeddedDatabase): Promise<string> {
  const admin = new Client({ connectionString: server.url() });
  admin.on('error', () => undefined);
  await admin.connect();
  await admin.query('create database tmpl');
  await migrate(server.url('tmpl'));
  // One open connection to a template makes every clone of it fail; this way the culprit fails instead.
  await admin.query('alter database tmpl with allow_connections false');
  const { rows } = await admin.query<{ data_directory: string }>('show data_directory');
  await admin.end();
  return rows[0]!.data_directory;
}

/** A run that was killed could not stop its server. */
async function removeLeftovers(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const dir = takeOver(name, pid);
    if (dir) await stopAndRemove(await startEmbedded({ dir, durable: false }), dir);
  }
}

/** Of several runs that find the same leftovers, the one that can rename them clears them away. */
function takeOver(name: string, pid: string): string | undefined {
  const dir = path.join(os.tmpdir(), name.replace(pid, String(process.pid)));
  try {
    fs.renameSync(path.join(os.tmpdir(), name), dir);
    return dir;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function stopAndRemove(server: EmbeddedDatabase, dir: string): Promise<void> {
  await server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
