import { jwtVerify, SignJWT } from 'jose';
import type { Secret } from '../secret';
import { keyFor } from './keys';

/** One algorithm, one audience, one kind: a token that says anything else is none of ours. */
const ALGORITHM = 'HS256';
const KIND = 'miadi+jwt';
const AUDIENCE = 'miadi-api';
const ISSUER = 'miadi';
export const TOKEN_MINUTES = 10;

/** A short token for programs. It says only which sign-in it stands for; what that may do is looked up each time. */
export const makeToken = (secret: Secret, signInId: number, now: Date): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: KIND })
    .setSubject(String(signInId))
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(new Date(+now + TOKEN_MINUTES * 60_000))
    .sign(keyFor(secret, 'api tokens'));

/** The sign-in that a token stands for, if it is ours and still fresh. */
export async function readToken(secret: Secret, token: string, now: Date): Promise<number | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyFor(secret, 'api tokens'), {
      algorithms: [ALGORITHM],
      typ: KIND,
      audience: AUDIENCE,
      issuer: ISSUER,
      currentDate: now,
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    return /^\d{1,15}$/.test(payload.sub ?? '') ? Number(payload.sub) : undefined;
  } catch {
    return undefined; // whatever is wrong with it, the holder learns only that it is not accepted
  }
}
