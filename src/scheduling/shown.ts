import type { ContactId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import type { FreeTime } from './types';

/** As long as most people take to answer. Longer, and somebody who has gone away would push good times down the list. */
const SHOWN_MINUTES = 3;

/** Remembers what was put before somebody, in place of what they saw earlier: for a moment others are offered it last. */
export const noteShown = (db: Database, contactId: ContactId, times: readonly FreeTime[]): Promise<unknown> =>
  run(db, statement, [
    contactId,
    times.map((time) => time.providerId),
    times.map((time) => time.starts),
    times.map((time) => time.ends),
    SHOWN_MINUTES,
  ]);

const statement: Statement = {
  name: 'note_shown',
  text: `
    with gone as (delete from shown where contact_id = $1 or until <= clock_now())
    insert into shown (provider_id, during, contact_id, until)
    select provider_id, tstzrange(starts, ends), $1, clock_now() + $5::integer * interval '1 minute'
      from unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[]) as seen(provider_id, starts, ends)`,
};
