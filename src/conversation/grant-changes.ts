import type { Happened, Remembered } from '../../flows/vocabulary';
import type {
  ClinicId,
  PatientId,
  ProviderId,
  SpecialtyCode,
  VisitId,
  WaitingId,
  WaitingOfferId,
} from '../database/ids';
import { cancel, undoCancel } from '../scheduling/cancel';
import { move } from '../scheduling/move';
import type { Outcome, Refusal } from '../scheduling/types';
import { acceptOffer, declineOffer } from '../scheduling/answer-offer';
import { joinWaitingList, leaveWaitingList } from '../scheduling/waiting-list';
import { dayOf, plusDays } from '../scheduling/wall-clock';
import { notToBeHad, whoComes } from './grant-booking';
import { actorOf, slotOf, type Speaker, visitCard } from './speaker';
import { whereToLook } from './where';

export async function moveVisit(speaker: Speaker, { visit, chosen }: Remembered): Promise<Happened> {
  if (!visit || !chosen) throw new Error('A visit was to be moved before it and its new time were chosen');
  const outcome = await move(speaker.tx, seen(visit), slotOf(chosen), { by: actorOf(speaker) });
  if (outcome.kind === 'refused') return notChanged(outcome);
  return { type: 'visit.moved', facts: { visit: await visitCard(speaker, outcome.visit.id) } };
}

export async function cancelVisit(speaker: Speaker, { visit }: Remembered): Promise<Happened> {
  if (!visit) throw new Error('No visit to cancel');
  const outcome = await cancel(speaker.tx, seen(visit), { by: actorOf(speaker) });
  if (outcome.kind === 'refused') return notChanged(outcome);
  return { type: 'visit.cancelled', facts: { visit: await visitCard(speaker, outcome.visit.id) } };
}

export async function restoreVisit(speaker: Speaker, { visit }: Remembered): Promise<Happened> {
  if (!visit) throw new Error('No visit to restore');
  const outcome = await undoCancel(speaker.tx, seen(visit), { by: actorOf(speaker) });
  if (outcome.kind === 'refused') return { type: 'time.gone' };
  return { type: 'visit.restored', facts: { visit: await visitCard(speaker, outcome.visit.id) } };
}

const seen = ({ id, version }: { id: number; version: number }): { id: VisitId; version: number } => ({
  id: id as VisitId,
  version,
});

const CHANGED: ReadonlySet<Refusal> = new Set(['changed_meanwhile', 'not_in_this_state', 'no_such_visit']);

function notChanged(outcome: Extract<Outcome, { kind: 'refused' }>): Happened {
  if (outcome.rules.includes('too_late_to_change')) return { type: 'visit.too_late' };
  return outcome.rules.some((rule) => CHANGED.has(rule)) ? { type: 'visit.changed_meanwhile' } : notToBeHad(outcome);
}

/** How long somebody waits who has not said how long. */
const WAIT_DAYS = 60;

export async function joinList(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const { wanted, visit } = remembered;
  const [at] = await speaker.tx.query<{ clinicId: ClinicId; zone: string; specialty: SpecialtyCode }[]>(
    `select s.clinic_id as "clinicId", c.time_zone as zone, s.specialty
       from service s join clinic c on c.id = s.clinic_id left join provider_service ps on ps.service_id = s.id
      where ($1::bigint is null or s.id = $1) and ($2::text is null or s.specialty = $2)
        and ($3::bigint is null or ps.provider_id = $3) and (s.clinic_id = any($4::bigint[]) or s.id = $1)
      order by s.usual desc, s.id limit 1`,
    [
      visit?.serviceId ?? null,
      wanted.specialty ?? null,
      wanted.providerId ?? null,
      (await whereToLook(speaker, wanted)).clinics,
    ],
  );
  const who = whoComes(remembered);
  if (!at || !who) return { type: 'wish.refused' }; // nobody here does that, or nobody was named
  const today = dayOf(speaker.now, at.zone);
  await joinWaitingList(speaker.tx, {
    clinicId: at.clinicId,
    specialty: at.specialty,
    patientId: who.id as PatientId,
    contactId: speaker.contactId,
    fromDay: wanted.fromDay ?? today,
    toDay: wanted.toDay ?? plusDays(today, WAIT_DAYS),
    ...(wanted.providerId && { providerId: wanted.providerId as ProviderId }),
    ...(visit && { insteadOf: visit.id as VisitId }),
  });
  return { type: 'list.joined' };
}

export async function acceptWaitingOffer(speaker: Speaker, { offerId }: Remembered): Promise<Happened> {
  const outcome = await acceptOffer(speaker.tx, offerId as WaitingOfferId, { by: actorOf(speaker) });
  if (outcome.kind === 'settled')
    return { type: 'visit.booked', facts: { visit: await visitCard(speaker, outcome.visit.id) } };
  return outcome.rules.includes('patient_elsewhere') ? { type: 'patient.elsewhere' } : { type: 'offer.lost' };
}

export async function declineWaitingOffer(speaker: Speaker, { offerId }: Remembered): Promise<Happened> {
  await declineOffer(speaker.tx, offerId as WaitingOfferId);
  return { type: 'wish.granted' };
}

export async function leaveList(speaker: Speaker, { offerId }: Remembered): Promise<Happened> {
  await declineOffer(speaker.tx, offerId as WaitingOfferId);
  const [row] = await speaker.tx.query<{ id: WaitingId }[]>(
    'select waiting_id as id from waiting_offer where id = $1',
    [offerId],
  );
  if (row) await leaveWaitingList(speaker.tx, row.id);
  return { type: 'wish.granted' };
}
