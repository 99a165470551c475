import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';

export const LASTS_SECONDS = 1800;

/** Who somebody is: what stands in their token, which only we can make. */
export interface Visitor {
  user: string;
  conversation: string;
}

export interface Tokens {
  /** Of a person whom the clinic's own page knows, or of a stranger. */
  visitor(user?: string): Visitor;
  sign(visitor: Visitor): Promise<string>;
  read(token: string): Promise<Visitor | undefined>;
}

export function tokensOf(secretKey: string): Tokens {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'miadi direct line', 32));
  // One person has one conversation, wherever they open it; its name tells nothing, and cannot be guessed.
  const conversationOf = (user: string): string =>
    createHmac('sha256', key).update(user).digest('base64url').slice(0, 32);
  return {
    visitor: (user = `dl_${randomBytes(18).toString('base64url')}`) => ({ user, conversation: conversationOf(user) }),
    sign: ({ user, conversation }) =>
      new SignJWT({ user, conv: conversation })
        .setProtectedHeader({ alg: 'HS256' })
        .setJti(randomBytes(6).toString('hex'))
        .setExpirationTime(`${LASTS_SECONDS}s`)
        .sign(key),
    async read(token) {
      const read = await jwtVerify<{ user: string; conv: string }>(token, key, { algorithms: ['HS256'] }).catch(
        () => undefined,
      );
      return read && { user: read.payload.user, conversation: read.payload.conv };
    },
  };
}

export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
