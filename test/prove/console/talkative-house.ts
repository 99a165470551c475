import { oneTimeSignIn } from '../../../src/accounts/sign-in';
import { giveRole, invite } from '../../../src/accounts/people';
import { buildApp } from '../../../src/app';
import { systemClock } from '../../../src/clock';
import { readConfig } from '../../../src/config';
import { TEST_KEY } from '../../test-key';
import { emptyUniverse } from '../../universe';

/** A process of its own, so that whatever it writes anywhere can be read: started by canaries.ts. */
async function main(): Promise<void> {
  const u = await emptyUniverse();
  await u.db.query('update clock set frozen_at = null');
  const environment = { NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'trace', SECRET_KEY: TEST_KEY };
  const redis = process.env.PROOF_REDIS_URL;
  const config = readConfig({ ...environment, ...(redis && { REDIS_URL: redis }) });
  const app = buildApp(config, systemClock, u.url);
  const address = await app.start();
  const { id } = await invite(u.db, { email: 'first@clinic.example', name: 'First' }, 'system');
  await giveRole(u.db, id, { role: 'administrator', clinicId: null, providerId: null }, 'system');
  const invitation = await oneTimeSignIn(u.db, id, 'system');
  process.once(
    'SIGTERM',
    () =>
      void app
        .stop()
        .then(() => u.close())
        .then(() => process.exit(0)),
  );
  process.send?.({ address, invitation });
}

void main();
