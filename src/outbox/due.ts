import type { OutboxId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';

export interface Due {
  id: OutboxId;
  /** Somebody waits for it. */
  first: boolean;
  /** It has been due for so long that whoever was told of it must have gone. */
  overdue: boolean;
}

/** What might be sent now. Whether it may be is decided when it is claimed. */
export const dueIn = (db: Database, channels: readonly string[]): Promise<Due[]> => run<Due>(db, DUE, [channels]);

const DUE: Statement = {
  name: 'due_in_outbox',
  text: `
    select o.id, o.priority = 0 as first, o.due_at < clock_now() - interval '3 seconds' as overdue
      from outbox o join contact k on k.id = o.contact_id left join sender s on s.channel = k.channel
     where o.status = 'pending' and o.due_at <= clock_now() and k.channel = any($1)
       and (s.closed_until is null or s.closed_until < clock_timestamp())
       and (s.next_at is null or s.next_at < clock_timestamp() + interval '1 second')
     order by o.priority, o.due_at, o.id limit 500`,
};
