import type { Pool, PoolClient } from 'pg';
import type { Database } from '../database/statements';
import { SENDERS } from './statements';

/**
 * Shows that this process lives: a number, locked by a session of its own. When the process dies the lock is gone in the same
 * moment, and what it had in hand is looked after by the others without waiting for a lease to end.
 */
export class Alive {
  private held: { number: number; client: PoolClient } | undefined;
  private asking: Promise<number> | undefined;

  constructor(private readonly db: Database) {}

  number(): Promise<number> {
    if (this.held) return Promise.resolve(this.held.number);
    this.asking ??= this.take().finally(() => (this.asking = undefined));
    return this.asking;
  }

  release(): void {
    this.held?.client.release(true);
    this.held = undefined;
  }

  private async take(): Promise<number> {
    // The cast stands where TypeORM's types end: it keeps the pool of pg in a field that its types do not name.
    const { master } = this.db.dataSource.driver as unknown as { master: Pool };
    const client = await master.connect();
    try {
      const { rows } = await client.query<{ number: number }>(
        `select n::int as number, pg_advisory_lock(${SENDERS}, n::int) from (select nextval('sender_number') as n offset 0) drawn`,
      );
      const number = rows[0]?.number;
      if (number === undefined) throw new Error('No number for this sender');
      client.once('error', () => this.lost(client));
      client.once('end', () => this.lost(client));
      this.held = { number, client };
      return number;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** The server went away, and our lock with it. */
  private lost(client: PoolClient): void {
    if (this.held?.client === client) this.release();
  }
}
