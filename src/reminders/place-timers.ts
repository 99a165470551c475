import { type Database, run, type Statement } from '../database/statements';

/** Moves what would wake somebody up to an hour in which they are awake. Says how many timers it looked at. */
export async function placeTimers(db: Database): Promise<number> {
  const placed = await run(db, PLACE, []);
  return placed.length;
}

/** To whom something about a visit is said: of those who may speak for the patient, the surest address that wants to hear. */
export const NEAREST = (patient: string): string => `
  select k.* from contact_patient cp join contact k on k.id = cp.contact_id
   where cp.patient_id = ${patient} and k.unreachable_at is null and k.stopped_at is null
   order by k.verified_at desc nulls last, cp.since, k.id limit 1`;

/** A reminder this short before a visit comes too late to be of use; one this soon after the booking says nothing new. */
const USELESS = { before: `interval '45 minutes'`, afterBooking: `interval '1 hour'` };

/**
 * Before a visit: the waking hour that is nearer, before the night or after it. After a visit: the next one. Whose clock counts
 * is the patient's, and the clinic's where theirs is not known. A reminder for which no useful hour is left is not kept.
 */
const PLACE: Statement = {
  name: 'place_timers',
  text: `
    with new as (
      select t.id from timer t where t.settled_at is null and t.placed_at is null and t.visit_id is not null and t.kind <> 'hold_over'
       order by t.id limit 500 for update skip locked),
    about as (
      select t.id, t.due_at, t.created_at, v.starts, t.due_at < v.starts as before, c.quiet_from, c.quiet_until,
             coalesce(k.time_zone, c.time_zone) as zone
        from new join timer t on t.id = new.id join visit v on v.id = t.visit_id join clinic c on c.id = v.clinic_id
        left join lateral (${NEAREST('v.patient_id')}) k on true),
    choices as (
      select a.*, next_waking(due_at, zone, quiet_from, quiet_until) as later,
             greatest(last_waking(due_at, zone, quiet_from, quiet_until), clock_now()) as earlier from about a),
    possible as (
      select c.*, later <= starts - ${USELESS.before} as later_helps,
             earlier < due_at and created_at < earlier - ${USELESS.afterBooking}
               and not is_quiet(earlier, zone, quiet_from, quiet_until) as earlier_helps from choices c),
    decided as (
      select id, case when not before then later
                      when due_at - created_at < ${USELESS.afterBooking} then null
                      when later = due_at then due_at
                      when later_helps and (not earlier_helps or later - due_at <= due_at - earlier) then later
                      when earlier_helps then earlier end as at from possible)
    update timer t set placed_at = clock_now(), due_at = coalesce(d.at, t.due_at), settled_at = case when d.at is null then clock_now() end
      from decided d where t.id = d.id
    returning t.id`,
};
