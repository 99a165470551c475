import type { ClinicId, PatientId, ProviderId, RecordEntryId } from '../database/ids';
import type { Database } from '../database/statements';
import { sealedDocument } from '../sealing/sealed';

export const clinicalKinds = ['history', 'note', 'plan', 'prescription'] as const;
export const recordKinds = [...clinicalKinds, 'insurance'] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface Words {
  title: string;
  words: string;
}

export interface Entry {
  id: RecordEntryId;
  kind: RecordKind;
  patientId: PatientId;
  clinicId: ClinicId | null;
  clinic: string | null;
  providerId: ProviderId | null;
  provider: string | null;
  visitId: number | null;
  title: string;
  words: string;
  writtenAt: Date;
  replaces: RecordEntryId | null;
  ended: boolean;
}

/** Who reads: everything of a patient's own, or what a provider or a desk may. */
export type Reader = { patient: true } | { providers: readonly number[] } | { desks: readonly number[] | null };

const ENTRY = `e.id, e.kind, e.patient_id as "patientId", e.clinic_id as "clinicId", c.name as clinic, e.provider_id as "providerId",
  p.name as provider, e.visit_id as "visitId", e.body, e.written_at as "writtenAt", e.replaces, e.ended_at is not null as ended`;
const FROM = `record_entry e left join clinic c on c.id = e.clinic_id left join provider p on p.id = e.provider_id`;

const PERMITTED = `
  exists (select from record_permission m
           where m.patient_id = e.patient_id and m.kind = e.kind and m.ended_at is null and coalesce(m.until > clock_now(), true)
             and (m.provider_id = any($3::bigint[]) or m.clinic_id = any($4::bigint[])))`;

/**
 * Words of a visit stay with whoever wrote them, unless the patient lets others read that kind. The desk handles insurances of
 * its own clinic and nothing else.
 */
export async function recordOf(
  db: Database,
  patientId: PatientId,
  kinds: readonly RecordKind[],
  reader: Reader,
): Promise<Entry[]> {
  const providers = 'providers' in reader ? reader.providers : [];
  const clinics =
    'providers' in reader ? await clinicsOf(db, providers) : 'desks' in reader ? (reader.desks ?? []) : [];
  const everything = 'patient' in reader || ('desks' in reader && reader.desks === null);
  const rows = await db.query<(Omit<Entry, keyof Words> & { body: Words })[]>(
    `select ${ENTRY} from ${FROM}
      where e.patient_id = $1 and e.kind = any($2::text[])
        and ($5::boolean or e.provider_id = any($3::bigint[]) or ($6::boolean and e.clinic_id = any($4::bigint[])) or ${PERMITTED})
      order by e.id desc`,
    [patientId, kinds, providers, clinics, everything, 'desks' in reader],
  );
  return rows.map(({ body, ...entry }) => ({ ...entry, title: body.title, words: body.words }));
}

async function clinicsOf(db: Database, providers: readonly number[]): Promise<number[]> {
  const rows = await db.query<{ id: number }[]>(
    'select distinct clinic_id as id from shifts_made where provider_id = any($1::bigint[])',
    [providers],
  );
  return rows.map(({ id }) => id);
}

export interface NewEntry extends Words {
  patientId: PatientId;
  kind: RecordKind;
  clinicId: number | null;
  providerId: number | null;
  visitId: number | null;
  by: string;
}

export async function write(db: Database, entry: NewEntry, replaces?: number): Promise<RecordEntryId | undefined> {
  const [row] = await db.query<{ id: RecordEntryId }[]>(
    `insert into record_entry (patient_id, clinic_id, provider_id, visit_id, kind, body, written_by, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [
      ...[entry.patientId, entry.clinicId, entry.providerId, entry.visitId, entry.kind],
      ...[sealedDocument({ title: entry.title, words: entry.words }), entry.by, replaces ?? null],
    ],
  );
  return row?.id;
}

/** Taken back, or replaced: it can still be read, marked as what it is. False when somebody was quicker. */
export async function end(db: Database, id: number): Promise<boolean> {
  const [, ended] = await db.query<[unknown, number]>(
    'update record_entry set ended_at = clock_now() where id = $1 and ended_at is null',
    [id],
  );
  return ended === 1;
}
