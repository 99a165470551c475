import { z } from 'zod';
import { Secret } from './secret';

/** The kinds of value that a setting may have, each with the words for whoever got it wrong. */
export const text = z.string().optional();
export const secret = z.string().transform(hide).optional();
export const yesNo = z.enum(['yes', 'no'], 'must be yes or no').default('no');
export const webAddress = z.url({ protocol: /^https?$/, error: 'must start with https:// or http://' });
export const longSecret = z.string().min(32, 'must have at least 32 characters; `openssl rand -base64 32` makes one');

export function hide(value: string): Secret {
  return new Secret(value);
}

/** An address that holds a password. */
export const secretAddress = (...schemes: string[]) =>
  z
    .url({ protocol: new RegExp(`^(${schemes.join('|')})$`), error: `must start with ${schemes.join(':// or ')}://` })
    .transform(hide)
    .optional();
