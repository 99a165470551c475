import type { ClinicId, ProviderId } from '../database/ids';
import type { Database } from '../database/statements';
import { indexProvider } from './index-terms';

export interface NewProvider {
  name: string;
  languages: readonly string[];
  about: string;
  specialties: readonly string[];
  /** What they give, of the services of their clinics. */
  services: readonly number[];
  clinicId: ClinicId;
}

/** Somebody new. They can be found and booked as soon as they have hours. */
export async function makeProvider(db: Database, made: NewProvider): Promise<ProviderId> {
  const [row] = await db.query<{ id: ProviderId }[]>(
    'insert into provider (name, languages, about) values ($1, $2, $3) returning id',
    [made.name, made.languages, made.about],
  );
  if (!row) throw new Error('No provider was made');
  await db.query(
    'insert into provider_specialty (provider_id, specialty) select $1, code from specialty where code = any($2::text[])',
    [row.id, made.specialties],
  );
  await db.query(
    'insert into provider_service (provider_id, service_id) select $1, id from service where id = any($2::bigint[]) and clinic_id = $3',
    [row.id, made.services, made.clinicId],
  );
  // Whose they are is read from here, hours or none.
  await db.query(
    'insert into shifts_made (provider_id, clinic_id, until_day) select $1, $2, (clock_now() at time zone time_zone)::date - 2 from clinic where id = $2',
    [row.id, made.clinicId],
  );
  await indexProvider(db, row.id);
  return row.id;
}
