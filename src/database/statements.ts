import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/** A query with a name: Postgres parses and plans it once for each connection. */
export interface Statement {
  name: string;
  text: string;
}

/** A transaction, or the database itself when one statement is the whole transaction. */
export type Database = EntityManager;

/**
 * Runs a named statement on the connection that TypeORM's transaction holds. `manager.query` cannot name a statement, so
 * Postgres would plan our largest ones afresh each time, which costs more than running them.
 */
export async function run<Row extends QueryResultRow>(
  db: Database,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  const query = { name: statement.name, text: statement.text, values };
  // The two casts stand where TypeORM's types end: it hands out the pg client it uses, typed as unknown.
  const on = db.queryRunner
    ? ((await db.queryRunner.connect()) as PoolClient)
    : (db.dataSource.driver as unknown as { master: Pool }).master;
  return (await on.query<Row>(query)).rows;
}

export const database = (dataSource: DataSource): Database => dataSource.manager;
