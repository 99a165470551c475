import type { FastifyRequest } from 'fastify';
import { looksLikeKey, whoHolds } from '../accounts/api-keys';
import type { Who } from '../accounts/policy';
import { whoHas, whoIs } from '../accounts/sessions';
import { readToken } from '../accounts/tokens';
import type { Database } from '../database/statements';
import { Problem } from '../hub/errors';
import type { Secret } from '../secret';

export const COOKIE = 'miadi';

export interface Known {
  readonly who: Who;
  readonly now: Date;
  readonly signInId: number | null;
}

export interface Doorkeeper {
  readonly db: Database;
  readonly secret: Secret;
  readonly publicUrl: string;
}

/** Who sends this request: by the cookie of our own pages, by a token, or by a key. */
export async function identify(house: Doorkeeper, request: FastifyRequest): Promise<Known> {
  const known = await byAny(house, request);
  if (!known) throw new Problem('signed_out');
  return known;
}

async function byAny(house: Doorkeeper, request: FastifyRequest): Promise<Known | undefined> {
  const { authorization } = request.headers;
  if (authorization === undefined) return byCookie(house, request);
  const bearer = /^Bearer ([\w.~+/=-]{1,2000})$/.exec(authorization)?.[1];
  if (!bearer) return undefined;
  if (!looksLikeKey(bearer)) return byToken(house, bearer);
  const holder = await whoHolds(house.db, bearer);
  return holder && { ...holder, signInId: null };
}

async function byToken({ db, secret }: Doorkeeper, token: string): Promise<Known | undefined> {
  const [clock] = await db.query<{ now: Date }[]>('select clock_now() as now');
  const signInId = clock && (await readToken(secret, token, clock.now));
  return signInId === undefined ? undefined : whoIs(db, signInId);
}

async function byCookie({ db, publicUrl }: Doorkeeper, request: FastifyRequest): Promise<Known | undefined> {
  const token = cookieIn(request.headers.cookie, COOKIE);
  if (!token) return undefined;
  // A browser sends the cookie along for whoever asks it to; only our own pages may.
  if (request.method !== 'GET' && request.method !== 'HEAD') fromOurselves(publicUrl, request);
  // A page that looks for news by itself shall not keep somebody signed in who has gone home.
  return whoHas(db, token, request.headers['x-background'] === undefined && !request.url.startsWith('/api/v1/live'));
}

export const cookieIn = (header: string | undefined, name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(header ?? '')?.[1];

/** Browsers say from where a request comes, and no page can make them lie. Nothing said is not enough. */
export function fromOurselves(publicUrl: string, { headers }: FastifyRequest): void {
  const { origin, host, 'sec-fetch-site': site } = headers;
  // A page that names no referrer is called "null" by its forms; this header still tells it from a stranger's.
  if (site !== undefined && site !== 'same-origin') throw new Problem('forbidden');
  if (site === 'same-origin' && (origin === undefined || origin === 'null')) return;
  const same =
    origin !== undefined && (origin === publicUrl || (URL.canParse(origin) && new URL(origin).host === host));
  if (!same) throw new Problem('forbidden');
}

export const setCookie = (name: string, token: string, path: string, publicUrl: string): string =>
  `${name}=${token}; Path=${path}; HttpOnly; SameSite=Strict${publicUrl.startsWith('https:') ? '; Secure' : ''}` +
  (token === '' ? '; Max-Age=0' : '');
