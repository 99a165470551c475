import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { lostConnection } from '../../src/database/lost-connection';
import { freshDatabase, type FreshDatabase } from '../database';

let fresh: FreshDatabase;
beforeAll(async () => void (fresh = await freshDatabase()));
afterAll(() => fresh.drop());

const OTHERS = `pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

test('a line that is cut in the middle of a transaction fails that work and nothing else', async () => {
  const db = fresh.dataSource;
  const uncaught = jest.fn();
  process.prependListener('uncaughtException', uncaught);
  const work = db.transaction(async (tx) => {
    await tx.query('select 1');
    await db.query(`select pg_terminate_backend(pid) from ${OTHERS}`);
    await sleep(100);
    await tx.query('select 2');
  });
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(lostConnection(error)).toBe(true);
  expect(uncaught).not.toHaveBeenCalled();
  process.removeListener('uncaughtException', uncaught);
  expect(await db.query('select 3 as n')).toEqual([{ n: 3 }]);
});

// The pool and TypeORM each listen while a client is theirs. A server that dies may say so in the very packet that ends a
// query, while the client goes from one to the other, and an error that nobody listens to ends the process.
test('a client is listened to even while it changes hands', async () => {
  const driver = fresh.dataSource.driver as unknown as { obtainMasterConnection(): Promise<[PoolClient, () => void]> };
  const [client, release] = await driver.obtainMasterConnection();
  expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
  release();
});

test.each([
  ['a refusal of the database', Object.assign(new Error('duplicate key'), { code: '23505' })],
  ['a mistake of ours', new TypeError('undefined is not a function')],
  ['no error at all', undefined],
])('%s is no lost connection', (_what, error) => {
  expect(lostConnection(error)).toBe(false);
});
