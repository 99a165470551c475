import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createData, surroundings } from './embedded-data';
import { type EmbeddedFiles, prepareFiles } from './embedded-files';

export interface EmbeddedDatabase {
  readonly url: (database?: string) => string;
  /** Where the data is: not always the folder that was asked for. */
  readonly home: string;
  /** The server was running already: left by a killed process, or shared with one that is alive. */
  readonly adopted: boolean;
  /** Resolves when our connection to it ends, by stop() or because the server is gone. */
  readonly lost: Promise<void>;
  stop(): Promise<void>;
}

/** Held, shared, by every process that uses the server; whoever can take it alone is the last one and stops the server. */
const IN_USE = 7_264_234;

/** After a power cut the server first reads its log again. */
const PATIENCE_MS = 60_000;

const LONGEST_LOG = 5_000_000;

export interface ServerOptions {
  dir: string;
  durable: boolean;
  connections?: number;
}

/** A fast stop takes 10 ms; what hangs longer is stopped hard, and recovers from its log at the next start. */
const FAST_STOP_MS = 5_000;

const RUNS = ['listen_addresses=', 'shared_buffers=64MB', 'timezone=UTC'];

/** Enough for a hub and its workers on one machine; the proofs come with more clients than that. */
const CONNECTIONS = 60;
const FORGETS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Our own Postgres, reached through a socket in `dir` only: no port, no password, any number of them side by side. */
export async function startEmbedded(options: ServerOptions): Promise<EmbeddedDatabase> {
  const files = prepareFiles(options.dir);
  await createData(files, options.durable);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    const found = await joinServer(files);
    if (found) return handle(files, { inUse: found, letGo: () => undefined }, true);
    const started = await startServer(files, options, patience);
    if (started) return handle(files, started, false);
    // A postmaster that was killed a moment ago still counts as running until the kernel has buried it.
    await sleep(100);
  }
}

interface Hold {
  /** A connection with the lock that says: in use. */
  readonly inUse: Client;
  /** Others may go on with a server that we started, so it must neither end with us nor keep us. */
  letGo(): void;
}

function handle(files: EmbeddedFiles, hold: Hold, adopted: boolean): EmbeddedDatabase {
  let stopping: Promise<void> | undefined;
  const lost = new Promise<void>((resolve) => void hold.inUse.once('end', () => resolve()));
  return {
    lost,
    url: (database = 'postgres') => urlOf(files, database),
    home: files.home,
    adopted,
    stop: () => (stopping ??= leave(files, hold)),
  };
}

function urlOf(files: EmbeddedFiles, database: string): string {
  return `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(files.socket)}`;
}

/** A connection that marks the server as in use by us, or undefined when none is running. */
async function joinServer(files: EmbeddedFiles): Promise<Client | undefined> {
  if (!fs.existsSync(files.pidFile)) return undefined;
  const client = new Client({ connectionString: urlOf(files, 'postgres'), application_name: 'miadi in use' });
  // A server that dies under us is noticed by the queries of the day; without a listener it would end the process here.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [IN_USE]);
    return client;
  } catch {
    // Not running, still starting or just stopping: the caller asks again.
    await client.end().catch(() => undefined);
    return undefined;
  }
}

/** A lock file of another server, or the orphans of one whose postmaster was killed, finishing what they are at. */
const OTHERS_LEFT = /already exists|still in use/;

/** Undefined when another server holds the data: it is about to answer, or about to be gone. */
async function startServer(
  files: EmbeddedFiles,
  options: ServerOptions,
  patience: AbortSignal,
): Promise<Hold | undefined> {
  const logStart = endOfLog(files);
  const server = spawnServer(files, options);
  const letGo = stopWithUs(server);
  const ended = new Promise<string>((resolve) => {
    server.once('exit', (code, signal) => resolve(`ended with ${code ?? signal}`));
    server.once('error', (error) => resolve(`did not start: ${error.message}`));
  });
  for (;;) {
    const inUse = await joinServer(files);
    if (inUse && isOurs(server, files)) return { inUse, letGo };
    await inUse?.end();
    const end = await Promise.race([ended, sleep(20)]);
    if (end === undefined && !patience.aborted) continue;
    server.kill('SIGQUIT');
    const said = fs.readFileSync(files.log, 'utf8').slice(logStart);
    if (OTHERS_LEFT.test(said) && !patience.aborted) return undefined;
    throw new Error(
      `The embedded database ${end ?? 'does not answer'}. It said, in ${files.log}:\n${said.slice(-1000)}`,
    );
  }
}

/** Where the log ends now. What comes after it is about the server that starts next. */
function endOfLog({ log }: EmbeddedFiles): number {
  const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LONGEST_LOG) return size;
  fs.truncateSync(log);
  return 0;
}

function spawnServer(files: EmbeddedFiles, { durable, connections = CONNECTIONS }: ServerOptions): ChildProcess {
  const log = fs.openSync(files.log, 'a');
  try {
    const wanted = [...RUNS, `max_connections=${connections}`, ...(durable ? [] : FORGETS)];
    const settings = wanted.flatMap((setting) => ['-c', setting]);
    return spawn(path.join(files.programs, 'bin/postgres'), ['-D', files.data, '-k', files.socket, ...settings], {
      ...surroundings(files),
      // Ctrl-C reaches every process of a terminal's group. The database must outlive us until we have finished with it.
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    fs.closeSync(log);
  }
}

function isOurs(server: ChildProcess, files: EmbeddedFiles): boolean {
  return server.pid !== undefined && server.pid === postmasterPid(files);
}

/** For an exit in a hurry, such as a second Ctrl-C, where nobody waits for stop(). Returns how to undo it. */
function stopWithUs(server: ChildProcess): () => void {
  const stop = () => void server.kill('SIGINT');
  const letGo = () => {
    process.removeListener('exit', stop);
    server.unref();
  };
  process.once('exit', stop);
  server.once('exit', letGo);
  return letGo;
}

async function leave(files: EmbeddedFiles, { inUse, letGo }: Hold): Promise<void> {
  await inUse.end().catch(() => undefined);
  // Asked anew: our own connection may have broken when somebody restarted the server.
  const running = await joinServer(files);
  if (!running) return;
  const last = await isLast(running);
  await running.end();
  if (last) await stopServer(files);
  letGo();
}

async function isLast(inUse: Client): Promise<boolean> {
  await inUse.query('select pg_advisory_unlock_shared($1)', [IN_USE]);
  const { rows } = await inUse.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [IN_USE]);
  return rows[0]?.alone === true;
}

async function stopServer(files: EmbeddedFiles): Promise<void> {
  const pid = postmasterPid(files);
  if (pid === undefined) return;
  signal(pid, 'SIGINT');
  if (await gone(files, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (!(await gone(files, FAST_STOP_MS))) throw new Error(`The embedded database (process ${pid}) does not stop.`);
}

async function gone(files: EmbeddedFiles, withinMs: number): Promise<boolean> {
  const patience = AbortSignal.timeout(withinMs);
  while (fs.existsSync(files.pidFile)) {
    if (patience.aborted) return false;
    await sleep(10);
  }
  return true;
}

function postmasterPid({ pidFile }: EmbeddedFiles): number | undefined {
  if (!fs.existsSync(pidFile)) return undefined;
  return Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]) || undefined;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
