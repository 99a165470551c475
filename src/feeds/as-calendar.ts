import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Feed } from './feeds';

/** As calendars of the world read it (RFC 5545). Who comes is only in it where that was allowed. */
export function asCalendar({ provider, visits }: Feed): string {
  const calendar = ical({
    name: oneLine(provider),
    prodId: { company: 'Miadi', product: 'Calendar', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 15 * 60,
  });
  for (const visit of visits)
    calendar.createEvent({
      id: `visit-${visit.id}@miadi`,
      sequence: visit.version,
      start: visit.starts,
      end: visit.ends,
      stamp: visit.changedAt,
      summary: oneLine([visit.patient, visit.service, visit.reference].filter(Boolean).join(', ')),
      location: oneLine([visit.clinic, visit.address].filter(Boolean).join(', ')),
      status: visit.status === 'requested' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}

/** A name with a line break in it could otherwise begin a line of its own, and with it another event. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();
