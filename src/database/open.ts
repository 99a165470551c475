import path from 'node:path';
import { Client } from 'pg';
import type { Secret } from '../secret';
import type { EmbeddedDatabase } from './embedded';
import { keepEmbedded } from './keep-embedded';

export interface OpenDatabase {
  readonly url: string;
  /** For people: which database this is. Holds no password. */
  readonly where: string;
  stop(): Promise<void>;
}

interface Wanted {
  readonly databaseUrl?: Secret | undefined;
  readonly dataDir: string;
}

const NAME = 'miadi';
const EXISTS_ALREADY = new Set(['42P04', '23505']);

/** The server of DATABASE_URL, or else our own under the data directory. */
export async function openDatabase({ databaseUrl, dataDir }: Wanted): Promise<OpenDatabase> {
  if (!databaseUrl) return openEmbedded(path.join(dataDir, 'postgres'));
  const url = databaseUrl.reveal();
  const where = `the server of DATABASE_URL (${new URL(url).host || 'a local socket'})`;
  await knock(url).catch((cause: unknown) => {
    throw new Error(`The database cannot be reached: ${where}. Is DATABASE_URL right, and is the server running?`, {
      cause,
    });
  });
  return { url, where, stop: async () => undefined };
}

async function openEmbedded(dir: string): Promise<OpenDatabase> {
  const server = await keepEmbedded({ dir, durable: true });
  await createDatabase(server);
  return { url: server.url(NAME), where: `embedded, under ${server.home}`, stop: () => server.stop() };
}

async function createDatabase(server: Pick<EmbeddedDatabase, 'url'>): Promise<void> {
  await withClient(server.url(), async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME]);
    if (rowCount) return;
    await client.query(`create database ${NAME}`).catch((error: { code?: string }) => {
      if (!EXISTS_ALREADY.has(error.code ?? '')) throw error; // a process that started with us was quicker
    });
  });
}

export async function knock(url: string): Promise<void> {
  await withClient(url, (client) => client.query('select 1'));
}

async function withClient(url: string, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away is reported by the query that needed it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
