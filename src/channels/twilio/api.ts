import twilio, { type Twilio } from 'twilio';
import RestException from 'twilio/lib/base/RestException';
import { type FailureName, NotSent } from '../delivery';

export interface TwilioSettings {
  accountSid: string;
  authToken: { reveal(): string };
  apiUrl: string;
}

const TIMEOUT_MS = 10_000;

export function twilioClient({ accountSid, authToken, apiUrl }: TwilioSettings): Twilio {
  const client = twilio(accountSid, authToken.reveal(), { timeout: TIMEOUT_MS });
  client.api.baseUrl = apiUrl;
  client.content.baseUrl = apiUrl.replace('//api.', '//content.');
  return client;
}

/** https://www.twilio.com/docs/api/errors */
const MEANING: Record<number, FailureName> = {
  21610: 'opted_out',
  21211: 'bad_address',
  21214: 'bad_address',
  21217: 'bad_address',
  21612: 'bad_address',
  21614: 'bad_address',
  21635: 'bad_address',
  30005: 'bad_address',
  30006: 'bad_address',
  63003: 'bad_address',
  63024: 'bad_address',
  21408: 'our_setup',
  21601: 'our_setup',
  21606: 'our_setup',
  21212: 'our_setup',
  21608: 'our_setup',
  21703: 'our_setup',
  21704: 'our_setup',
  20003: 'our_setup',
  30002: 'our_setup',
  30032: 'our_setup',
  30034: 'our_setup',
  20429: 'throttled',
  21611: 'throttled',
  30001: 'throttled',
  30022: 'throttled',
  63017: 'throttled',
  63018: 'throttled',
  30003: 'unreachable',
  30008: 'unreachable',
  30017: 'unreachable',
  63014: 'opted_out',
  63033: 'opted_out',
  63015: 'our_setup',
  63027: 'our_setup',
  63028: 'our_setup',
  63041: 'our_setup',
  63016: 'needs_template',
};

export const meaningOf = (code: number): FailureName => MEANING[code] ?? 'refused';

/**
 * Why a message could not be handed over. There is no idempotency key for messages, so whatever may have been accepted
 * before the answer was lost is of unknown outcome and is looked into, never simply sent again.
 */
export function explain(error: unknown): never {
  if (error instanceof RestException) {
    if (error.status === 429) throw new NotSent('throttled', { cause: error });
    if (error.status < 500) throw new NotSent(meaningOf(error.code ?? 0), { cause: error });
  }
  const refusedToConnect = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  throw new NotSent(refusedToConnect ? 'unavailable' : 'unknown_outcome', { cause: error });
}
