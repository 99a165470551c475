import type { Secret } from '../secret';
import { Vault } from './vault';

/**
 * The vault of this process. Whoever may write decides here what is sealed; reading needs nothing, because the connection
 * opens what it is sent (src/database/opened-types.ts). Without a key nothing can be written, and nothing is read.
 */
let vault: Vault | undefined;

/** Once, before the database is opened. Old keys only open. */
export function useKeys(key: Secret, ...before: Secret[]): void {
  vault = new Vault(key, ...before);
}

export function theVault(): Vault {
  if (!vault) throw new Error('No SECRET_KEY is in use: call useKeys before the database is read or written');
  return vault;
}

/** Names, and whatever somebody wrote. */
export const sealed = (text: string): string => theVault().seal(text);
export const sealedOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : sealed(text);

/** An address, to store or to look for. */
export const sealedAddress = (address: string): string => theVault().sealAlike(address);

/** A document with words of people in it, as JSON. What the database itself must read is named, and stays in the open. */
export function sealedDocument(document: object, inTheOpen: readonly string[] = []): string {
  const open = Object.entries(document).filter(([key]) => inTheOpen.includes(key));
  return JSON.stringify({ ...Object.fromEntries(open), sealed: sealed(JSON.stringify(document)) });
}

/** The words of a name, so that somebody can be found by any of them; the database sees none. */
export const nameWords = (name: string): string[] => [...new Set(wordsOf(name).map((word) => theVault().blind(word)))];

/** Without case and accents, as people type them at a desk. */
const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/g, '')
    .toLocaleLowerCase('en')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
