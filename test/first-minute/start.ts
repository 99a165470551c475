import { buildApp } from '../../src/app';
import { systemClock } from '../../src/clock';
import { readConfig } from '../../src/config';
import { seedWhenEmpty } from '../../src/demo/seed-when-empty';
import { openFirstMinute } from '../../src/first-minute';
import { freshDatabase } from '../database';
import { TEST_KEY } from '../test-key';

/** A Monday morning on which everything is open, and the clock runs on. */
export const MONDAY = '2026-06-01T05:30:00Z';

/** What `npm start` brings up on a machine without keys, on a free port. */
export async function startFirstMinute() {
  const database = await freshDatabase();
  const firstMinute = await openFirstMinute();
  const environment = { NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', SECRET_KEY: TEST_KEY };
  const config = readConfig({ ...environment, ...firstMinute.environment });
  const app = buildApp(config, systemClock, database.url, 'all', { frontPage: firstMinute.show });
  const address = await app.start();
  await app.dataSource.query(`update clock set shift = $1::timestamptz - clock_timestamp()`, [MONDAY]);
  await seedWhenEmpty(app.dataSource, new Date(MONDAY));
  const end = async (): Promise<void> => {
    await app.stop();
    await firstMinute.close();
    await database.drop();
  };
  return { address, dataSource: app.dataSource, end };
}
