import type { DataSource } from 'typeorm';
import { migrations } from './migrations';

/** Migrations that this build brings and the database has not had yet. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const [table] = await dataSource.query<{ found: boolean }[]>(
    `select to_regclass('public.migrations') is not null as found`,
  );
  const applied = table?.found ? await dataSource.query<{ name: string }[]>('select name from migrations') : [];
  const names = new Set(applied.map(({ name }) => name));
  return migrations.map((Migration) => new Migration().name ?? '').filter((name) => !names.has(name));
}

export const databaseChecks = (dataSource: DataSource) => [
  {
    name: 'database',
    check: async () => {
      await dataSource.query('select 1');
    },
  },
  {
    name: 'migrations',
    check: async () => {
      const [pending] = await pendingMigrations(dataSource);
      if (pending) throw new Error(`${pending} has not run`);
    },
  },
];
