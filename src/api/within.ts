import type { Reach } from '../accounts/policy';

/** A condition that keeps a query to what somebody may see. Its four values follow, from the number given. */
export const within = (first: number, alias = 'v'): string =>
  `($${first}::boolean or ${alias}.clinic_id = any($${first + 1}::bigint[]) or ${alias}.provider_id = any($${first + 2}::bigint[]) or ${alias}.patient_id = any($${first + 3}::bigint[]))`;

export const reachValues = ({ everywhere, clinics, providers, patients }: Reach): unknown[] => [
  everywhere,
  clinics,
  providers,
  patients,
];

/**
 * Patients belong to no clinic. The desk sees those who have, had or asked for something there; a provider those who have or
 * had a visit with them; a patient those they speak for.
 */
export const patientWithin = (first: number, alias = 'p'): string => `(
  $${first}::boolean or ${alias}.id = any($${first + 3}::bigint[])
  or ${alias}.clinic_id = any($${first + 1}::bigint[])
  or exists (select from visit v where v.patient_id = ${alias}.id and (v.clinic_id = any($${first + 1}::bigint[]) or v.provider_id = any($${first + 2}::bigint[])))
  or exists (select from waiting w where w.patient_id = ${alias}.id and w.clinic_id = any($${first + 1}::bigint[]))
  or exists (select from contact_patient cp join contact c on c.id = cp.contact_id
              where cp.patient_id = ${alias}.id and c.clinic_id = any($${first + 1}::bigint[])))`;
