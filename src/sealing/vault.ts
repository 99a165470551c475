import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../secret';

/** What sealed text begins with, before the short name of its key. */
const MARK = 'sealed:';
const SEALED = /^sealed:([0-9a-f]{8}):([A-Za-z0-9_-]{38,})$/;

interface Key {
  name: string;
  cipher: Buffer;
  index: Buffer;
}

/** Seals with the first of its keys and opens with any of them: AES-256-GCM, so what was tampered with does not open. */
export class Vault {
  private readonly keys = new Map<string, Key>();
  private readonly current: Key;

  constructor(key: Secret, ...before: Secret[]) {
    this.current = keyOf(key);
    for (const known of [...before.map(keyOf), this.current]) this.keys.set(known.name, known);
  }

  /** Which key seals now. Tells nothing about it. */
  get keyName(): string {
    return this.current.name;
  }

  /** Different each time, so that nobody sees who has the same name. */
  seal(text: string): string {
    return this.sealWith(randomBytes(IV), text);
  }

  /** The same each time, so that it can be looked up: for addresses, which are unique, and nothing that repeats. */
  sealAlike(text: string): string {
    return this.sealWith(digest(this.current.index, `alike\0${text}`).subarray(0, IV), text);
  }

  /** Text that was never sealed, or with a key we do not have, comes back as it is. */
  open(text: string): string {
    const [, name, kept] = SEALED.exec(text) ?? [];
    const key = name === undefined ? undefined : this.keys.get(name);
    if (!key || kept === undefined) return text;
    const bytes = Buffer.from(kept, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.cipher, bytes.subarray(0, IV));
    decipher.setAuthTag(bytes.subarray(-TAG));
    try {
      return decipher.update(bytes.subarray(IV, -TAG), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new Error('Something sealed in the database was changed from outside, and does not open', { cause });
    }
  }

  /** Finds a word again without telling it. */
  blind(word: string): string {
    return digest(this.current.index, `word\0${word}`).subarray(0, 12).toString('base64url');
  }

  knows(name: string): boolean {
    return this.keys.has(name);
  }

  /** What everything begins with that is sealed with the present key. */
  get mark(): string {
    return `${MARK}${this.current.name}:`;
  }

  private sealWith(iv: Buffer, text: string): string {
    const cipher = createCipheriv('aes-256-gcm', this.current.cipher, iv);
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return this.mark + sealed.toString('base64url');
  }
}

const IV = 12;
const TAG = 16;

function keyOf(secret: Secret): Key {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret.reveal(), '', purpose, 32));
  const name = derive('miadi name of the key').toString('hex').slice(0, 8);
  return { name, cipher: derive('miadi fields'), index: derive('miadi look-up') };
}

const digest = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/** Cheap enough to ask of every value that the database sends. */
export const mayBeSealed = (raw: string): boolean => raw.includes(MARK);
