import type { DataSource } from 'typeorm';
import { isEmpty, seedDemoNetwork } from './network';

const SEED = 1;

/** Fills a database without clinics with the demo network, once, however many processes start at the same moment. */
export async function seedWhenEmpty(dataSource: DataSource, today: Date): Promise<boolean> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    // Tried, not waited for: whoever holds it is seeding, and seeding takes longer than a lock may be waited for.
    const [mine] = (await runner.query(`select pg_try_advisory_lock(hashtext('miadi demo')) as locked`)) as Lock[];
    if (!mine?.locked || !(await isEmpty(dataSource))) return false;
    await seedDemoNetwork(dataSource, { seed: SEED, today: today.toISOString().slice(0, 10) });
    return true;
  } finally {
    await runner.query(`select pg_advisory_unlock_all()`);
    await runner.release();
  }
}

interface Lock {
  readonly locked: boolean;
}
