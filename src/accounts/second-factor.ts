import { Secret as TotpSecret, TOTP } from 'otpauth';

const STEP_SECONDS = 30;
const shape = { issuer: 'Miadi', algorithm: 'SHA1', digits: 6, period: STEP_SECONDS } as const; // what every app can do

export const newSecondFactor = (): string => new TotpSecret({ size: 20 }).base32;

/** What an authenticator app reads, from a square code or typed in. */
export const addressFor = (secret: string, email: string): string =>
  new TOTP({ ...shape, label: email, secret: TotpSecret.fromBase32(secret) }).toString();

/**
 * The step whose code this is, if it is one of now, of the one before or of the next; undefined if not. Whoever takes it
 * remembers the step and takes none up to it again, so that a code read over a shoulder is worth nothing.
 */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const totp = new TOTP({ ...shape, secret: TotpSecret.fromBase32(secret) });
  const off = totp.validate({ token: code.replace(/\s/g, ''), timestamp: +now, window: 1 });
  return off === null ? undefined : Math.floor(+now / 1000 / STEP_SECONDS) + off;
}
