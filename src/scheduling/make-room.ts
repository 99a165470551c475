import { type Database, run, type Statement } from '../database/statements';
import type { Claim } from './claim';

/** Before a second try: holds that ran out are let go. */
export async function makeRoom(tx: Database, { slot, patientId, hold }: Claim): Promise<void> {
  await run(tx, lockCapped, [slot.providerId]);
  await run(tx, expireHolds, [slot.providerId, slot.serviceId, slot.starts, patientId, hold?.contactId ?? null]);
}

/** Somebody who holds two times already gives up the older one, but only for a time that is theirs otherwise. */
export async function giveUpOldestHold(tx: Database, { hold }: Claim): Promise<void> {
  if (hold?.contactId) await run(tx, releaseOldestHold, [hold.contactId]);
}

/**
 * Where a day can be full, bookings go one at a time: a count is no constraint, so two could both be the last one.
 * A statement of its own, because the next one must look only after the lock is ours.
 */
const lockCapped: Statement = {
  name: 'lock_capped',
  text: `select pg_advisory_xact_lock(hashtext('capped day'), hashint8($1))`,
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

const releaseOldestHold: Statement = {
  name: 'release_oldest_hold',
  text: `
    with live as (
      select id, row_number() over (order by held_until desc) as nth from visit where status = 'held' and held_by = $1)
    update visit v set status = 'released', held_until = null, hold_number = null, version = version + 1, changed_at = clock_now()
      from live where v.id = live.id and live.nth >= 2`,
};
