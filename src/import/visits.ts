import { z } from 'zod';
import type { ServiceId } from '../database/ids';
import { book } from '../scheduling/book';
import { startNamed } from '../scheduling/wall-clock';
import { dayCell, timeCell, words } from './cells';
import { type Became, type Into, type Kind, Refused } from './kind';
import { theProvider } from './named';
import { numberIn, patientAt } from './patients';

const shape = z.object({
  provider: words(100),
  service: words(100),
  patient_phone: words(40),
  patient_name: words(120).optional(),
  day: dayCell,
  time: timeCell,
  mode: z.enum(['in_person', 'video'], 'Write in_person or video.').optional(),
});

/** Booked by the same function as every other visit, as the desk does it: nothing comes in that could not be booked by hand. */
export const visits: Kind<typeof shape> = {
  shape,
  async take(into, [row]): Promise<Became> {
    if (!row) throw new Error('No row');
    const providerId = await theProvider(into, row.provider);
    const serviceId = await serviceNamed(into, row.service);
    const patientId = await patientAt(into, numberIn('patient_phone', row.patient_phone), row.patient_name);
    if (patientId === undefined) throw new Refused('patient_phone', WHO);
    const starts = startNamed(row.day, row.time, into.zone);
    if (Number.isNaN(+starts)) throw new Refused('time', 'The clocks change then: there is no such time that day.');
    if (starts <= into.now)
      throw new Refused('day', 'This has passed. Only visits that are still to come can be booked.');
    const [known] = await into.tx.query<unknown[]>(
      `select from visit where provider_id = $1 and patient_id = $2 and starts = $3 and status in ('requested', 'booked', 'arrived')`,
      [providerId, patientId, starts],
    );
    if (known) return 'known';
    const slot = { providerId, serviceId, clinicId: into.clinicId, starts, mode: row.mode ?? ('in_person' as const) };
    const outcome = await book(into.tx, { slot, patientId, by: into.by });
    if (outcome.kind === 'settled') return 'made';
    throw new Refused(
      'time',
      `It cannot be booked: ${outcome.rules.map((rule) => rule.replaceAll('_', ' ')).join(', ')}.`,
    );
  },
};

const WHO = 'No patient is known by this phone and name: import the patients first.';

async function serviceNamed({ tx, clinicId }: Into, name: string): Promise<ServiceId> {
  const [found] = await tx.query<{ id: ServiceId }[]>(
    'select id from service where clinic_id = $1 and lower(name) = lower($2) and ended_at is null order by id limit 1',
    [clinicId, name],
  );
  if (!found) throw new Refused('service', `This clinic has no service "${name}".`);
  return found.id;
}
