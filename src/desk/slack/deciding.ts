import { findAllTimes } from '../../scheduling/find-times';
import type { Slot } from '../../scheduling/types';
import { dayOf } from '../../scheduling/wall-clock';
import type { Case, CaseOutcome } from '../cases';
import { type Colleague, may } from '../colleagues';
import { type DayVisit, visitById } from '../day';
import { declineRequest } from '../decide';
import { deskSettings } from '../settings';
import { context, input, type Modal, section, select } from './blocks';
import { slotIn, timeOptions } from './free-times';
import type { House } from './house';

const MOST_TIMES = 60;

/** Declining, and at will another time that is free at this moment: those of the same provider first. */
export async function declineModal(house: House, { id, visitId, contactId }: Case, by: Colleague): Promise<Modal> {
  const visit = visitId === null ? undefined : await visitById(house.dataSource.manager, visitId);
  const times = visit && contactId !== null ? await otherTimes(house, visit, by) : [];
  return {
    callback: 'decline',
    title: 'Decline the visit',
    submit: 'Decline',
    metadata: String(id),
    blocks: [
      section('The time is free again at once, and the patient is told.'),
      ...(times.length > 0
        ? [
            input(
              'instead',
              'Another time for this patient',
              select('value', times, 'None: they look themselves'),
              true,
            ),
            context('It is kept for them for a day, and they are asked whether it suits them.'),
          ]
        : []),
    ],
  };
}

async function otherTimes(house: House, visit: DayVisit, by: Colleague) {
  const { clinicId, serviceId, providerId, patientId, starts } = visit;
  const db = house.dataSource.manager;
  const { zone } = await deskSettings(db, clinicId);
  const [now] = await db.query<{ now: Date }[]>('select clock_now() as now');
  const wanted = {
    services: [serviceId],
    clinics: [clinicId],
    patientId,
    staff: true,
    fromDay: dayOf(now?.now ?? 0, zone),
  };
  const own = await findAllTimes(db, { ...wanted, providers: [providerId] }, MOST_TIMES / 2);
  const all = may(by, 'visits.decide', { clinicId }) ? await findAllTimes(db, wanted, MOST_TIMES) : [];
  const others = all.filter((time) => time.providerId !== providerId);
  const nearest = own.sort((a, b) => Math.abs(+a.starts - +starts) - Math.abs(+b.starts - +starts));
  return timeOptions(house, zone, [...nearest, ...others].slice(0, MOST_TIMES));
}

export type Submitted = CaseOutcome | { kind: 'not_yours' };

/** `picked` is empty when no other time is offered. */
export async function submitDecline(
  { dataSource }: House,
  { id, visitId }: Case,
  by: Colleague,
  picked: string,
): Promise<Submitted> {
  const db = dataSource.manager;
  const visit = picked && visitId !== null ? await visitById(db, visitId) : undefined;
  const slot: Slot | undefined = visit && slotIn(picked, { serviceId: visit.serviceId, clinicId: visit.clinicId });
  if (visit && slot && !may(by, 'visits.decide', { clinicId: visit.clinicId, providerId: slot.providerId }))
    return { kind: 'not_yours' };
  return declineRequest(db, id, by.actor, slot);
}
