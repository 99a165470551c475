import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Forged tokens, other methods, more fields, hostile text: a little of each. The whole of it: npm run prove -- console.
test('the console lets nobody in who may not', () => {
  const command = ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'main.ts'), 'console', '--quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Every invariant held\.\n$/);
  expect(status).toBe(0);
}, 300_000);
