import type { EntityManager } from 'typeorm';
import type { Secret } from '../secret';
import { theVault, useKeys } from '../sealing/sealed';
import { createDataSource } from './data-source';
import { migrate } from './migrations';
import { sealAll } from './sealed-columns';

interface Keys {
  readonly secretKey: Secret;
  readonly secretKeyBefore?: Secret | undefined;
}

/** Brings a database up to date, and makes sure that it was written with our key. */
export async function prepareDatabase(url: string, { secretKey, secretKeyBefore }: Keys): Promise<void> {
  await migrate(url);
  useKeys(secretKey, ...(secretKeyBefore ? [secretKeyBefore] : []));
  await alone(url, agreeOnKey);
}

/** After SECRET_KEY was changed: everything is sealed anew, and what else hangs on the key. Says how many values were sealed. */
export const resealDatabase = (
  url: string,
  whatElse: (tx: EntityManager) => Promise<void> = async () => undefined,
): Promise<number> =>
  alone(url, async (tx) => {
    const known = await knownKeys(tx);
    const strange = known.filter((name) => !theVault().knows(name));
    if (strange.length > 0)
      throw new Error('SECRET_KEY_BEFORE is not the key that this database was written with. Nothing was changed.');
    if (known.every((name) => name === theVault().keyName)) return 0;
    const written = await sealAll(tx);
    await whatElse(tx);
    await tx.query('delete from sealing_key where name <> $1', [theVault().keyName]);
    await tx.query('insert into sealing_key (name) values ($1) on conflict do nothing', [theVault().keyName]);
    return written;
  });

async function agreeOnKey(tx: EntityManager): Promise<void> {
  const known = await knownKeys(tx);
  if (known.includes(theVault().keyName)) return;
  if (known.length > 0)
    throw new Error(
      'SECRET_KEY is not the one that this database was written with. Put the old one back; ' +
        'or, to change it on purpose, set the old one as SECRET_KEY_BEFORE and run `npm run reseal`.',
    );
  await sealAll(tx);
  await tx.query('insert into sealing_key (name) values ($1)', [theVault().keyName]);
}

async function knownKeys(tx: EntityManager): Promise<string[]> {
  const rows = await tx.query<{ name: string }[]>('select name from sealing_key');
  return rows.map(({ name }) => name);
}

/** One process does it, the others wait and find it done; all of it, or nothing. */
async function alone<T>(url: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const dataSource = await createDataSource(url, { poolSize: 1 }).initialize();
  try {
    return await dataSource.transaction(async (tx) => {
      await tx.query(
        'set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0',
      );
      await tx.query(`select pg_advisory_xact_lock(hashtext('miadi sealing'))`);
      return work(tx);
    });
  } finally {
    await dataSource.destroy();
  }
}
