import { webApi } from '@slack/bolt';

/** What follows when Slack does not take something. */
export type Failure =
  | { kind: 'later'; seconds: number } // it was not taken, and may be sent again
  | { kind: 'unknown' } // it may have been taken: look before anything is sent again
  | { kind: 'gone' } // what was to be changed is not there any more
  | { kind: 'refused'; why: string };

const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found']);
const BUSY = new Set(['ratelimited', 'rate_limited', 'service_unavailable']);

/** https://docs.slack.dev/reference/methods/chat.postMessage: a 500 says nothing about whether the message stands. */
export function failureOf(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError) return { kind: 'later', seconds: Math.max(1, error.retryAfter) };
  if (error instanceof webApi.WebAPIHTTPError && error.statusCode < 500)
    return { kind: 'refused', why: `http_${error.statusCode}` };
  if (error instanceof webApi.WebAPIRequestError && neverArrived(error.original)) return { kind: 'later', seconds: 5 };
  if (!(error instanceof webApi.WebAPIPlatformError)) return { kind: 'unknown' };
  const why = error.data.error;
  if (GONE.has(why)) return { kind: 'gone' };
  if (BUSY.has(why)) return { kind: 'later', seconds: 30 };
  return why === 'internal_error' || why === 'fatal_error' ? { kind: 'unknown' } : { kind: 'refused', why };
}

/** Nobody was there to take it. */
function neverArrived(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && (at.code === 'ECONNREFUSED' || at.code === 'ENOTFOUND')) return true;
  return false;
}
