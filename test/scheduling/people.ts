import type { Outcome, Visit } from '../../src/scheduling/types';

export const BY_ANN = 'patient:1' as const;
export const BY_STAFF = 'staff:1' as const;

export function settled(outcome: Outcome): Visit {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.rules.join(', ')}`);
  return outcome.visit;
}

export const rulesOf = (outcome: Outcome): string[] => (outcome.kind === 'refused' ? outcome.rules : []);

/** "02 09:30" in the zone where the clinic is. */
export const localTimes = (times: { starts: Date }[], zone = 'Africa/Nairobi'): string[] => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return times.map(({ starts }) => clock.format(starts).replace(', ', ' '));
};

export const EMPTY = `delete from timer; delete from outbox; delete from waiting_offer; delete from opening; delete from waiting;
  delete from shown; delete from visit; delete from series; delete from idempotency`;
