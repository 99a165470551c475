import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { migrate, migrations, NewerSchema } from '../../src/database/migrations';

const admin = new Client({ connectionString: process.env.MIADI_TEST_DATABASE });
admin.on('error', () => undefined);
const made: string[] = [];
beforeAll(() => admin.connect());
afterAll(async () => {
  for (const name of made) await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
});

async function emptyDatabase(): Promise<string> {
  const name = `m_${randomUUID().replaceAll('-', '')}`;
  await admin.query(`create database ${name}`);
  made.push(name);
  const url = new URL(process.env.MIADI_TEST_DATABASE!);
  url.pathname = name;
  return url.href;
}

async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Every column, constraint and index, as a text that can be compared. */
const shape = (url: string): Promise<unknown[]> =>
  ask(
    url,
    `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(' ' || column_default, '') as line
       from information_schema.columns where table_schema = 'public'
     union all select pg_get_constraintdef(oid) || ' on ' || conrelid::regclass from pg_constraint where connamespace = 'public'::regnamespace
     union all select indexdef from pg_indexes where schemaname = 'public'
     order by 1`,
  );

test('from an empty database every migration runs, once', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  await migrate(url);
  const names = await ask<{ name: string }>(url, 'select name from migrations order by id');
  expect(names.map((row) => row.name)).toEqual(migrations.map((Migration) => new Migration().name));
});

test.each(migrations.map((_, i) => [i + 1]))('a database left at step %i arrives at the same shape', async (step) => {
  const [stepped, whole] = [await emptyDatabase(), await emptyDatabase()];
  await migrate(stepped, migrations.slice(0, step));
  await migrate(stepped);
  await migrate(whole);
  expect(await shape(stepped)).toEqual(await shape(whole));
});

test('several hubs may start at once beside one empty database', async () => {
  const url = await emptyDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)]);
  expect(await ask(url, 'select count(*)::int as n from migrations')).toEqual([{ n: migrations.length }]);
});

test('a database of a newer version is refused, in words', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  await ask(url, `insert into migrations (timestamp, name) values (1790000000000, 'from_the_future_1790000000000')`);
  await expect(migrate(url)).rejects.toThrow(NewerSchema);
  await expect(migrate(url)).rejects.toThrow(/newer Miadi \(it has from_the_future/);
});
