import os from 'node:os';
import path from 'node:path';
import { type App, buildApp } from '../src/app';
import { settableClock, type SettableClock } from '../src/clock';
import { readConfig } from '../src/config';
import { freshDatabase } from './database';
import { TEST_KEY } from './test-key';

/** Every test begins on a Monday morning. */
export const MONDAY_8_00 = '2026-06-01T08:00:00Z';

export interface TestApp extends App {
  readonly clock: SettableClock;
  /** Stops the app and removes its database. */
  end(): Promise<void>;
}

/** The app that main.ts starts, on a database and at an hour of its own, answering on a free port. */
export async function startApp(environment: Record<string, string> = {}): Promise<TestApp & { address: string }> {
  const database = await freshDatabase();
  const clock = settableClock(MONDAY_8_00);
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SECRET_KEY: TEST_KEY,
    DATA_DIR: path.join(os.tmpdir(), `miadi-test-data-${process.pid}`),
    ...environment,
  });
  const app = buildApp(config, clock, database.url);
  const address = await app.start();
  const end = async () => {
    await app.stop();
    await database.drop();
  };
  return { ...app, clock, address, end };
}
