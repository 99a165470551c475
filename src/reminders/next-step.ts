import type { ContactId } from '../database/ids';

export type Step = 'new' | 'asked' | 'reminded' | 'elsewhere' | 'call';

/** All that decides how it goes on with somebody whose visit cannot take place. */
export interface Standing {
  step: Step;
  now: Date;
  starts: Date;
  /** The visit still stands and the time is still taken out of the calendar. */
  stands: boolean;
  /** They have asked for a person, or a colleague is writing with them. */
  withTheDesk: boolean;
  /** The surest address; the one that was asked last, if it still may be written to; and one that has not been asked. */
  nearest: ContactId | null;
  last: ContactId | null;
  other: ContactId | null;
  /** When they last wrote since we asked. */
  wroteAt: Date | null;
  silentHours: number;
}

export type Deed =
  { kind: 'settle' } | { kind: 'call' } | { kind: 'wait'; until: Date } | { kind: 'ask'; whom: ContactId; then: Step };

const MINUTE_MS = 60_000;
const SHORTEST_MS = 15 * MINUTE_MS;

/** How long an answer may take: as long as for any reminder, but never so long that the visit would come before the desk knows. */
export const patience = ({ now, starts, silentHours }: Pick<Standing, 'now' | 'starts' | 'silentHours'>): number =>
  Math.min(silentHours * 60 * MINUTE_MS, Math.max(SHORTEST_MS, (+starts - +now) / 4));

/** Asked, reminded, asked elsewhere, called. Who writes has time to make up their mind. */
export function nextStep(standing: Standing): Deed {
  const { step, now, starts, stands, withTheDesk, wroteAt } = standing;
  if (!stands || starts <= now) return { kind: 'settle' };
  if (withTheDesk) return { kind: 'call' };
  const thinking = wroteAt ? new Date(+wroteAt + patience(standing)) : now;
  if (thinking > now) return { kind: 'wait', until: thinking };
  return whomNext(step, standing) ?? { kind: 'call' };
}

function whomNext(step: Step, { nearest, last, other }: Standing): Deed | undefined {
  if (step === 'new' && nearest !== null) return { kind: 'ask', whom: nearest, then: 'asked' };
  if (step === 'asked' && last !== null) return { kind: 'ask', whom: last, then: 'reminded' };
  if ((step === 'asked' || step === 'reminded') && other !== null)
    return { kind: 'ask', whom: other, then: 'elsewhere' };
  return undefined;
}
