import { QueryFailedError } from 'typeorm';

/** The server shut down, crashed, is starting, or closed this line; the socket broke; or nobody listens there at the moment. */
const LOST = new Set([
  ...['57P01', '57P02', '57P03', '08003', '08006', '25P03'],
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT', 'ETIMEDOUT'],
]);

/** Neither the driver nor TypeORM gives these a code. */
const LOST_WORDS = /Connection terminated|not queryable|connection error|timeout exceeded when trying to connect/;
const LOST_NAMES = new Set(['QueryRunnerAlreadyReleasedError', 'QueryRunnerProviderAlreadyReleasedError']);

/**
 * The connection went away under the work. Nobody knows whether a commit that was under way was heard, so only work that
 * carries a key (src/scheduling/once.ts) or does nothing twice may simply be tried again.
 */
export function lostConnection(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // Not asked whether it is an Error of ours: those of the socket are made elsewhere, and need not be of the same family.
  if (typeof cause !== 'object' || cause === null) return false;
  const { code, name = '', message = '' } = cause as { code?: string; name?: string; message?: string };
  return (code !== undefined && LOST.has(code)) || LOST_NAMES.has(name) || LOST_WORDS.test(message);
}
