import fs from 'node:fs';
import path from 'node:path';
import Redis from 'ioredis';
import type { Config } from '../config';
import { createDataSource } from '../database/data-source';
import { unknownMigrations } from '../database/migrations';
import { openDatabase } from '../database/open';
import { pendingMigrations } from '../database/readiness';
import { explain } from '../explain';
import type { Finding } from './finding';

const LEAST_FREE = 1024 ** 3;

export function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const what = `Node ${process.versions.node}`;
  if (major < 20 || (major === 20 && minor < 19)) return { state: 'WRONG', what, words: 'install 20.19 or newer' };
  if (major < 22) return { state: 'note', what, words: 'gets no more security updates: run Node 24 in production' };
  return { state: 'ok', what };
}

export async function disk({ dataDir }: Config): Promise<Finding> {
  const what = 'data directory';
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.accessSync(dataDir, fs.constants.W_OK);
  } catch (error) {
    return { state: 'WRONG', what, words: `cannot write to ${dataDir} (${explain(error)})` };
  }
  const { bavail, bsize } = fs.statfsSync(dataDir);
  if (bavail * bsize < LEAST_FREE) return { state: 'WRONG', what, words: `less than 1 GB is free for ${dataDir}` };
  return { state: 'ok', what, words: dataDir };
}

export async function database(config: Config): Promise<Finding> {
  const what = 'database';
  if (!config.databaseUrl && !fs.existsSync(path.join(config.dataDir, 'postgres'))) {
    return { state: 'ok', what, words: 'embedded; the first npm start makes it' };
  }
  try {
    const opened = await openDatabase(config);
    return await schemaOf(opened.url, opened.where).finally(() => opened.stop());
  } catch (error) {
    return { state: 'WRONG', what, words: explain(error) };
  }
}

async function schemaOf(url: string, where: string): Promise<Finding> {
  const dataSource = await createDataSource(url, { poolSize: 1 }).initialize();
  try {
    const [newer] = await unknownMigrations(dataSource);
    if (newer) return { state: 'WRONG', what: 'database', words: `used by a newer Miadi (${newer}): start that one` };
    const pending = await pendingMigrations(dataSource);
    const words = pending.length === 0 ? where : `${where}; ${pending.length} migrations run at the next start`;
    return { state: 'ok', what: 'database', words };
  } finally {
    await dataSource.destroy();
  }
}

export async function redis({ redisUrl }: Config): Promise<Finding> {
  const what = 'Redis';
  if (!redisUrl) return { state: 'off', what, words: 'needed only for workers on other machines: set REDIS_URL' };
  const once = { lazyConnect: true, connectTimeout: 3_000, maxRetriesPerRequest: 0, retryStrategy: () => null };
  const client = new Redis(redisUrl.reveal(), once);
  let reason = '';
  client.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? error.message));
  try {
    await client.connect();
    await client.ping();
    return { state: 'on', what, words: 'answers' };
  } catch (error) {
    return { state: 'WRONG', what, words: `REDIS_URL does not answer (${reason || explain(error)})` };
  } finally {
    client.disconnect();
  }
}

export async function hub({ host, port }: Config): Promise<Finding> {
  const what = 'hub';
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  try {
    const answer = await fetch(`http://${local}:${port}/ready`, { signal: AbortSignal.timeout(4_000) });
    const { checks = {} } = (await answer.json()) as { checks?: Record<string, string> };
    if (answer.ok) return { state: 'ok', what, words: `runs on port ${port} and is ready` };
    return { state: 'WRONG', what, words: `runs on port ${port} but is not ready: ${JSON.stringify(checks)}` };
  } catch {
    return { state: 'note', what, words: `does not run on port ${port} (npm start)` }; // nobody there, or somebody else
  }
}
