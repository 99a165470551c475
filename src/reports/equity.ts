import { daysFrom, type Figure, percentile, share } from './figure';
import { visitsWhere } from './visits';
import { WAITING } from './waiting';

const visits = visitsWhere('v.day', `v.status in ('arrived', 'done', 'missed')`);

/** The same questions for everybody, side by side: a gap between two rows is what to look at. */
export const equity: Figure = {
  name: 'equity',
  title: 'Equity',
  about: 'Visits by their day and people by the day they began to wait: missed, booked ahead, offered a freed time and waited, side by side for each language or channel.', // prettier-ignore
  by: ['language', 'channel', 'clinic'],
  facts: `
    select clinic_id, provider_id, service_id, channel, language, day, true as visited, status, created_at, starts,
           null::timestamptz as joined_at, null::timestamptz as taken_at, 0 as offers, 0 as accepted from (${visits}) v
    union all
    select clinic_id, provider_id, service_id, channel, language, day, false, status, null, null, joined_at, taken_at, offers, accepted
      from (${WAITING}) w`,
  measures: {
    visits: { title: 'Visits', unit: 'count', sql: 'count(*) filter (where f.visited)::float8' },
    missedShare: share('Share missed', `f.status = 'missed'`, 'f.visited'),
    leadDays: percentile('Half booked within', 'days', daysFrom('f.created_at', 'f.starts'), 'f.visited'),
    waited: { title: 'Joined the waiting list', unit: 'count', sql: 'count(*) filter (where not f.visited)::float8' },
    offeredShare: share('Were offered a time', 'f.offers > 0', 'not f.visited'),
    acceptedShare: share('Took one, of those asked', 'f.accepted > 0', 'not f.visited and f.offers > 0'),
    daysWaited: percentile('Half waited up to', 'days', daysFrom('f.joined_at', 'f.taken_at'), 'not f.visited and f.accepted > 0'), // prettier-ignore
  },
};
