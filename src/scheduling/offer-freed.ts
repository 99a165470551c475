import { randomBytes } from 'node:crypto';
import type { ContactId, OpeningId, PatientId, VisitId, WaitingId, WaitingOfferId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { claimTime } from './book';
import { changeStatus, readVisit } from './change-status';
import { inTransaction } from './transaction';
import type { Visit } from './types';

export interface Offer {
  id: WaitingOfferId;
  waitingId: WaitingId;
  contactId: ContactId;
  patientId: PatientId;
  expiresAt: Date;
}

export interface Wave {
  people: number;
  minutes: number;
}

/** Three at a time for half an hour: one in ten offers is taken (docs/decisions/014), and nobody should be asked in vain. */
export const WAVE: Wave = { people: 3, minutes: 30 };

/**
 * Offers a freed time to the next few who want it, and holds it while they think. The time belongs to none of them: the
 * first yes takes it. No offers means that the last wave is still thinking, that nobody is left to ask, or that the time is gone.
 */
export function offerFreed(
  db: Database,
  openingId: OpeningId,
  wave: Wave = WAVE,
): Promise<{ visit?: Visit; offers: Offer[] }> {
  return inTransaction(db, async (tx) => {
    const opening = await lockOpening(tx, openingId);
    if (!opening) return { offers: [] };
    if (await isAwaited(tx, openingId)) return { offers: [] };
    const held = await holdOpening(tx, opening, wave.minutes);
    if (!held) return settleOpening(tx, openingId, 'gone');
    // One at a time in a clinic: who was asked a moment ago comes last for the next freed time.
    await tx.query(`select pg_advisory_xact_lock(hashtext('waiting list'), hashint8($1))`, [held.clinicId]);
    const offers = await run<Offer>(tx, makeOffers, [openingId, wave.people, wave.minutes]);
    if (offers.length > 0) return { visit: held, offers };
    await changeStatus(tx, held, 'released', { by: 'system' });
    return settleOpening(tx, openingId, 'unfilled');
  });
}

interface Opening {
  id: OpeningId;
  freed_visit_id: VisitId;
  hold_visit_id: VisitId | null;
}

async function lockOpening(tx: Database, openingId: OpeningId): Promise<Opening | undefined> {
  const [opening] = await tx.query<Opening[]>(
    `select id, freed_visit_id, hold_visit_id from opening where id = $1 and status in ('waiting', 'offered') for update`,
    [openingId],
  );
  return opening;
}

/** Ends the offers that ran out. Whoever is still thinking keeps the time, even when a timer rings twice. */
async function isAwaited(tx: Database, openingId: OpeningId): Promise<boolean> {
  await tx.query(
    `update waiting_offer set status = 'lapsed', answered_at = clock_now()
      where opening_id = $1 and status = 'open' and expires_at <= clock_now()`,
    [openingId],
  );
  const open = `select from waiting_offer where opening_id = $1 and status = 'open' limit 1`;
  return (await tx.query<unknown[]>(open, [openingId])).length > 0;
}

async function settleOpening(
  tx: Database,
  openingId: OpeningId,
  status: 'gone' | 'unfilled',
): Promise<{ offers: Offer[] }> {
  await tx.query('update opening set status = $2, settled_at = clock_now() where id = $1', [openingId, status]);
  return { offers: [] };
}

async function holdOpening(tx: Database, opening: Opening, minutes: number): Promise<Visit | undefined> {
  if (opening.hold_visit_id) return extendHold(tx, opening.hold_visit_id, minutes);
  const slot = await readVisit(tx, opening.freed_visit_id);
  if (!slot) return undefined;
  const hold = { contactId: null, token: randomBytes(16).toString('base64url'), minutes };
  const outcome = await claimTime(tx, { slot, patientId: null, by: 'system', hold, asBefore: 'booked' });
  if (outcome.kind === 'refused') return undefined;
  await tx.query('update opening set hold_visit_id = $2 where id = $1', [opening.id, outcome.visit.id]);
  return outcome.visit;
}

async function extendHold(tx: Database, visitId: VisitId, minutes: number): Promise<Visit | undefined> {
  // Leave may have been entered since the last wave: then the hold is left to run out.
  const [, extended] = await tx.query<[unknown, number]>(
    `update visit v set held_until = clock_now() + $2::integer * interval '1 minute', version = version + 1
      where id = $1 and status = 'held'
        and exists (select from shift s where s.provider_id = v.provider_id and s.clinic_id = v.clinic_id and s.during @> v.during)`,
    [visitId, minutes],
  );
  return extended > 0 ? readVisit(tx, visitId) : undefined;
}

/** Whom the time fits, the longest unasked first. Why each was chosen is kept with the offer. */
const makeOffers: Statement = {
  name: 'make_offers',
  text: `
    with opened as (
      update opening set status = 'offered', wave = wave + 1 where id = $1 returning *),
    -- Somebody may wait for one provider and for anybody: still one person, and asked once.
    wishes as (
      select distinct on (w.patient_id) w.*, o.wave
        from opened o join visit v on v.id = o.hold_visit_id
        join service s on s.id = v.service_id join clinic c on c.id = v.clinic_id
        join waiting w on w.clinic_id = v.clinic_id and w.specialty = s.specialty and w.status = 'waiting'
        join contact k on k.id = w.contact_id and k.stopped_at is null and k.unreachable_at is null
        left join visit later on later.id = w.instead_of and later.status in ('booked', 'requested')
       where (w.service_id is null or w.service_id = v.service_id) and (w.provider_id is null or w.provider_id = v.provider_id)
         and v.day between w.from_day and w.to_day and extract(isodow from v.day) = any(w.weekdays)
         and (v.starts at time zone c.time_zone)::time between w.earliest and w.latest and v.mode = any(w.modes)
         and v.starts > clock_now() + w.notice_minutes * interval '1 minute'
         and (k.time_zone is null or w.at_any_hour or not is_quiet(clock_now(), k.time_zone, c.quiet_from, c.quiet_until))
         and (w.instead_of is null or later.starts > v.starts)
         and not exists (select from waiting_offer before join waiting earlier on earlier.id = before.waiting_id
                          where before.opening_id = o.id and earlier.patient_id = w.patient_id)
         and not exists (select from visit other where other.patient_id = w.patient_id and other.id is distinct from w.instead_of
                            and other.status in ('held', 'requested', 'booked', 'arrived') and other.starts < v.ends and other.ends > v.starts)
       order by w.patient_id, w.provider_id is null, w.last_offer_at nulls first, w.id),
    fitting as (
      select *, row_number() over (order by last_offer_at nulls first, provider_id is null, joined_at, id) as place from wishes),
    chosen as (select * from fitting where place <= $2),
    asked as (
      update waiting w set last_offer_at = clock_now(), offers = w.offers + 1 from chosen where w.id = chosen.id returning w.id),
    offered as (
      insert into waiting_offer (opening_id, waiting_id, wave, reason, expires_at)
      select $1, c.id, c.wave, jsonb_build_object('place', c.place, 'of', (select count(*) from fitting), 'waiting_since', c.joined_at,
               'offers_before', c.offers, 'last_offer', c.last_offer_at, 'asked_for_this_provider', c.provider_id is not null),
             clock_now() + $3::integer * interval '1 minute'
        from chosen c
      returning *),
    timed as (
      insert into timer (clinic_id, kind, due_at, body)
      select w.clinic_id, 'offer_opening', max(o.expires_at), jsonb_build_object('opening', $1::bigint)
        from offered o join waiting w on w.id = o.waiting_id group by w.clinic_id
      returning 1)
    select o.id, o.waiting_id as "waitingId", c.contact_id as "contactId", c.patient_id as "patientId", o.expires_at as "expiresAt"
      from offered o join chosen c on c.id = o.waiting_id order by c.place`,
};
