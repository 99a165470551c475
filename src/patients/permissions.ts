import type { PatientId, RecordPermissionId } from '../database/ids';
import type { Database } from '../database/statements';
import type { RecordKind } from './record';

export interface Permission {
  id: RecordPermissionId;
  kind: RecordKind;
  providerId: number | null;
  provider: string | null;
  clinicId: number | null;
  clinic: string | null;
  givenAt: Date;
  until: Date | null;
}

/** Whom a patient lets read what, as it stands. */
export const permissionsOf = (db: Database, patientId: PatientId): Promise<Permission[]> =>
  db.query<Permission[]>(
    `select m.id, m.kind, m.provider_id as "providerId", p.name as provider, m.clinic_id as "clinicId", c.name as clinic,
            m.given_at as "givenAt", m.until
       from record_permission m left join provider p on p.id = m.provider_id left join clinic c on c.id = m.clinic_id
      where m.patient_id = $1 and m.ended_at is null and coalesce(m.until > clock_now(), true) order by m.id`,
    [patientId],
  );

export interface Permit {
  patientId: PatientId;
  kinds: readonly RecordKind[];
  to: { providerId: number } | { clinicId: number };
  until?: string | undefined;
  by: string;
}

/** Given again, it lasts as long as it was said this time. */
export const permit = (db: Database, { patientId, kinds, to, until, by }: Permit): Promise<unknown> =>
  db.query(
    `insert into record_permission (patient_id, kind, provider_id, clinic_id, given_by, until)
     select $1, kind, $3, $4, $5, $6 from unnest($2::text[]) kind
     on conflict (patient_id, kind, coalesce(provider_id, 0), coalesce(clinic_id, 0)) where ended_at is null
     do update set until = excluded.until, given_by = excluded.given_by, given_at = clock_now()`,
    [
      patientId,
      kinds,
      'providerId' in to ? to.providerId : null,
      'clinicId' in to ? to.clinicId : null,
      by,
      until ?? null,
    ],
  );

export async function takeBack(db: Database, patientId: PatientId, id: number): Promise<boolean> {
  const [, ended] = await db.query<[unknown, number]>(
    'update record_permission set ended_at = clock_now() where id = $1 and patient_id = $2 and ended_at is null',
    [id, patientId],
  );
  return ended === 1;
}
