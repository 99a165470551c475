import { count, daysFrom, type Figure, minutesFrom, percentile, share } from './figure';

export const openings: Figure = {
  name: 'openings',
  title: 'Freed times',
  about: 'Times that a cancelled visit freed, by the day on which it did: how many were offered to those who wait, how many somebody took, and how soon.', // prettier-ignore
  by: ['clinic', 'provider', 'service', 'day', 'week', 'month'],
  facts: `
    select o.clinic_id, v.provider_id, v.service_id, (o.created_at at time zone c.time_zone)::date as day,
           o.status, o.created_at, o.settled_at, exists (select from waiting_offer w where w.opening_id = o.id) as offered
      from opening o join visit v on v.id = o.freed_visit_id join clinic c on c.id = o.clinic_id`,
  measures: {
    freed: count('Freed'),
    offered: count('Offered to those who wait', 'f.offered'),
    filled: count('Taken', `f.status = 'filled'`),
    filledShare: share('Share taken', `f.status = 'filled'`),
    minutesToFill: percentile('Half are taken within', 'minutes', minutesFrom('f.created_at', 'f.settled_at'), `f.status = 'filled'`), // prettier-ignore
  },
};

/** Of each who waits: what became of it, and by when. */
export const WAITING = `
  select w.clinic_id, w.provider_id, w.service_id, k.channel, p.language, (w.joined_at at time zone c.time_zone)::date as day,
         w.status, w.joined_at, o.offers, o.accepted, o.taken_at,
         (select old.starts - took.starts from visit old, visit took where old.id = w.instead_of and took.id = o.took) as sooner
    from waiting w join clinic c on c.id = w.clinic_id join patient p on p.id = w.patient_id join contact k on k.id = w.contact_id
   cross join lateral (
     select count(*) as offers, count(*) filter (where status = 'accepted') as accepted,
            min(answered_at) filter (where status = 'accepted') as taken_at,
            (select n.hold_visit_id from waiting_offer a join opening n on n.id = a.opening_id
              where a.waiting_id = w.id and a.status = 'accepted' limit 1) as took
       from waiting_offer x where x.waiting_id = w.id) o`;

export const waitingList: Figure = {
  name: 'waiting-list',
  title: 'Waiting list',
  about:
    'People by the day on which they joined the list, what they were offered since, and how long those waited who took a freed time.',
  by: ['clinic', 'provider', 'service', 'channel', 'language', 'day', 'week', 'month'],
  facts: WAITING,
  measures: {
    joined: count('Joined'),
    waiting: count('Still waiting', `f.status = 'waiting'`),
    offered: count('Were offered a time', 'f.offers > 0'),
    accepted: count('Took one', 'f.accepted > 0'),
    acceptedShare: share('Took one, of those asked', 'f.accepted > 0', 'f.offers > 0'),
    daysWaited: percentile('Half waited up to', 'days', daysFrom('f.joined_at', 'f.taken_at'), 'f.accepted > 0'),
    daysSooner: percentile('Half came sooner by', 'days', 'extract(epoch from f.sooner) / 86400', 'f.sooner is not null'), // prettier-ignore
  },
};
