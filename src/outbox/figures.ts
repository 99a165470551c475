import { type Database, run, type Statement } from '../database/statements';

/** How the work stands, in the whole house and not only in this process. */
export interface Figures {
  /** Seconds for which the oldest has been waiting that should have been done. */
  lag: { inbox: number; timers: number; outbox: number };
  uncertain: number;
  dead: number;
  held: boolean;
  channels: {
    channel: string;
    sent: number;
    failed: number;
    costMicros: number;
    currency: string | null;
    closed: boolean;
  }[];
}

export async function figuresOf(db: Database, channels: readonly string[]): Promise<Figures> {
  const [now] = await run<{
    inbox: number;
    timers: number;
    outbox: number;
    uncertain: number;
    dead: number;
    held: boolean;
  }>(db, NOW, [channels]);
  if (!now) throw new Error('No figures');
  const { inbox, timers, outbox, uncertain, dead, held } = now;
  return { lag: { inbox, timers, outbox }, uncertain, dead, held, channels: await run(db, LAST_DAY, []) };
}

const since = (moment: string): string =>
  `coalesce(greatest(0, extract(epoch from clock_now() - ${moment})), 0)::float8`;

// What waits for the morning, or for a second try, is not late; what is for a channel that is off is nobody's work.
const NOW: Statement = {
  name: 'figures_now',
  text: `
    select ${since(`(select min(received_at) from inbox where handled_at is null)`)} as inbox,
           ${since(`(select min(due_at) from timer where settled_at is null and due_at <= clock_now())`)} as timers,
           ${since(`(select min(o.due_at) from outbox o join contact k on k.id = o.contact_id where o.status = 'pending' and o.due_at <= clock_now() and k.channel = any($1))`)} as outbox,
           (select count(*)::int from outbox where status = 'uncertain') as uncertain,
           (select count(*)::int from outbox where status in ('dead', 'failed', 'undelivered') and settled_at > clock_now() - interval '1 day') as dead,
           (select held_since is not null from sending) as held`,
};

const LAST_DAY: Statement = {
  name: 'figures_of_channels',
  text: `
    select k.channel, count(*) filter (where o.status in ('sent', 'delivered'))::int as sent,
           count(*) filter (where o.status in ('failed', 'undelivered', 'dead'))::int as failed,
           coalesce(sum(o.cost_micros), 0)::float8 as "costMicros", min(o.currency) as currency,
           coalesce(bool_or(s.closed_until > clock_timestamp()), false) as closed
      from outbox o join contact k on k.id = o.contact_id left join sender s on s.channel = k.channel
     where o.settled_at > clock_now() - interval '1 day' group by k.channel order by k.channel`,
};

export interface Alarm {
  what: 'inbox' | 'timers' | 'outbox' | 'uncertain' | 'dead' | 'held' | 'channel';
  figure: number;
  bound: number;
  channel?: string;
}

/** Beyond these somebody should know. */
export const BOUNDS = {
  inbox: 60,
  timers: 120,
  outbox: 120,
  uncertain: 20,
  dead: 50,
  failedShare: 0.2,
  fewest: 20,
} as const;

export function alarmsIn({ lag, uncertain, dead, held, channels }: Figures): Alarm[] {
  const over = { ...lag, uncertain, dead };
  return [
    ...(['inbox', 'timers', 'outbox', 'uncertain', 'dead'] as const)
      .filter((what) => over[what] > BOUNDS[what])
      .map((what): Alarm => ({ what, figure: over[what], bound: BOUNDS[what] })),
    ...(held ? [{ what: 'held', figure: 1, bound: 0 } as const] : []),
    ...channels
      .filter(({ sent, failed }) => failed + sent >= BOUNDS.fewest && failed / (sent + failed) > BOUNDS.failedShare)
      .map(({ channel, sent, failed }): Alarm => {
        return { what: 'channel', figure: failed / (sent + failed), bound: BOUNDS.failedShare, channel };
      }),
  ];
}
