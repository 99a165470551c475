import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Two reach for one case, a colleague and a patient write at once, doors are tried, Slack is ill. npm run prove -- desk for all of it.
test('the desk holds when everybody comes at once and Slack is ill', () => {
  const command = ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'main.ts'), 'desk', '--quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toMatch(/Every invariant held\.\n$/);
  expect(status).toBe(0);
}, 300_000);
