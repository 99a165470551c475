import type {
  ClinicId,
  ContactId,
  PatientId,
  ProviderId,
  ServiceId,
  SpecialtyCode,
  VisitId,
  WaitingId,
} from '../database/ids';
import { type Database } from '../database/statements';
import type { Mode } from './types';
import { type Day, isDay, type WallTime } from './wall-clock';

export interface Wish {
  clinicId: ClinicId;
  patientId: PatientId;
  contactId: ContactId;
  specialty: SpecialtyCode;
  serviceId?: ServiceId;
  providerId?: ProviderId;
  fromDay: Day;
  toDay: Day;
  weekdays?: number[];
  earliest?: WallTime;
  latest?: WallTime;
  noticeMinutes?: number;
  modes?: Mode[];
  /** The later visit that this person already has, and would give up. */
  insteadOf?: VisitId;
}

/** Puts somebody on the list; who is there already for the same thing gets the new preferences and keeps the place. */
export async function joinWaitingList(db: Database, wish: Wish): Promise<WaitingId> {
  if (!isDay(wish.fromDay) || !isDay(wish.toDay) || wish.toDay < wish.fromDay)
    throw new RangeError(`Nobody can wait from ${wish.fromDay} to ${wish.toDay}`);
  const [row] = await db.query<{ id: WaitingId }[]>(
    `insert into waiting (clinic_id, patient_id, contact_id, specialty, service_id, provider_id, from_day, to_day, weekdays,
                          earliest, latest, notice_minutes, modes, instead_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (patient_id, clinic_id, specialty, coalesce(provider_id, 0)) where status = 'waiting' do update
       set contact_id = excluded.contact_id, service_id = excluded.service_id, from_day = excluded.from_day, to_day = excluded.to_day,
           weekdays = excluded.weekdays, earliest = excluded.earliest, latest = excluded.latest,
           notice_minutes = excluded.notice_minutes, modes = excluded.modes, instead_of = excluded.instead_of
     returning id`,
    [
      wish.clinicId,
      wish.patientId,
      wish.contactId,
      wish.specialty,
      wish.serviceId ?? null,
      wish.providerId ?? null,
      wish.fromDay,
      wish.toDay,
      wish.weekdays ?? [1, 2, 3, 4, 5, 6, 7],
      wish.earliest ?? '00:00',
      wish.latest ?? '24:00',
      wish.noticeMinutes ?? 120,
      wish.modes ?? ['in_person', 'video'],
      wish.insteadOf ?? null,
    ],
  );
  if (!row) throw new Error('Nobody was put on the waiting list');
  return row.id;
}

export async function leaveWaitingList(db: Database, waitingId: WaitingId): Promise<boolean> {
  const [, changed] = await db.query<[unknown, number]>(
    `update waiting set status = 'left' where id = $1 and status = 'waiting'`,
    [waitingId],
  );
  return changed > 0;
}
