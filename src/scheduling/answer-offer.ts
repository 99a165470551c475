import type { OpeningId, PatientId, VisitId, WaitingId, WaitingOfferId } from '../database/ids';
import { type Database } from '../database/statements';
import { claimTime } from './book';
import { type By, changeStatus, lockVisit, readVisit, refused } from './change-status';
import { lockCounted } from './make-room';
import { noteOpening } from './openings';
import { allOrNothing } from './transaction';
import type { Outcome, Visit } from './types';

/** The first yes wins; the hold turns into a visit, and an earlier promise of the same person is given back. */
export function acceptOffer(db: Database, offerId: WaitingOfferId, how: By): Promise<Outcome> {
  return allOrNothing(db, async (tx): Promise<Outcome> => {
    const offer = await lockOffer(tx, offerId);
    if (!offer) return refused('no_such_visit');
    if (offer.status !== 'open' || !offer.live) return refused('taken');
    await lockCounted(tx, offer.visit);
    // Ours before we claim: somebody who finds it overdue would otherwise wait for us while we wait for them.
    if (typeof (await lockVisit(tx, offer.visit)) === 'string') return refused('taken');
    // Given back first: it may overlap the new time or be on the same full day, and somebody may be moving it just now.
    if (offer.instead_of) await giveBack(tx, offer.instead_of, how);
    const taken = await claimTime(tx, {
      slot: offer.visit,
      patientId: offer.patient_id,
      by: how.by,
      moving: { from: offer.visit.id, sitting: offer.visit.sitting },
      asBefore: 'booked',
      action: 'offer_accepted',
      ...(how.notices && { notices: how.notices }),
    });
    if (taken.kind === 'refused') return taken;
    await changeStatus(tx, offer.visit, 'released', { by: 'system' });
    await settleOffers(tx, offer);
    return taken;
  });
}

interface OfferRow {
  id: WaitingOfferId;
  status: string;
  opening_id: OpeningId;
  waiting_id: WaitingId;
  patient_id: PatientId;
  hold_visit_id: VisitId;
  instead_of: VisitId | null;
  live: boolean;
  visit: Visit;
}

// The opening is locked first, so everybody who says yes queues here and finds the offers settled. Then the wish, of which
// there may be an offer for another opening, and the offer itself, which may be declined from another phone.
async function lockOffer(tx: Database, offerId: WaitingOfferId): Promise<OfferRow | undefined> {
  await tx.query('select from opening where id = (select opening_id from waiting_offer where id = $1) for update', [
    offerId,
  ]);
  const [row] = await tx.query<OfferRow[]>(
    `select f.id, f.status, f.opening_id, f.waiting_id, w.patient_id, w.instead_of, o.hold_visit_id,
            o.status = 'offered' and w.status = 'waiting' and f.expires_at > clock_now() as live
       from waiting_offer f join waiting w on w.id = f.waiting_id join opening o on o.id = f.opening_id
      where f.id = $1 and o.hold_visit_id is not null for no key update of w, f`,
    [offerId],
  );
  const visit = row && (await readVisit(tx, row.hold_visit_id));
  return row && visit ? { ...row, live: row.live && visit.status === 'held', visit } : undefined;
}

async function settleOffers(tx: Database, offer: OfferRow): Promise<void> {
  await tx.query(
    `update waiting_offer set status = case when id = $2 then 'accepted' else 'lost' end, answered_at = clock_now()
      where opening_id = $1 and status = 'open'`,
    [offer.opening_id, offer.id],
  );
  await tx.query(`update opening set status = 'filled', settled_at = clock_now() where id = $1`, [offer.opening_id]);
  await tx.query(`update waiting set status = 'booked' where id = $1`, [offer.waiting_id]);
}

async function giveBack(tx: Database, visitId: VisitId, how: By): Promise<void> {
  const seen = await readVisit(tx, visitId);
  const visit = seen && (await lockVisit(tx, seen));
  if (!visit || typeof visit === 'string') return;
  const outcome = await changeStatus(tx, visit, 'moved', { by: how.by });
  if (outcome.kind === 'settled') await noteOpening(tx, visitId);
}

export async function declineOffer(db: Database, offerId: WaitingOfferId): Promise<boolean> {
  const [, changed] = await db.query<[unknown, number]>(
    `update waiting_offer set status = 'declined', answered_at = clock_now() where id = $1 and status = 'open'`,
    [offerId],
  );
  return changed > 0;
}
