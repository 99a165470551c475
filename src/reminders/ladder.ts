import type { ClinicId, ServiceId } from '../database/ids';
import type { Database } from '../database/statements';

/** One step: by the instant, by the wall clock of the clinic, or after the visit. */
export type Reminder = { kind: string; unlessConfirmed?: true } & (
  { minutesBefore: number } | { daysBefore: number; at: string } | { minutesAfter: number }
);

/**
 * Three days before we ask who will not come, so that somebody else can have the time; then we remind, and those who have said
 * that they will come are reminded no more. Afterwards we ask how it was, or whether another time would suit.
 */
export const REMINDERS: Reminder[] = [
  { kind: 'release', minutesBefore: 72 * 60 },
  { kind: 'attend', minutesBefore: 24 * 60 },
  { kind: 'soon', minutesBefore: 2 * 60, unlessConfirmed: true },
  { kind: 'feedback', minutesAfter: 3 * 60 },
  { kind: 'follow_up', minutesAfter: 4 * 60 },
];

/** The steps of a clinic, or of one service of it, which then stand in for those of the clinic. */
export async function addLadder(
  db: Database,
  clinic: ClinicId,
  service: ServiceId | null,
  ladder: readonly Reminder[],
): Promise<void> {
  for (const step of ladder)
    await db.query(
      `insert into reminder_rule (clinic_id, service_id, kind, minutes_before, days_before, at_local, minutes_after, unless_confirmed)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        clinic,
        service,
        step.kind,
        'minutesBefore' in step ? step.minutesBefore : null,
        'daysBefore' in step ? step.daysBefore : null,
        'daysBefore' in step ? step.at : null,
        'minutesAfter' in step ? step.minutesAfter : null,
        step.unlessConfirmed ?? false,
      ],
    );
}
