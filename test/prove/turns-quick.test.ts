import { spawnSync } from 'node:child_process';
import path from 'node:path';

// A little of each. The whole of it: npm run prove -- turns, and docs/proofs.md.
test('a conversation holds whatever is said to it', () => {
  const command = ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'main.ts'), 'turns', '--quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Every invariant held\.\n$/);
  expect(status).toBe(0);
}, 300_000);
