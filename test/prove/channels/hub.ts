import os from 'node:os';
import path from 'node:path';
import { buildApp } from '../../../src/app';
import { systemClock } from '../../../src/clock';
import { readConfig } from '../../../src/config';
import { TEST_KEY } from '../../test-key';

/** One of several hubs that share a database, in a process of its own. */
async function main(): Promise<void> {
  const [url = '', settings = '{}'] = process.argv.slice(2);
  const config = readConfig({
    ...{ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', SECRET_KEY: TEST_KEY },
    DATA_DIR: path.join(os.tmpdir(), `miadi-hub-${process.pid}`),
    ...(JSON.parse(settings) as Record<string, string>),
  });
  const app = buildApp(config, systemClock, url);
  process.send?.(await app.start());
}

void main();
