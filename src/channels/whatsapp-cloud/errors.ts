import type { FailureName } from '../delivery';

const among = (failure: FailureName, codes: number[]): [number, FailureName][] => codes.map((code) => [code, failure]);

/** https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes — the same codes come back in statuses. */
const MEANING = new Map<number, FailureName>([
  ...among('needs_template', [131047]),
  ...among('throttled', [4, 80007, 130429, 131048, 131056, 131057]),
  ...among('unavailable', [131000, 131016, 133016]),
  ...among('bad_address', [131026, 131021, 131030]),
  ...among('opted_out', [131050]),
  ...among('our_setup', [190, 10, 131031, 131042, 132000, 132001, 132005, 132007, 132012, 132015, 132016]),
]);

export const meaningOf = (code: number): FailureName =>
  MEANING.get(code) ?? (code >= 200 && code < 300 ? 'our_setup' : 'refused');
