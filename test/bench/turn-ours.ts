import os from 'node:os';
import path from 'node:path';
import { buildApp } from '../../src/app';
import { systemClock } from '../../src/clock';
import { readConfig } from '../../src/config';
import { useKeys } from '../../src/sealing/sealed';
import { PUBLIC_URL, TOKEN } from './turn-load';

/** The whole product in a process of its own, as `npm start` runs it; what it would send is held in the outbox. */
async function main(): Promise<void> {
  const config = readConfig({
    ...{ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'error', SECRET_KEY: 'k'.repeat(40), PUBLIC_URL },
    ...{ TWILIO_ACCOUNT_SID: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', TWILIO_AUTH_TOKEN: TOKEN },
    ...{ TWILIO_SMS_FROM: '+15550100002', TWILIO_API_URL: 'http://127.0.0.1:9' },
    DATA_DIR: path.join(os.tmpdir(), `miadi-bench-${process.pid}`),
  });
  useKeys(config.secretKey);
  const app = buildApp(config, systemClock, process.argv[2] ?? '');
  process.send?.(await app.start());
}

void main();
