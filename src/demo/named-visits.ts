import type { EntityManager } from 'typeorm';
import type { VisitId } from '../database/ids';
import { plusDays } from '../scheduling/wall-clock';
import type { Clinic, Span } from './clinics';
import type { Name, Patient } from './patients';
import { insertRows } from './rows';
import { insertVisits, remind } from './visits';

interface Plan {
  who: Name;
  clinic: Clinic;
  provider: string;
  service: string;
  reference: string;
  inDays: number; // or on the first working day after
}

/** What the four people find when they ask for their visits. They come first: the crowd takes what is left. */
export async function addNamedVisits(
  db: EntityManager,
  [nairobi, lisbon, newYork]: [Clinic, Clinic, Clinic],
  named: Record<Name, Patient>,
  span: Span,
): Promise<void> {
  const plans: Plan[] = [
    { who: 'Ann', clinic: nairobi, provider: 'Dr Ngozi Okafor', service: 'skin', reference: 'K7QM', inDays: 4 },
    { who: 'Bob', clinic: nairobi, provider: 'Dr Rajesh Sharma', service: 'dentist', reference: 'W3RT', inDays: 8 },
    { who: 'Cat', clinic: lisbon, provider: 'Dra. Ana Silva', service: 'children', reference: 'H4XN', inDays: 2 },
    {
      who: 'Dan',
      clinic: newYork,
      provider: 'Dr. Sofia Rossi',
      service: 'teethCleaning',
      reference: 'P9CE',
      inDays: 15,
    },
  ];
  for (const plan of plans) await remind(db, await addVisit(db, plan, named[plan.who], span));
}

/** At the second hour of the day: the first is nobody's favourite. */
async function addVisit(db: EntityManager, plan: Plan, patient: Patient, span: Span): Promise<VisitId[]> {
  const { clinic, reference } = plan;
  const rows = await db.query<Record<string, unknown>[]>(
    `select $1::bigint as clinic_id, $2 as reference, s.provider_id, sv.id as service_id, $3::bigint as patient_id, 'booked' as status,
            1 as version, s.modes[1] as mode, s.day::text, at as starts, at + sv.minutes * interval '1 minute' as ends, 'patient' as booked_by,
            tstzrange(at - sv.buffer_before_minutes * interval '1 minute', at + (sv.minutes + sv.buffer_after_minutes) * interval '1 minute') as during,
            (select r.id from room r where r.clinic_id = $1 and r.kind = sv.room_kind order by r.id limit 1) as room_id,
            $4::timestamptz as created_at, $4::timestamptz as changed_at
       from shift s join service sv on sv.id = $5, lateral (select lower(s.starts) + interval '1 hour' as at) start
      where s.provider_id = $6 and s.clinic_id = $1 and s.day >= $7
      order by s.day, lower(s.during) limit 1`,
    [
      ...[clinic.id, reference, patient.id, `${plusDays(span.today, -2)}T12:00:00Z`],
      ...[clinic.services[plan.service], clinic.providers[plan.provider], plusDays(span.today, plan.inDays)],
    ],
  );
  return insertVisits(db, rows);
}

const LONGED_FOR: Record<string, { specialty: string; provider?: string }> = {
  'Africa/Nairobi': { specialty: 'dermatology', provider: 'Dr Ngozi Okafor' },
  'Europe/Lisbon': { specialty: 'physiotherapy' },
  'America/New_York': { specialty: 'dentistry' },
};

/** Three people in each clinic who would come earlier: any day, mornings only, not before next week. */
export async function addWaiting(db: EntityManager, clinic: Clinic, crowd: Patient[], span: Span): Promise<void> {
  const wish = LONGED_FOR[clinic.zone];
  if (!wish) return;
  const wishes = [{}, { latest: '12:00' }, { from_day: plusDays(span.today, 7) }];
  const rows = wishes.map((extra, at) => ({
    clinic_id: clinic.id,
    patient_id: crowd[at]?.id,
    contact_id: crowd[at]?.contactId,
    specialty: wish.specialty,
    provider_id: wish.provider === undefined ? null : clinic.providers[wish.provider],
    from_day: span.today,
    to_day: plusDays(span.today, 30),
    latest: '24:00',
    joined_at: `${plusDays(span.today, -3)}T0${at}:00:00Z`,
    ...extra,
  }));
  await insertRows(db, 'waiting', rows);
}
