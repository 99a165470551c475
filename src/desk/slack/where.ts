import type { ClinicId, ProviderId } from '../../database/ids';
import { type Action, reachOf } from '../../accounts/policy';
import type { Colleague } from '../colleagues';
import { type DeskSettings, deskSettings } from '../settings';
import type { House } from './house';

/** The clinic for which somebody speaks, and how far they may look there. */
export interface Here {
  clinicId: ClinicId;
  desk: DeskSettings;
  /** Only these, when somebody may see no more than their own calendar. */
  providers: readonly ProviderId[] | null;
}

/** The clinic whose channel this is; else the only, or the first, clinic in which the colleague may do it. */
export async function whereIs(
  { dataSource }: House,
  { who }: Colleague,
  channel: string | undefined,
  action: Action,
): Promise<Here | undefined> {
  const reach = reachOf(who, action);
  const [row] = await dataSource.query<{ id: ClinicId; whole: boolean }[]>(
    `select c.id, $3 or c.id = any($1::bigint[]) as whole from clinic c left join clinic_desk s on s.clinic_id = c.id
      where c.closed_at is null
        and ($3 or c.id = any($1::bigint[]) or exists (select from working_hours w where w.clinic_id = c.id and w.provider_id = any($2::bigint[])))
      order by s.slack_channel is not distinct from $4 desc, c.id limit 1`,
    [reach.clinics, reach.providers, reach.everywhere, channel ?? null],
  );
  if (!row) return undefined;
  const desk = await deskSettings(dataSource.manager, row.id);
  return { clinicId: row.id, desk, providers: row.whole ? null : reach.providers };
}
