import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';

/**
 * Who has a message waiting that nobody is handling: left by a process that died, or never begun. Clinics take turns, so that
 * those who write to a quiet one do not stand behind a thousand who write to another.
 */
export async function whoWaits(db: Database, limit = 20): Promise<ContactId[]> {
  const rows = await db.query<{ id: ContactId }[]>(
    `select i.contact_id as id from inbox i join contact k on k.id = i.contact_id left join conversation c on c.contact_id = k.id
      where i.handled_at is null and (c.lease_until is null or c.lease_until < clock_timestamp())
      group by i.contact_id, k.clinic_id
      order by row_number() over (partition by k.clinic_id order by min(i.id)), min(i.id) limit $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}
