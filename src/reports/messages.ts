import { count, type Figure, share } from './figure';

export const messageCost: Figure = {
  name: 'message-cost',
  title: 'Cost of messages',
  about: 'What left the house, by the day on which it did, with what it cost where a price is set for the channel (npm run outbox -- pace). Never added up over currencies.', // prettier-ignore
  by: ['clinic', 'provider', 'service', 'channel', 'language', 'kind', 'day', 'week', 'month'],
  apart: 'currency',
  facts: `
    select coalesce(o.clinic_id, k.clinic_id) as clinic_id, v.provider_id, v.service_id, k.channel, coalesce(k.language, 'en') as language,
           o.kind, (coalesce(o.settled_at, o.created_at) at time zone coalesce(c.time_zone, 'UTC'))::date as day,
           o.segments, o.cost_micros, coalesce(o.currency, '') as currency
      from outbox o join contact k on k.id = o.contact_id left join visit v on v.id = o.visit_id
      left join clinic c on c.id = coalesce(o.clinic_id, k.clinic_id)
     where o.status in ('sent', 'delivered', 'undelivered') and o.kind <> 'event'`,
  measures: {
    messages: count('Messages'),
    segments: { title: 'Segments', unit: 'count', sql: 'coalesce(sum(f.segments), 0)::float8' },
    cost: { title: 'Cost', unit: 'money', sql: 'coalesce(sum(f.cost_micros), 0)::float8 / 1000000' },
    each: { title: 'Cost of one', unit: 'money', sql: 'round(avg(coalesce(f.cost_micros, 0)) / 1000000, 6)::float8' },
  },
};

/** Somebody who has not written within a day has left. Those whose day is not over yet are not counted at all. */
export const dropOff: Figure = {
  name: 'drop-off',
  title: 'Where conversations end',
  about: 'Questions that were put to patients, and how many had no answer within a day. Reminders that ask nothing are not among them.', // prettier-ignore
  by: ['step', 'clinic', 'channel', 'language', 'day', 'week', 'month'],
  facts: `
    select coalesce(s.clinic_id, k.clinic_id) as clinic_id, k.channel, s.language, s.flow || ': ' || s.asked as step,
           (s.at at time zone coalesce(c.time_zone, 'UTC'))::date as day,
           not exists (select from inbox i where i.contact_id = s.contact_id and i.id > s.inbox_id
                          and i.source not in ('timer', 'desk', 'payment') and i.received_at < s.at + interval '1 day') as left_open
      from dialogue_step s join contact k on k.id = s.contact_id left join clinic c on c.id = coalesce(s.clinic_id, k.clinic_id)
     where s.at < clock_now() - interval '1 day'`,
  measures: {
    asked: count('Asked'),
    left: count('Not answered', 'f.left_open'),
    leftShare: share('Share not answered', 'f.left_open'),
  },
};
