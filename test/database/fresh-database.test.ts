import { freshDatabase } from '../database';

test('every test file gets a database of its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await one.dataSource.query('create table only_here (id int)');
  const [row] = await other.dataSource.query<{ found: string | null }[]>(`select to_regclass('only_here') as found`);
  expect(row?.found).toBeNull();
  await Promise.all([one.drop(), other.drop()]);
});

test('the database knows letters beyond ASCII whatever the machine has installed', async () => {
  const { dataSource, drop } = await freshDatabase();
  const [row] = await dataSource.query<{ lower: string }[]>(`select lower('ÉCOLE') as lower`);
  expect(row?.lower).toBe('école');
  await drop();
});
