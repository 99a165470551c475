import { NotSent } from '../delivery';

/** What nodemailer says of a mail that was not taken. https://nodemailer.com/errors */
interface MailError {
  code?: string;
  /** What the system called it. */
  originalCode?: string;
  responseCode?: number;
  command?: string;
}

/** The line was never there. After any other break the server may have the mail. */
const NOBODY_THERE = new Set(['ECONNREFUSED', 'EDNS', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** These say something of the mailbox: it is not there, has moved, or its owner will not have us. */
const NO_SUCH_BOX = new Set([550, 551, 553, 511, 521, 556]);

export function explain(error: unknown): never {
  const { code = '', originalCode = code, responseCode = 0, command } = error as MailError;
  if (NOBODY_THERE.has(originalCode)) throw new NotSent('unavailable', { cause: error });
  // An answer in words of SMTP is one: nothing was kept.
  if (code === 'EAUTH' || code === 'ETLS' || code === 'ENOAUTH') throw new NotSent('our_setup', { cause: error });
  if (responseCode >= 500) throw new NotSent(whatIsRefused(responseCode, command), { cause: error });
  // Many servers take from a stranger only what comes a second time, a few minutes later.
  if (responseCode >= 400) throw new NotSent('throttled', { cause: error });
  throw new NotSent('unknown_outcome', { cause: error });
}

function whatIsRefused(responseCode: number, command: string | undefined) {
  // What stands against our sender is no word about this patient.
  if (command === 'MAIL FROM' || command === 'CONN' || command === 'EHLO') return 'our_setup';
  return NO_SUCH_BOX.has(responseCode) ? 'bad_address' : 'refused';
}
