import { say, wish } from './flow';

/** Looking for free times, and for later ones. Both end in `offering`, or in `nothing_free`. */
export const pickATime = {
  searching: {
    entry: wish('find_times'),
    on: {
      'times.found': { target: 'offering', actions: 'remember' },
      'times.found_elsewhen': { target: 'offering', actions: ['remember', say('booking.not_then')] },
      'times.none': { target: 'nothing_free', actions: 'remember' },
    },
  },
  searching_later: {
    entry: wish('find_later_times'),
    on: {
      'times.found': { target: 'offering', actions: 'remember' },
      'times.found_elsewhen': { target: 'offering', actions: ['remember', say('booking.not_then')] },
      // Past the last one: begin again with the first.
      'times.none': { target: 'searching', actions: say('booking.no_later') },
    },
  },
} as const;
