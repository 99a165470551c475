import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../secret';

type Purpose = 'api tokens' | 'second factor' | 'phone look-up';

/** A key for one purpose, out of the key of the house: what one of them gives away opens nothing else. */
export function keyFor(secret: Secret, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', `miadi ${purpose}`, 32));
}

/** 256 random bits, in letters that survive a link. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token. It has too many bits to be guessed, so a plain hash is enough. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** What is stored of something short, such as a phone number: without the key nobody can try them all. */
export const keyedHash = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

/** AES-256-GCM. The context is what a value belongs to, so that it cannot be carried over to another row. */
export function lock(key: Buffer, text: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), locked]).toString('base64');
}

export function unlock(key: Buffer, locked: string, context: string): string {
  const bytes = Buffer.from(locked, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
