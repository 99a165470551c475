import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../database/processes';
import { TEST_KEY } from '../test-key';
import { makeUniverse, type Universe } from '../universe';

let u: Universe;
beforeAll(async () => {
  u = await makeUniverse();
});
afterAll(() => u.close());

/** As an operator types it, in a process of its own. */
async function run(command: string, ...args: string[]): Promise<{ said: string; complained: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: u.url, SECRET_KEY: TEST_KEY };
  const program = ['--require', require.resolve('tsx/cjs'), path.join(checkout, 'src', command), ...args];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program, { cwd: checkout, env }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return { said: stdout, complained: stderr };
}

test('what is kept of somebody is taken out, with their name in the open', async () => {
  const { said, complained } = await run('data-command.ts', 'export', String(u.patients.Ann));
  expect(complained).toBe('');
  expect(JSON.parse(said)).toMatchObject({ patient: { name: 'Ann' } });
});

test('a table of patients is rehearsed', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'miadi-table-')), 'patients.csv');
  fs.writeFileSync(file, 'name,phone\nEve,+254711000555\n');
  const { said, complained } = await run('import-command.ts', 'patients', file, '--clinic', String(u.clinic));
  expect(complained).toBe('');
  expect(said).toContain('1 lines: 1 new');
});

test('letters that did not arrive are listed, and a command that is none is named', async () => {
  expect((await run('outbox-command.ts')).complained).toBe('');
  expect((await run('outbox-command.ts', 'dead')).complained).toBe('');
  expect((await run('outbox-command.ts', 'sing')).complained).toMatch(/There is no "sing". There are: status/);
});
