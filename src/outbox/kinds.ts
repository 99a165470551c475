/**
 * What each kind of message may. Whatever is not named here is a notice: it is kept from those who have stopped messages, and
 * waits for the morning unless the visit it speaks of is near.
 */
export const ANSWERS = ['reply', 'details', 'mail', 'code', 'event'];

/** Nobody has asked for these: quiet hours count, and only so many a day and a week. */
export const COUNTED = ['reminder', 'feedback', 'follow_up'];

/** A freed time was asked for, and other times for a visit that cannot be are needed: quiet hours count, but it does not use up what may be said unasked. */
const WISHED = ['waiting_offer', 'affected'];

export const UNASKED = [...COUNTED, ...WISHED];

/** A code is asked for again by whoever still needs it; a second one would only confuse. */
export const NEVER_TWICE = ['code'];

/** The lower, the sooner: who waits for an answer goes before everybody who does not know that something is coming. */
export function priorityOf(kind: string): number {
  if (kind === 'reply' || kind === 'code') return 0;
  if (kind === 'affected') return 1;
  if (kind === 'waiting_offer') return 2;
  if (kind === 'reminder') return 3;
  return UNASKED.includes(kind) ? 4 : 1;
}
