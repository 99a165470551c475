import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbedded } from '../../src/database/embedded';
import { migrate } from '../../src/database/migrations';

export interface BenchServer {
  /** A new database with the newest schema. */
  database(name: string, fill: (client: Client) => Promise<void>): Promise<string>;
  /** How often two transactions of this database had to be parted. */
  deadlocks(url: string): Promise<number>;
  stop(): Promise<void>;
}

/** The embedded server as the product runs it: what is committed is on the disk. */
export async function startServer(): Promise<BenchServer> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi-bench-'));
  fs.chmodSync(dir, 0o755); // run as root, the server is another user and must get in
  const server = await startEmbedded({ dir, durable: true });
  return {
    async database(name, fill) {
      await using(server.url(), (admin) => admin.query(`create database ${name}`));
      await migrate(server.url(name));
      await using(server.url(name), fill);
      return server.url(name);
    },
    deadlocks: (url) =>
      using(url, async (client) => {
        const { rows } = await client.query<{ deadlocks: string }>(
          'select deadlocks from pg_stat_database where datname = current_database()',
        );
        return Number(rows[0]?.deadlocks);
      }),
    async stop() {
      await server.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function using<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
