import type { Client } from 'pg';
import type { ClinicId, PatientId, ProviderId, ServiceId } from '../../src/database/ids';
import type { Booking } from '../../src/scheduling/book';
import { makeNetwork } from './network';

const PROVIDERS = 1_000;
const COLLEAGUES = 50;
const DAYS = 58; // the services' horizon is sixty
const STARTS = ['08:00', '08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30']
  .concat(['13:00', '13:30', '14:00', '14:30', '15:00', '15:30', '16:00', '16:30'])
  .map((time) => Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000);

/** An empty calendar of nearly a million half-hours, a patient and a contact for each provider, three reminders a visit. */
export async function makeCalendar(db: Client): Promise<Calendar> {
  const { today } = await makeNetwork(db, PROVIDERS, { days: DAYS, booked: 0 });
  await db.query(
    `insert into contact (channel, address) select 'sms', '+1555' || i from generate_series(1, $1::int) i`,
    [PROVIDERS],
  );
  await db.query(
    `insert into reminder_rule (clinic_id, kind, minutes_before)
     select c.id, 'reminder', m from clinic c, unnest('{2880, 1440, 120}'::int[]) m`,
  );
  await db.query('vacuum analyze');
  return new Calendar(Date.parse(`${today}T00:00:00+03:00`));
}

/** Deals out free times, each once: the next provider's, and when all have had their turn the next half-hour. */
export class Calendar {
  private dealt = 0;
  private readonly firstMidnight: number;

  constructor(today: number) {
    this.firstMidnight = today + 4 * 86_400_000; // far enough away that all three reminders are still to come
  }

  next(): Booking & { patientId: PatientId } {
    const nth = this.dealt++;
    const person = 1 + (nth % PROVIDERS);
    const half = Math.floor(nth / PROVIDERS);
    const day = Math.floor(half / STARTS.length);
    if (day >= DAYS - 4) throw new Error('The calendar is full');
    const clinicId = (1 + Math.floor((person - 1) / COLLEAGUES)) as ClinicId;
    return {
      slot: {
        providerId: person as ProviderId,
        serviceId: Number(clinicId) as ServiceId,
        clinicId,
        starts: new Date(this.firstMidnight + day * 86_400_000 + (STARTS[half % STARTS.length] ?? 0)),
        mode: 'in_person',
      },
      patientId: person as PatientId,
      by: `patient:${person}`,
      notices: [{ contactId: person, kind: 'confirmation', body: { text: 'Your visit is booked.' } }],
    };
  }
}
