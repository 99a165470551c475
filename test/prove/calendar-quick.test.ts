import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Each change is put under fire, a little. The whole of it: npm run prove -- calendar, and docs/proofs.md.
test('the calendar holds in a crowd', () => {
  const command = ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'main.ts'), 'calendar', '--quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Every invariant held\.\n$/);
  expect(status).toBe(0);
}, 300_000);
