import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Broken calls at every door, callers who dawdle, repeats at four hubs, and a database that goes away: a little of each.
test('the doors hold', () => {
  const command = ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'main.ts'), 'channels', '--quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Every invariant held\.\n$/);
  expect(status).toBe(0);
}, 300_000);
