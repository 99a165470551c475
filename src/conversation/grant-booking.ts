import type { Happened, Person, Remembered } from '../../flows/vocabulary';
import type { PatientId, VisitId } from '../database/ids';
import { hold, HOLD_MINUTES } from '../scheduling/book';
import { changeStatus, type Seen } from '../scheduling/change-status';
import { confirm } from '../scheduling/confirm';
import type { Outcome } from '../scheduling/types';
import { actorOf, slotOf, type Speaker, visitCard } from './speaker';

export async function holdTime(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const { chosen } = remembered;
  if (!chosen) throw new Error('A time was to be held before one was chosen');
  await letTimesGo(speaker);
  const patient = whoComes(remembered);
  const held = await hold(speaker.tx, {
    slot: slotOf(chosen),
    contactId: speaker.contactId,
    by: actorOf(speaker),
    ...(patient && { patientId: patient.id as PatientId }),
  });
  if (held.kind === 'refused') return notToBeHad(held);
  return { type: 'time.held', facts: { hold: { visitId: held.visit.id, token: held.token ?? '' } } };
}

/** Named, or the only one it can be. */
export const whoComes = ({ patient, people, forWhom }: Remembered): Person | undefined =>
  patient ?? (forWhom === 'other' ? undefined : people.find(({ self }) => self));

/** Who chooses again has given up what was kept for them. What the desk keeps for somebody, for a day, is left alone. */
export async function letTimesGo(speaker: Speaker): Promise<Happened> {
  const held = await speaker.tx.query<Seen[]>(
    `select id, version from visit
      where held_by = $1 and status = 'held' and held_until <= clock_now() + $2::integer * interval '1 minute' order by id`,
    [speaker.contactId, HOLD_MINUTES],
  );
  for (const visit of held) await changeStatus(speaker.tx, visit, 'released', { by: actorOf(speaker) });
  return { type: 'wish.granted' };
}

/** What the desk kept for them, and they do not want. */
export async function releaseKeptTime(speaker: Speaker, { hold }: Remembered): Promise<Happened> {
  const [held] = await speaker.tx.query<Seen[]>(
    `select id, version from visit where id = $1 and hold_token = $2 and status = 'held'`,
    [hold?.visitId, hold?.token],
  );
  if (held) await changeStatus(speaker.tx, held, 'released', { by: actorOf(speaker) });
  return { type: 'wish.granted' };
}

export async function bookHeldTime(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const { hold } = remembered;
  const patient = whoComes(remembered);
  if (!hold || !patient) throw new Error('A visit was to be booked before a time was held for somebody');
  const outcome = await confirm(speaker.tx, {
    visitId: hold.visitId as VisitId,
    token: hold.token,
    patientId: patient.id as PatientId,
    by: actorOf(speaker),
  });
  if (outcome.kind === 'refused') return notToBeHad(outcome);
  const visit = await visitCard(speaker, outcome.visit.id);
  // A number that says nothing of where somebody lives belongs from now on to where they went.
  await speaker.tx.query(
    'update contact k set clinic_id = v.clinic_id from visit v where k.id = $1 and k.clinic_id is null and v.id = $2',
    [speaker.contactId, outcome.visit.id],
  );
  return { type: outcome.visit.status === 'requested' ? 'visit.requested' : 'visit.booked', facts: { visit } };
}

export const notToBeHad = ({ rules }: Extract<Outcome, { kind: 'refused' }>): Happened =>
  rules.includes('patient_elsewhere') ? { type: 'patient.elsewhere' } : { type: 'time.gone' };

/** "I will come." Noted with the visit, so that fewer reminders follow. */
export async function confirmVisit(speaker: Speaker, { visit }: Remembered): Promise<Happened> {
  if (!visit) throw new Error('No visit to confirm');
  const [, confirmed] = await speaker.tx.query<[unknown, number]>(
    `update visit set confirmed_at = clock_now() where id = $1 and status = 'booked' and starts > clock_now()`,
    [visit.id],
  );
  if (confirmed === 0) return { type: 'visit.changed_meanwhile' };
  await speaker.tx.query(
    `insert into audit (clinic_id, actor, action, subject) select clinic_id, $2, 'attendance_confirmed', 'visit:' || id from visit where id = $1`,
    [visit.id, actorOf(speaker)],
  );
  return { type: 'visit.confirmed' };
}
