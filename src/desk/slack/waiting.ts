import { type Block, literal, section } from './blocks';
import type { House } from './house';
import type { Here } from './where';

/** The waiting list in numbers: who waits is for the console to show. */
export async function waitingOf({ dataSource }: House, { clinicId }: Here): Promise<Block[]> {
  const rows = await dataSource.query<{ what: string; people: number; since: string }[]>(
    `select coalesce(s.names->>'en', s.code) || coalesce(' with ' || p.name, '') as what, count(*)::int as people,
            to_char(min(w.joined_at) at time zone c.time_zone, 'DD Mon') as since
       from waiting w join clinic c on c.id = w.clinic_id join specialty s on s.code = w.specialty left join provider p on p.id = w.provider_id
      where w.clinic_id = $1 and w.status = 'waiting' group by 1, c.time_zone order by 2 desc, 1 limit 30`,
    [clinicId],
  );
  if (rows.length === 0) return [section('Nobody is waiting.')];
  return [section(rows.map(({ what, people, since }) => `*${people}*  ${literal(what)}, since ${since}`).join('\n'))];
}
