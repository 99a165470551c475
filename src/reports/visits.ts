import { type By, count, daysFrom, type Figure, percentile, share } from './figure';

/**
 * Every visit that was settled, and how it came to be: by which channel a patient wrote, at the `desk`, by a `program`, or by the
 * `system` (a series, a freed time). Its language is the patient's.
 */
export const visitsWhere = (day: string, condition: string, more = 'null::int as nothing'): string => `
  select v.id, v.clinic_id, v.provider_id, v.service_id, v.patient_id, v.status, v.starts, v.created_at, v.changed_at, v.confirmed_at,
         ${day} as day, coalesce(p.language, 'en') as language,
         case split_part(v.booked_by, ':', 1) when 'patient' then coalesce(k.channel, 'web')
              when 'staff' then 'desk' when 'key' then 'program' else 'system' end as channel, ${more}
    from visit v join clinic c on c.id = v.clinic_id
    left join patient p on p.id = v.patient_id
    left join contact k on k.id = substring(v.booked_by from '^patient:([0-9]+)$')::bigint
   where v.status not in ('held', 'expired', 'released') and ${condition}`;

export const VISIT_BY: readonly By[] = ['clinic', 'provider', 'service', 'channel', 'language', 'day', 'week', 'month'];

const MADE_ON = '(v.created_at at time zone c.time_zone)::date';
/** A visit that was moved is one booking, however often. */
const FIRST = 'v.moved_from is null';
const LEAD = daysFrom('f.created_at', 'f.starts');

export const bookings: Figure = {
  name: 'bookings',
  title: 'Bookings',
  about: 'Visits by the day on which they were booked or asked for. A visit that was moved counts once.',
  by: VISIT_BY,
  facts: visitsWhere(MADE_ON, FIRST),
  measures: {
    bookings: count('Bookings'),
    byPatients: count('By patients themselves', `f.channel not in ('desk', 'program', 'system')`),
    selfService: share('Share by patients themselves', `f.channel not in ('desk', 'program', 'system')`),
  },
};

export const leadTime: Figure = {
  name: 'lead-time',
  title: 'Lead time',
  about: 'Days between booking and visit, by the day of booking. A visit that was moved counts as it was first booked.',
  by: VISIT_BY,
  facts: visitsWhere(MADE_ON, FIRST),
  measures: {
    bookings: count('Bookings'),
    median: percentile('Half are within', 'days', LEAD),
    ninety: percentile('Nine of ten are within', 'days', LEAD, 'true', 0.9),
    overFourWeeks: share('More than four weeks ahead', `${LEAD} > 28`),
  },
};

/** Somebody who cancelled and within thirty days booked the same specialty again. */
const REBOOKED = `
  exists (select from visit n join service ns on ns.id = n.service_id join service vs on vs.id = v.service_id
           where n.patient_id = v.patient_id and ns.specialty = vs.specialty and n.moved_from is null
             and n.status not in ('held', 'expired', 'released')
             and n.created_at >= v.changed_at and n.created_at < v.changed_at + interval '30 days') as rebooked`;

export const cancellations: Figure = {
  name: 'cancellations',
  title: 'Cancellations',
  about: 'Visits by the day on which they were to be, moved ones left out. Late: less than a day before the visit. Again: the patient booked the same specialty within thirty days.', // prettier-ignore
  by: VISIT_BY,
  facts: visitsWhere('v.day', `v.status in ('booked', 'arrived', 'done', 'missed', 'cancelled')`, REBOOKED),
  measures: {
    visits: count('Visits'),
    cancelled: count('Cancelled', `f.status = 'cancelled'`),
    cancelledShare: share('Share cancelled', `f.status = 'cancelled'`),
    late: count('Cancelled late', `f.status = 'cancelled' and f.starts - f.changed_at < interval '24 hours'`),
    rebooked: share('Booked again', 'f.rebooked', `f.status = 'cancelled'`),
  },
};

const HELD = `v.status in ('arrived', 'done', 'missed')`;

export const noShows: Figure = {
  name: 'no-shows',
  title: 'No-shows',
  about: 'Visits by their day, as soon as the desk has said whether the patient came.',
  by: VISIT_BY,
  facts: visitsWhere('v.day', HELD),
  measures: {
    visits: count('Visits'),
    missed: count('Missed', `f.status = 'missed'`),
    missedShare: share('Share missed', `f.status = 'missed'`),
  },
};

const REMINDED = `
  exists (select from outbox o where o.visit_id = v.id and o.kind = 'reminder' and o.status in ('sent', 'delivered')) as reminded`;

export const reminders: Figure = {
  name: 'reminders',
  title: 'What reminders do',
  about: 'Visits by their day: how many were missed with and without a reminder that was sent, and of those who had said that they would come. Not a trial: who gets no reminder differs in other ways too.', // prettier-ignore
  by: VISIT_BY,
  facts: visitsWhere('v.day', HELD, REMINDED),
  measures: {
    visits: count('Visits'),
    reminded: count('Reminded', 'f.reminded'),
    missedReminded: share('Missed, reminded', `f.status = 'missed'`, 'f.reminded'),
    missedUnreminded: share('Missed, not reminded', `f.status = 'missed'`, 'not f.reminded'),
    confirmed: count('Said they would come', 'f.confirmed_at is not null'),
    missedConfirmed: share('Missed, said they would come', `f.status = 'missed'`, 'f.confirmed_at is not null'),
  },
};
