import type { ContactId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import type { Claim } from './claim';
import type { Slot } from './types';

/**
 * Before a second try: holds that ran out are let go. The order of locks is the same everywhere, or we would wait for each
 * other: the contact's holds, the shift, then the counted day, then rows of visits, then the new row.
 */
export async function makeRoom(tx: Database, { slot, patientId, hold }: Claim): Promise<void> {
  if (hold?.contactId) await run(tx, lockHoldsOf, [hold.contactId]);
  await lockCounted(tx, slot);
  await run(tx, expireHolds, [slot.providerId, slot.serviceId, slot.starts, patientId, hold?.contactId ?? null]);
}

/** Of two holds for one contact that each give up the older one, the second must see what the first has left. */
const lockHoldsOf: Statement = {
  name: 'lock_holds_of_contact',
  text: `select pg_advisory_xact_lock(hashtext('holds of a contact'), hashint8($1))`,
};

/**
 * Where a day or a session can be full, bookings go one at a time: a count is no constraint, so two could both be the last
 * one, and of nine who reach for the first free seat eight would try again in vain. A statement of its own, because the next
 * one must look only after the lock is ours. Whoever claims several times in one transaction calls it before the first.
 */
export const lockCounted = (tx: Database, { providerId, serviceId, starts }: Slot): Promise<unknown> =>
  run(tx, lockCountedDay, [providerId, serviceId, starts]);

const lockCountedDay: Statement = {
  name: 'lock_counted_day',
  text: `
    with held_on as materialized (
      select 1 from shift s
       where s.provider_id = $1 and s.starts @> $3::timestamptz and s.day between $3::date - 2 and $3::date + 1 for key share),
    first as materialized (select count(*) from held_on)
    select case when exists (select from provider where id = $1 and daily_cap is not null)
                  or exists (select from service where id = $2 and (daily_cap is not null or seats > 1))
                then pg_advisory_xact_lock(hashtext('counted day'), hashint8($1)) end
      from first`,
};

/** Only what collides, and only what is overdue by the database's clock. Somebody else's work on the same rows is left to them. */
const expireHolds: Statement = {
  name: 'expire_holds',
  text: `
    with wanted as (
      select tstzrange($3::timestamptz - buffer_before_minutes * interval '1 minute',
                       $3::timestamptz + (minutes + buffer_after_minutes) * interval '1 minute') as during, clinic_id, room_kind
        from service where id = $2),
    overdue as (
      select v.id from visit v, wanted w
       where v.status = 'held' and v.held_until <= clock_now()
         and ((v.provider_id = $1 and v.during && w.during)
           or (v.patient_id = $4 and v.during && w.during)
           or (v.held_by = $5)
           or (v.during && w.during and v.room_id in (select id from room where clinic_id = w.clinic_id and kind = w.room_kind)))
       order by v.id for update of v skip locked)
    update visit v set status = 'expired', held_until = null, hold_number = null, version = version + 1, changed_at = clock_now()
      from overdue where v.id = overdue.id`,
};

/** Nobody keeps more than two times: for a third the older one is given up. */
export const letOldestHoldGo = (tx: Database, contactId: ContactId): Promise<unknown> =>
  run(tx, releaseOldestHold, [contactId]);

// The status is asked again where the row is written: while we wait for it, it may have become a visit.
const releaseOldestHold: Statement = {
  name: 'release_oldest_hold',
  text: `
    with live as (
      select id, row_number() over (order by held_until desc) as nth from visit where status = 'held' and held_by = $1)
    update visit v set status = 'released', held_until = null, hold_number = null, version = version + 1, changed_at = clock_now()
      from live where v.id = live.id and live.nth >= 2 and v.status = 'held'`,
};
