import { DateTime } from 'luxon';
import type { ClinicId, ProviderId, ServiceId } from '../../database/ids';
import type { FreeTime, Slot } from '../../scheduling/types';
import type { Option } from './blocks';
import type { House } from './house';

/** Free times as they stand in a list: when and with whom, by the clinic's clock. */
export async function timeOptions({ dataSource }: House, zone: string, times: FreeTime[]): Promise<Option[]> {
  const ids = [...new Set(times.map(({ providerId }) => providerId))];
  const rows = await dataSource.query<{ id: ProviderId; name: string }[]>(
    'select id, name from provider where id = any($1)',
    [ids],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const when = (starts: Date): string =>
    DateTime.fromJSDate(starts, { zone }).setLocale('en').toFormat('ccc d LLL HH:mm');
  return times.map(({ providerId, starts, mode }) => ({
    label: `${when(starts)}, ${names.get(providerId) ?? ''}${mode === 'video' ? ' (video)' : ''}`,
    value: `${providerId}|${starts.toISOString()}|${mode}`,
  }));
}

/** What was picked from such a list. */
export function slotIn(picked: string, what: { serviceId: ServiceId; clinicId: ClinicId }): Slot {
  const [providerId, starts = '', mode] = picked.split('|');
  return {
    ...what,
    providerId: Number(providerId) as ProviderId,
    starts: new Date(starts),
    mode: mode === 'video' ? 'video' : 'in_person',
  };
}
