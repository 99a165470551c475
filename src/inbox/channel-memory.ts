import type { ChannelMemory } from '../channels/channel';
import type { Database } from '../database/statements';
import { sealedDocument } from '../sealing/sealed';

/** What one channel keeps between calls. It is for the length of a session, and swept out after two days. */
export const memoryOf = (db: Database, channel: string): ChannelMemory => ({
  async recall(key, withinMinutes = 0) {
    const [row] = await db.query<{ value: object }[]>(
      `select value from channel_memory
        where channel = $1 and key = $2 and (for_good or kept_at > clock_now() - $3::integer * interval '1 minute')`,
      [channel, key, withinMinutes],
    );
    return row?.value;
  },
  async keep(key, value, lasts) {
    await db.query(
      `with swept as (
         delete from channel_memory where (channel, key) in (
           select channel, key from channel_memory
            where kept_at < clock_now() - interval '2 days' and not for_good and (channel, key) <> ($1, $2)
            limit 20 for update skip locked))
       insert into channel_memory (channel, key, value, for_good) values ($1, $2, $3, $4)
       on conflict (channel, key) do update set value = excluded.value, kept_at = excluded.kept_at`,
      [channel, key, sealedDocument(value), lasts === 'for good'],
    );
  },
});
