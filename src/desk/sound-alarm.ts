import type { Database } from '../database/statements';
import { alarmsIn, figuresOf } from '../outbox/figures';
import { openCase } from './open-case';

/**
 * Tells the desk when messages wait too long, fail too often or are in doubt too many. One case stays open for it, whatever
 * else goes out of bounds meanwhile; once it is resolved the next look may open another.
 */
export async function soundAlarm(db: Database, channels: readonly string[]): Promise<number> {
  const alarms = alarmsIn(await figuresOf(db, channels));
  if (alarms.length === 0) return 0;
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('miadi alarm'))`);
    const open = await tx.query<unknown[]>(
      `select from desk_case where kind = 'lagging' and status <> 'resolved' limit 1`,
    );
    if (open.length > 0) return 0;
    const details = { alarms: alarms.map(({ what, channel }) => (channel ? `${what}:${channel}` : what)) };
    await openCase({ tx, contactId: null, clinicId: null }, 'lagging', { urgent: true, details });
    return 1;
  });
}

const LOOK_MS = 15_000;
/** What lasts for less than this heals by itself: a start after a pause, a clock that was moved. */
const LOOKS = 3;

/** Looks now and then, and sounds the alarm for what lasts. */
export function alarmWatch(db: Database, channels: readonly string[]): () => Promise<number> {
  let [bad, last] = [0, -Infinity];
  return async () => {
    if (performance.now() - last < LOOK_MS) return 0;
    last = performance.now();
    bad = alarmsIn(await figuresOf(db, channels)).length > 0 ? bad + 1 : 0;
    return bad >= LOOKS ? soundAlarm(db, channels) : 0;
  };
}
