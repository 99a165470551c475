import type { Database } from '../database/statements';

/** A line in the audit log about an account: who did what to which, by their numbers. */
export const noteSecurity = (
  db: Database,
  actor: string,
  action: string,
  subject: string,
  about: { clinicId?: number | null; details?: Record<string, unknown> } = {},
): Promise<unknown> =>
  db.query('insert into audit (clinic_id, actor, action, subject, details) values ($1, $2, $3, $4, $5)', [
    about.clinicId ?? null,
    actor,
    action,
    subject,
    JSON.stringify(about.details ?? {}),
  ]);
