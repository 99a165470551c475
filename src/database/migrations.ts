import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';

const folder = path.resolve(__dirname, '../../migrations');

// TypeORM orders migrations by the thirteen digits that end their names.
const ORDER_BASE = 1_760_000_000_000;

/** Every `migrations/NNN-title.sql`, in order, as TypeORM wants them. */
export const migrations = readdirSync(folder)
  .filter((file) => /^\d{3}-[a-z-]+\.sql$/.test(file))
  .sort()
  .map(fromFile);

export const nameOf = (file: string): string => {
  const [number = '', ...title] = file.replace('.sql', '').split('-');
  return `${title.join('_')}_${ORDER_BASE + Number(number)}`;
};

function fromFile(file: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = nameOf(file);
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(path.join(folder, file), 'utf8'));
    }
    down(): Promise<void> {
      throw new Error(`${file}: migrations only go forward; restore a backup instead`);
    }
  };
}

/** Names in the database that this build does not know: the data is newer than the code. */
export async function unknownMigrations(dataSource: DataSource): Promise<string[]> {
  const [table] = await dataSource.query<{ exists: boolean }[]>(
    `select to_regclass('public.migrations') is not null as exists`,
  );
  if (!table?.exists) return [];
  const known = new Set(migrations.map((Migration) => new Migration().name));
  const applied = await dataSource.query<{ name: string }[]>('select name from migrations order by id');
  return applied.map((row) => row.name).filter((name) => !known.has(name));
}

/** Brings a database up to date, and refuses one that is already ahead of us. */
export async function migrate(url: string, only = migrations): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    migrations: only,
    migrationsTransactionMode: 'each',
    installExtensions: false,
    poolErrorHandler: () => undefined, // a server that goes away is reported by the query that needed it
  });
  await dataSource.initialize();
  try {
    const unknown = await unknownMigrations(dataSource);
    if (unknown.length > 0) throw new NewerSchema(unknown);
    await inTurn(dataSource, () => dataSource.runMigrations());
  } finally {
    await dataSource.destroy();
  }
}

export class NewerSchema extends Error {
  constructor(readonly unknown: string[]) {
    super(
      `This database was last used by a newer Miadi (it has ${unknown.join(', ')}). ` +
        'Start that version or a later one, or restore a backup made before the upgrade.',
    );
  }
}

// Several hubs may start at once beside one database; one of them migrates, the others find nothing left to do.
async function inTurn(dataSource: DataSource, work: () => Promise<unknown>): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(`select pg_advisory_lock(hashtext('miadi migrations'))`);
    await work();
    await runner.query(`select pg_advisory_unlock(hashtext('miadi migrations'))`);
  } finally {
    await runner.release();
  }
}
