import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Something that keeps an invariant, the change that takes it away, and what must notice. */
export interface Guard {
  guard: string;
  file: string;
  change: [from: string | RegExp, to: string][];
  caughtBy: Catcher;
}

interface Catcher {
  /** For people: what goes red. */
  name: string;
  command: string[];
  /** What its output says when it is this that went red, and not something on the way there. */
  says: RegExp;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const test = (file: string, name: string): Catcher => ({
  name: `${path.basename(file)}: ${name}`,
  command: [require.resolve('jest/bin/jest'), file, '-t', `${quoted(name)}$`, '--silent'],
  says: new RegExp(`● .*${quoted(name)}`),
});

/** Some mistakes need the whole crowd to show. */
export const proof = (name: string, invariant: string, size: 'quick' | 'whole' = 'quick'): Catcher => ({
  name: `proof: ${name}`,
  command: [
    '--require',
    require.resolve('tsx/cjs'),
    'test/prove/main.ts',
    'calendar',
    ...(size === 'quick' ? ['--quick'] : []),
    '--only',
    name,
  ],
  says: new RegExp(`BROKEN  .*${quoted(invariant)}.*`),
});

const top = path.resolve(__dirname, '../..');

/** A crowd may get by without a guard once; three times in a row it does not. */
const TRIES = 3;
const LONGEST_MS = 180_000;

/** Takes each guard away in a copy of the sources and shows what noticed. 1 when nothing did, or when the copy was red before. */
export async function mutate(guards: Guard[], only?: string): Promise<number> {
  const copy = copyOfSources();
  const wanted = only?.split(',');
  const chosen = guards.filter(({ guard }) => !wanted || wanted.some((part) => guard.includes(part)));
  try {
    for (const guard of chosen) mustBeThere(copy, guard);
    const redBefore = await redWithout(copy, chosen);
    const survivors = await survivorsOf(copy, chosen);
    show(`\n${chosen.length} guards taken away one by one, ${survivors.length} not missed.`);
    return redBefore.length + survivors.length > 0 ? 1 : 0;
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}

/** Every test and proof is green while the guards are there, or their going red would say nothing. */
async function redWithout(copy: string, guards: Guard[]): Promise<string[]> {
  const red: string[] = [];
  const all = new Map(guards.map(({ caughtBy }) => [caughtBy.name, caughtBy]));
  for (const catcher of all.values()) if ((await run(copy, catcher)).status !== 0) red.push(catcher.name);
  for (const name of red) show(`RED BEFORE ANYTHING WAS TAKEN AWAY: ${name}`);
  if (red.length === 0) show(`${all.size} tests and proofs are green with every guard in place.\n`);
  return red;
}

async function survivorsOf(copy: string, guards: Guard[]): Promise<Guard[]> {
  const survivors: Guard[] = [];
  for (const guard of guards) {
    const noticed = await takeAway(copy, guard);
    show(
      `${noticed ? 'caught' : 'NOT MISSED'}  ${guard.guard.padEnd(52)} ${guard.caughtBy.name}${noticed ? `\n${' '.repeat(61)}${noticed}` : ''}`,
    );
    if (!noticed) survivors.push(guard);
  }
  return survivors;
}

function mustBeThere(copy: string, { guard, file, change }: Guard): void {
  const whole = fs.readFileSync(path.join(copy, file), 'utf8');
  if (change.some(([from]) => !(from instanceof RegExp ? from.test(whole) : whole.includes(from))))
    throw new Error(`${file} does not read as expected any more: the mutant "${guard}" must be written anew.`);
}

async function takeAway(copy: string, { file, change, caughtBy }: Guard): Promise<string | undefined> {
  const there = path.join(copy, file);
  const whole = fs.readFileSync(there, 'utf8');
  fs.writeFileSync(
    there,
    change.reduce((text, [from, to]) => text.replace(from, () => to), whole),
  );
  try {
    for (let i = 0; i < TRIES; i++) {
      const { status, output } = await run(copy, caughtBy);
      const said = caughtBy.says.exec(output)?.[0];
      if (status !== 0 && said) return said.trim();
    }
    return undefined;
  } finally {
    fs.writeFileSync(there, whole);
  }
}

function copyOfSources(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi-mutants-'));
  for (const part of [
    'src',
    'flows',
    'locales',
    'migrations',
    'test',
    'package.json',
    'tsconfig.json',
    'jest.config.js',
  ])
    if (fs.existsSync(path.join(top, part)))
      fs.cpSync(path.join(top, part), path.join(copy, part), { recursive: true });
  fs.symlinkSync(fs.realpathSync(path.join(top, 'node_modules')), path.join(copy, 'node_modules'));
  return copy;
}

function run(copy: string, { command }: Catcher): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, command, {
    cwd: copy,
    timeout: LONGEST_MS,
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const heard: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => heard.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => heard.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output: Buffer.concat(heard).toString() }));
  });
}

const show = (line: string): void => void process.stdout.write(`${line}\n`);
