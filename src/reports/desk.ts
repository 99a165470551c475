import { count, type Figure, minutesFrom, percentile, share } from './figure';

const FIRST = `min(e.at) filter (where e.kind = 'answered')`;

export const responseTime: Figure = {
  name: 'response-time',
  title: 'How soon the desk answers',
  about:
    'Cases by the day on which they were opened: minutes until somebody took it, until the first answer, and until it was settled.',
  by: ['clinic', 'channel', 'language', 'kind', 'day', 'week', 'month'],
  facts: `
    select d.clinic_id, k.channel, coalesce(k.language, 'en') as language, d.kind, d.opened_at, d.settled_at, d.urgent,
           (d.opened_at at time zone coalesce(c.time_zone, 'UTC'))::date as day, e.claimed_at, e.answered_at
      from desk_case d left join contact k on k.id = d.contact_id left join clinic c on c.id = d.clinic_id
     cross join lateral (
       select min(e.at) filter (where e.kind = 'claimed') as claimed_at, ${FIRST} as answered_at
         from case_event e where e.case_id = d.id) e`,
  measures: {
    cases: count('Cases'),
    urgent: count('Urgent', 'f.urgent'),
    settledShare: share('Settled', 'f.settled_at is not null'),
    toTake: percentile('Half are taken within', 'minutes', minutesFrom('f.opened_at', 'f.claimed_at'), 'f.claimed_at is not null'), // prettier-ignore
    toAnswer: percentile('Half are answered within', 'minutes', minutesFrom('f.opened_at', 'f.answered_at'), 'f.answered_at is not null'), // prettier-ignore
    toAnswerNinety: percentile('Nine of ten are answered within', 'minutes', minutesFrom('f.opened_at', 'f.answered_at'), 'f.answered_at is not null', 0.9), // prettier-ignore
    toSettle: percentile('Half are settled within', 'minutes', minutesFrom('f.opened_at', 'f.settled_at'), 'f.settled_at is not null'), // prettier-ignore
  },
};
