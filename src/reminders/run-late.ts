import type { ContactId, ProviderId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { type Delayed, reportDelay } from '../scheduling/delay';
import { inTransaction } from '../scheduling/transaction';
import type { Actor } from '../scheduling/types';
import { NEAREST } from './place-timers';

export interface RanLate {
  /** These hear of it, each in their own language, with the choice to wait, move, or be seen by video. */
  told: Delayed[];
  /** Nobody can write to these: they must be called. */
  toCall: Delayed[];
}

/**
 * "I am running 30 minutes late", "an hour now", and with nought "I have caught up". Everybody it changes something for today
 * gets one message; who knows it already gets none. Ring `soon` for the turns afterwards, or wait for the next round.
 */
export const runLate = (
  db: Database,
  report: { providerId: ProviderId; minutes: number; by: Actor },
): Promise<RanLate> =>
  inTransaction(db, async (tx) => {
    const { id, version, news } = await reportDelay(tx, report);
    const ids = news.map(({ visitId }) => visitId);
    await run(tx, WITHDRAW, [ids]);
    const reached = await run<{ visitId: number; contactId: ContactId }>(tx, ASK, [ids, id, version]);
    const told = new Set(reached.map(({ visitId }) => visitId));
    return {
      told: news.filter(({ visitId }) => told.has(visitId)),
      toCall: news.filter(({ visitId, minutes }) => !told.has(visitId) && minutes > 0),
    };
  });

/** What has not left yet is overtaken by this. */
const WITHDRAW: Statement = {
  name: 'withdraw_delay_messages',
  text: `update outbox set status = 'suppressed', why = 'overtaken', settled_at = clock_now()
          where kind = 'provider_late' and status = 'pending' and visit_id = any($1::bigint[])`,
};

const ASK: Statement = {
  name: 'ask_about_delay',
  text: `
    insert into inbox (source, source_id, contact_id, body)
    select 'timer', 'delay:' || $2::bigint || ':' || $3::int || ':' || v.id, k.id,
           jsonb_build_object('timer', 'delay', 'visit', v.id, 'visitVersion', v.version, 'about', jsonb_build_object('report', $3::int))
      from visit v cross join lateral (${NEAREST('v.patient_id')}) k where v.id = any($1::bigint[])
     order by v.starts, v.id
    returning (body->>'visit')::bigint as "visitId", contact_id as "contactId"`,
};
