import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Broken calls at every door and callers who dawdle: a little of each. Four hubs, and a database that goes away, take longer.
test('the doors hold', () => {
  const command = [
    '--require',
    require.resolve('tsx/cjs'),
    path.join(__dirname, 'main.ts'),
    'channels',
    '--quick',
    '--only',
    'fuzz,slow',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--seed', '1'], { encoding: 'utf8' });
  // The library of the Bot Framework complains of forgers on stderr.
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  expect(stdout).toMatch(/Every invariant held\.\n$/);
}, 300_000);
