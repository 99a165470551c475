import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** A visit as a calendar is told of it (RFC 5545 and 5546). */
export interface CalendarVisit {
  uid: string;
  /** A calendar takes only news with a higher number than it has. */
  number: number;
  state: 'booked' | 'requested' | 'cancelled';
  starts: Date;
  ends: Date;
  /** When this was written. */
  now: Date;
  summary: string;
  details: string;
  place: string;
  clinic: string;
  /** Of the clinic, and of whose calendar it is. Both stay the same for one `uid`, or a calendar refuses the change. */
  from: string;
  to: string;
}

const STATUS = {
  booked: ICalEventStatus.CONFIRMED,
  requested: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
};

export const methodOf = (state: CalendarVisit['state']): 'REQUEST' | 'CANCEL' =>
  state === 'cancelled' ? 'CANCEL' : 'REQUEST';

/** Times stand there in UTC: every calendar shows them where its owner is, and none needs a table of zones. */
export function calendarFile(visit: CalendarVisit): string {
  const calendar = ical({
    prodId: { company: 'Miadi', product: 'Miadi' },
    method: ICalCalendarMethod[methodOf(visit.state)],
  });
  calendar.createEvent({
    id: visit.uid,
    sequence: visit.number,
    stamp: visit.now,
    start: visit.starts,
    end: visit.ends,
    status: STATUS[visit.state],
    summary: plain(visit.summary),
    description: plain(visit.details),
    location: plain(visit.place),
    // A quote could not stand in a name there.
    organizer: { name: plain(visit.clinic).replaceAll('"', "'"), email: visit.from },
    // They have agreed already, in the conversation; an answer by mail would be read by nobody.
    attendees: [{ email: visit.to, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
  });
  return calendar.toString();
}

/** What could end a line early for a reader that is less careful than the standard wants. */
const plain = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
