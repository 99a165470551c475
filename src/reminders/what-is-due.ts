import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';
import { breakTheSilence } from './break-the-silence';
import { offerFreedTimes } from './offer-freed-times';
import { pursueAffected } from './pursue-affected';
import { releaseHolds } from './release-holds';
import { wakeDueTimers } from './wake-due-timers';

/**
 * Everything that time alone brings about: reminders, questions afterwards, freed times for those who wait, other times for those
 * whose visit cannot take place, holds that run out.
 * What was due while nobody looked is due now. Says who has something in the inbox by it.
 */
export async function whatIsDue(db: Database): Promise<ContactId[]> {
  const woken = [
    await wakeDueTimers(db),
    await breakTheSilence(db),
    await offerFreedTimes(db),
    await pursueAffected(db),
  ];
  await releaseHolds(db);
  return [...new Set(woken.flat())];
}
