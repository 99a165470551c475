import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

// OWASP's figures for scrypt: 32 MB and some 150 ms each. Node's own, because a native package for argon2 would have to be
// built or downloaded on every machine (docs/decisions/050-accounts.md).
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const BYTES = 32;

const derive = promisify(scrypt) as (text: string, salt: Buffer, bytes: number, cost: typeof COST) => Promise<Buffer>;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize('NFKC'), salt, BYTES, COST);
  return `scrypt$15$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** As slow for somebody we do not know as for somebody we do, so that the time it takes says nothing. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [kind, , salt = '', hash = ''] = (stored ?? NOBODYS).split('$');
  const derived = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), BYTES, COST);
  const expected = Buffer.from(hash, 'base64');
  return stored !== null && kind === 'scrypt' && expected.length === BYTES && timingSafeEqual(derived, expected);
}

const NOBODYS = `scrypt$15$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(BYTES).toString('base64')}`;

const SHORTEST = 12;
const LONGEST = 200;

/** Long, and not made of what anybody would try first. */
export function weakness(password: string, { email, name }: { email: string; name: string }): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < SHORTEST)
    return `A password needs at least ${SHORTEST} characters: a short sentence is a good one.`;
  if (plain.length > LONGEST) return `A password has at most ${LONGEST} characters.`;
  const own = [...(email.split('@')[0] ?? '').split(/[._-]/), ...name.toLowerCase().split(/\s+/)].filter(
    (word) => word.length > 2,
  );
  const rest = [...COMMON, ...own]
    .reduce((text, word) => text.replaceAll(word, ''), plain)
    .replace(/[\d\p{P}\p{S}\s]/gu, '');
  if (new Set(rest).size < 5)
    return 'This password is among the first that somebody would try: leave out names and rows of keys.';
  return undefined;
}

const COMMON = ['password', 'passwort', 'contraseña', 'motdepasse', 'senha', 'nenosiri', 'qwerty', '123456789', '12345', 'miadi', 'clinic', 'letmein', 'welcome', 'administrator', 'admin']; // prettier-ignore
