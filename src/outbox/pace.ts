import { type Database, run, type Statement } from '../database/statements';

/** The next places on a channel with a speed: in how many milliseconds the first segment may leave, for all processes together. */
export async function reserve(db: Database, channel: string, segments: number): Promise<number> {
  const [row] = await run<{ wait: number }>(db, RESERVE, [channel, segments]);
  return row?.wait ?? 0;
}

const RESERVE: Statement = {
  name: 'reserve_places',
  text: `
    update sender set next_at = greatest(next_at, clock_timestamp()) + $2::int / per_second * interval '1 second'
     where channel = $1 and per_second is not null
    returning greatest(0, extract(epoch from next_at - clock_timestamp()) * 1000 - $2::int / per_second * 1000)::float8 as wait`,
};

/** After so many failures in a row nobody knocks for a while; then one does, and the others follow when it went well. */
const MOST_FAILURES = 5;

/** The provider did not answer, or not as itself. Twice as long a pause each time, up to five minutes. */
export const noteTrouble = (db: Database, channel: string): Promise<unknown> =>
  run(db, TROUBLE, [channel, MOST_FAILURES]);

export const noteHealth = (db: Database, channel: string): Promise<unknown> => run(db, HEALTH, [channel]);

const TROUBLE: Statement = {
  name: 'note_trouble',
  text: `
    insert into sender (channel, failures) values ($1, 1)
    on conflict (channel) do update set failures = sender.failures + 1,
      closed_until = case when sender.failures + 1 >= $2::int and (sender.closed_until is null or sender.closed_until < clock_timestamp())
                          then clock_timestamp() + least(300, 5 * 2 ^ least(6, sender.failures + 1 - $2::int)) * interval '1 second'
                          else sender.closed_until end`,
};

const HEALTH: Statement = {
  name: 'note_health',
  text: `update sender set failures = 0, closed_until = null where channel = $1 and failures > 0`,
};
