import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Address, Receipt } from '../channels/channel';
import type { Inbound } from './receive';

/** What a provider brought while the database was away, and would not bring again. */
export type Spooled =
  | { what: 'message'; message: Omit<Inbound, 'sentAt'> & { sentAt: string } }
  | { what: 'receipt'; receipt: Receipt }
  | { what: 'consent'; from: Address; given: boolean }
  | { what: 'memory'; channel: string; key: string; value: object };

export interface Spool<Item = Spooled> {
  /** Resolves when it is safely on the disk, and throws SpoolFull when there is no more room. */
  put(spooled: Item): Promise<void>;
  isEmpty(): boolean;
  /** Hands over what lies there, oldest first; stops at the first that cannot be taken. Says how many were. */
  empty(take: (spooled: Item) => Promise<void>): Promise<number>;
}

export class SpoolFull extends Error {}

/** Some ten hours of a busy clinic. Beyond it providers are told that we cannot. */
const MOST = 20_000;
const ENDING = '.sealed';

/** A folder of small encrypted files, named in the order of their coming. */
export async function openSpool<Item = Spooled>(folder: string, secretKey: string): Promise<Spool<Item>> {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'miadi spool', 32));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort();
  // Several processes may share the folder; each counts on from what it found.
  let waiting = (await names()).length;
  let count = 0;
  let emptying: Promise<number> | undefined;

  const all = async (take: (spooled: Item) => Promise<void>): Promise<number> => {
    let taken = 0;
    for (const name of await names()) {
      const file = path.join(folder, name);
      const sealed = await readFile(file).catch(() => undefined); // another process was quicker
      if (!sealed) continue;
      const spooled = unseal<Item>(sealed, key);
      if (!spooled) await rename(file, `${file}.unreadable`);
      else {
        await take(spooled);
        await rm(file, { force: true });
        taken++;
      }
    }
    waiting = (await names()).length;
    return taken;
  };

  return {
    async put(spooled) {
      if (waiting >= MOST) throw new SpoolFull();
      waiting++;
      const name = `${moment()}-${String(count++).padStart(6, '0')}-${process.pid}${ENDING}`;
      await writeSafely(path.join(folder, name), seal(spooled, key));
    },
    isEmpty: () => waiting === 0,
    empty: (take) => (emptying ??= all(take).finally(() => (emptying = undefined))),
  };
}

/** In the order of coming, also over a restart. */
const moment = (): string => String(Math.round((performance.timeOrigin + performance.now()) * 1000)).padStart(17, '0');

const IV = 12;
const TAG = 16;

function seal(spooled: unknown, key: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = [cipher.update(JSON.stringify(spooled), 'utf8'), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]);
}

/** Nothing comes back for what was changed, cut short, or sealed with another key: it is kept aside for whoever has that. */
function unseal<Item>(sealed: Buffer, key: Buffer): Item | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV));
    decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
    return JSON.parse(decipher.update(sealed.subarray(IV + TAG), undefined, 'utf8') + decipher.final('utf8')) as Item;
  } catch {
    return undefined;
  }
}

/** Whole and on the disk before it has its name: a power cut leaves either all of it or nothing. */
async function writeSafely(file: string, bytes: Buffer): Promise<void> {
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  const folder = await open(path.dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}
