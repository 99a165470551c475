import { createStore, del, get, keys, set, update, type UseStore } from 'idb-keyval';
import { now } from './now';

/**
 * What stays on this device when the line is down: the lists of two days, and what was written down meanwhile. It goes when
 * somebody signs out, and lists go after half a day in any case, as a sign-in would have.
 */
const LONGEST_MS = 12 * 3_600_000;

let store: UseStore | undefined;
const ours = (): UseStore => (store ??= createStore('miadi-desk', 'kept'));

interface Kept<T> {
  value: T;
  at: number;
}

/** A browser may keep nothing at all (private windows): then there is nothing without a line, and all else goes on. */
export async function keep(name: string, value: unknown): Promise<void> {
  await set(name, { value, at: +now() }, ours()).catch(() => undefined);
}

export async function kept<T>(name: string): Promise<Kept<T> | undefined> {
  const found = await get<Kept<T>>(name, ours()).catch(() => undefined);
  return found && +now() - found.at < LONGEST_MS ? found : undefined;
}

/** However old it is: what somebody wrote down is not thrown away because the line was gone for long. */
export const keptForLong = async <T>(name: string): Promise<T | undefined> =>
  (await get<Kept<T>>(name, ours()).catch(() => undefined))?.value;

/** Changed as it stands in the store, so that two windows do not write over each other. */
export async function alter<T>(name: string, known: T, change: (value: T | undefined) => T): Promise<T> {
  let next: T | undefined;
  const inStore = (old?: Kept<T>): Kept<T> => ({ value: (next = change(old?.value)), at: +now() });
  await update<Kept<T>>(name, inStore, ours()).catch(() => (next = change(known)));
  return next as T;
}

/** All but what waits to be sent, which belongs to the one who wrote it. */
export async function forgetLists(...but: string[]): Promise<void> {
  for (const name of await names()) if (!name.startsWith(WAITING) && !but.includes(name)) await drop(name);
}

export const drop = (name: string): Promise<void> => del(name, ours()).catch(() => undefined);

export const WAITING = 'waiting ';
export const names = (): Promise<string[]> => keys<string>(ours()).catch(() => []);
