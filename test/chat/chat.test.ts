import { spawn } from 'node:child_process';
import path from 'node:path';
import { TEST_KEY } from '../test-key';
import { makeUniverse, type Universe } from '../universe';

const top = path.resolve(__dirname, '../..');

interface Ran {
  status: number | null;
  out: string;
  err: string;
}

/** The command as somebody starts it, with these lines piped into it. */
function chat(options: string[], lines: string[] = [], env: Record<string, string> = {}): Promise<Ran> {
  const command = ['--require', require.resolve('tsx/cjs'), 'src/chat.ts', ...options];
  const child = spawn(process.execPath, command, { cwd: top, env: { ...process.env, ...env } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err }));
  });
}

let universe: Universe;
beforeAll(async () => {
  universe = await makeUniverse();
  await universe.db.query('update contact set clinic_id = $1', [universe.clinic]);
});
afterAll(() => universe.close());

test('--help says what can be asked for, and nothing is started', async () => {
  const { status, out, err } = await chat(['--help'], [], { DATABASE_URL: 'postgres://nowhere.invalid/none' });
  expect([status, err]).toEqual([0, '']);
  for (const option of ['--channel', '--lang', '--from', '--at', '--fast-forward', '--record'])
    expect(out).toContain(option);
});

test.each([
  ['an option that does not exist', ['--colour'], "'--colour'"],
  ['a moment that is none', ['--at', 'tomorrow'], '--at "tomorrow" is no point in time'],
])('%s is said to be so, without a stack trace', async (_what, options, said) => {
  const { status, err } = await chat(options);
  expect(status).toBe(1);
  expect(err).toContain(said);
  expect(err).not.toMatch(/^\s+at /m);
});

test('what is piped comes out as a transcript of both, each line with who says it', async () => {
  const { status, out, err } = await chat(['--from', '+15550100042'], ['Hello', '', '2', 'qwertz'], {
    DATABASE_URL: universe.url,
    SECRET_KEY: TEST_KEY,
  });
  expect([status, err]).toEqual([0, '']);
  const lines = out.trimEnd().split('\n');
  expect(lines.filter((line) => !/^(patient |clinic {2})\S/.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('patient '))).toEqual(['patient Hello', 'patient 2', 'patient qwertz']);
  expect(lines[0]).toBe('patient Hello');
  expect(lines[1]).toMatch(/^clinic {2}Hello, this is the assistant/);
});
