import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { EmbeddedFiles } from './embedded-files';

/** Makes the folder of data that the server needs, once. */
export async function createData(files: EmbeddedFiles, durable: boolean): Promise<void> {
  if (fs.existsSync(path.join(files.data, 'PG_VERSION'))) return;
  // Renamed into place, so that a start that is killed half-way leaves nothing that looks like a database.
  const unfinished = `${files.data}.${process.pid}`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  await initdb(files, unfinished, durable);
  moveIntoPlace(unfinished, files.data);
}

async function initdb(files: EmbeddedFiles, unfinished: string, durable: boolean): Promise<void> {
  // The builtin locale gives a right lower('É') whatever the machine has installed.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  const how = ['-U', 'postgres', '--auth=trust', '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  const program = spawn(path.join(files.programs, 'bin/initdb'), ['-D', unfinished, ...locale, ...how], {
    ...surroundings(files),
    // In a group of its own: Ctrl-C is for us to hear, and we take it along.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const abandon = (): void => {
    if (program.pid) process.kill(-program.pid, 'SIGKILL');
    fs.rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 }); // the kernel is still burying them
  };
  process.once('exit', abandon);
  let said = '';
  program.stderr.on('data', (words: Buffer) => (said += words.toString()));
  try {
    const [code] = (await once(program, 'close')) as [number | null];
    if (code !== 0) throw new Error(`initdb ended with ${code}: ${said}`);
  } catch (cause) {
    throw new Error('The embedded database could not be created.', { cause });
  } finally {
    process.removeListener('exit', abandon);
  }
}

function moveIntoPlace(unfinished: string, data: string): void {
  try {
    fs.renameSync(unfinished, data);
  } catch (error) {
    if (!fs.existsSync(path.join(data, 'PG_VERSION'))) throw error;
    fs.rmSync(unfinished, { recursive: true }); // another process was quicker
  }
}

/** What a program of Postgres is to see of our surroundings: nothing that would change how it behaves. */
export function surroundings({ runsAs }: EmbeddedFiles): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: '/', env, ...(runsAs === undefined ? {} : { uid: runsAs, gid: runsAs }) };
}
