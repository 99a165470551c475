import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { ClinicId, ContactId, PatientId, ProviderId, ServiceId, VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import { readReference } from '../scheduling/reference';
import type { VisitStatus } from '../scheduling/types';
import { sealedAddress } from '../sealing/sealed';

/** A visit as the desk speaks of it. */
export interface DayVisit {
  id: VisitId;
  version: number;
  reference: string;
  status: VisitStatus;
  starts: Date;
  at: string;
  clinicId: ClinicId;
  providerId: ProviderId;
  serviceId: ServiceId;
  patientId: PatientId;
  provider: string;
  patient: string;
}

const VISITS = `
  select v.id, v.version, v.reference, v.status, v.starts, to_char(v.starts at time zone c.time_zone, 'HH24:MI') as at, v.clinic_id as "clinicId",
         v.provider_id as "providerId", v.service_id as "serviceId", v.patient_id as "patientId", d.name as provider, p.name as patient
    from visit v join clinic c on c.id = v.clinic_id join provider d on d.id = v.provider_id join patient p on p.id = v.patient_id`;

/** A day of a clinic, by provider and hour; of some providers only, when they are all that somebody may see. */
export const visitsOfDay = (
  db: Database,
  clinicId: ClinicId,
  daysAhead = 0,
  providers: readonly ProviderId[] | null = null,
): Promise<DayVisit[]> =>
  db.query<DayVisit[]>(
    `${VISITS} where v.clinic_id = $1 and v.day = (clock_now() at time zone c.time_zone)::date + $2::integer
       and v.status in ('requested', 'booked', 'arrived', 'done', 'missed') and ($3::bigint[] is null or v.provider_id = any($3))
     order by d.name, v.starts, v.id`,
    [clinicId, daysAhead, providers],
  );

export async function visitByReference(db: Database, clinicId: ClinicId, typed: string): Promise<DayVisit | undefined> {
  const [visit] = await db.query<DayVisit[]>(
    `${VISITS} where v.clinic_id = $1 and v.reference = $2 and v.status <> 'moved'`,
    [clinicId, readReference(typed)],
  );
  return visit;
}

export async function visitById(db: Database, id: number): Promise<DayVisit | undefined> {
  const [visit] = await db.query<DayVisit[]>(`${VISITS} where v.id = $1`, [id]);
  return visit;
}

export interface FoundPatient {
  id: PatientId;
  name: string;
  visits: DayVisit[];
}

/** Whose telephone this is, in a clinic in which they have been: a number alone does not open the records of other clinics. */
export async function patientsByPhone(db: Database, clinicId: ClinicId, typed: string): Promise<FoundPatient[]> {
  const digits = typed.replace(/\D/g, '');
  if (digits.length < 7) return [];
  const [clinic] = await db.query<{ country: string | null }[]>(
    'select p.country from clinic c left join place p on p.id = c.place_id where c.id = $1',
    [clinicId],
  );
  const found = await db.query<{ id: PatientId; name: string }[]>(
    `select p.id, p.name from patient p
      where exists (select from contact k join contact_patient cp on cp.contact_id = k.id
                     where cp.patient_id = p.id and k.address = any($2) and k.channel in ('sms', 'whatsapp', 'ussd', 'voice')
                       and (k.clinic_id = $1 or exists (select from visit v where v.patient_id = p.id and v.clinic_id = $1)))
      order by p.id limit 5`,
    [clinicId, asWritten(typed, digits, clinic?.country ?? null).map(sealedAddress)],
  );
  const patients: FoundPatient[] = [];
  for (const { id, name } of found) patients.push({ id, name, visits: await comingVisits(db, clinicId, id) });
  return patients;
}

/** Every way in which channels write this number: with its country or as it is dialled at home, with and without the plus. */
function asWritten(typed: string, digits: string, country: string | null): string[] {
  const athome =
    country && isSupportedCountry(country) ? parsePhoneNumberFromString(typed, country)?.number : undefined;
  const numbers = [digits, athome?.slice(1)].filter((number) => number !== undefined);
  return [...new Set(numbers.flatMap((number) => [number, `+${number}`]))];
}

const comingVisits = (db: Database, clinicId: ClinicId, patientId: PatientId): Promise<DayVisit[]> =>
  db.query<DayVisit[]>(
    `${VISITS} where v.clinic_id = $1 and v.patient_id = $2 and v.status in ('requested', 'booked', 'arrived') and v.ends > clock_now() order by v.starts limit 5`,
    [clinicId, patientId],
  );

/** By which address a patient is written to, if there is one that still reaches them. */
export async function contactOf(db: Database, patientId: PatientId): Promise<ContactId | undefined> {
  const [row] = await db.query<{ id: ContactId }[]>(
    `select k.id from contact_patient cp join contact k on k.id = cp.contact_id
      where cp.patient_id = $1 and k.unreachable_at is null and k.stopped_at is null
      order by cp.relation = 'self' desc, k.verified_at desc nulls last, k.id limit 1`,
    [patientId],
  );
  return row?.id;
}

/** Everything that is read about patients leaves a line, with who read it. */
export const noteRead = (
  db: Database,
  by: string,
  clinicId: ClinicId,
  what: string,
  subjects: string[],
): Promise<unknown> =>
  db.query(
    `insert into audit (clinic_id, actor, action, subject, details) select $1, $2, $3, s, '{"by": "slack"}' from unnest($4::text[]) s`,
    [clinicId, by, what, subjects],
  );
