import { type Database, run, type Statement } from '../database/statements';

/** Lets go of times that were held and not taken. Others take an overdue hold as they need it; this keeps the calendar tidy. */
export async function releaseHolds(db: Database): Promise<number> {
  return (await run(db, RELEASE, [])).length;
}

const RELEASE: Statement = {
  name: 'release_holds',
  text: `
    with due as (
      select t.id, t.visit_id from timer t where t.settled_at is null and t.due_at <= clock_now() and t.kind = 'hold_over'
       order by t.due_at, t.id limit 200 for update skip locked),
    settled as (update timer t set settled_at = clock_now() from due where t.id = due.id returning t.id),
    overdue as (
      select v.id from visit v join due on due.visit_id = v.id
       where v.status = 'held' and v.held_until <= clock_now() order by v.id for update of v skip locked),
    let_go as (
      update visit v set status = 'expired', held_until = null, hold_number = null, version = version + 1, changed_at = clock_now()
        from overdue where v.id = overdue.id returning 1)
    select id from settled`,
};
