import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Couriers are killed, the provider lies, Redis goes away, and ten years pass: a little of each.
test('what leaves the house holds when everything else breaks', () => {
  const command = ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'main.ts'), 'delivery', '--quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Every invariant held\.\n$/);
  expect(status).toBe(0);
}, 300_000);
