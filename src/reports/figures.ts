import { responseTime } from './desk';
import { equity } from './equity';
import type { Figure } from './figure';
import { dropOff, messageCost } from './messages';
import { utilisation } from './utilisation';
import { bookings, cancellations, leadTime, noShows, reminders } from './visits';
import { openings, waitingList } from './waiting';

/** Every figure there is, in the order in which they are shown. */
export const figures: readonly Figure[] = [
  ...[bookings, cancellations, noShows, utilisation, leadTime],
  ...[openings, waitingList, reminders, dropOff, messageCost, responseTime, equity],
];
