import type { EntityManager } from 'typeorm';
import type { Goal } from './person';
import type { Resident } from './town';

const MINE = `exists (select from contact_patient cp where cp.patient_id = v.patient_id and cp.contact_id = $1)`;

/** Whether somebody has what they came for: read from the tables, and not from what they were told. */
const ACHIEVED: Record<Goal, string> = {
  // Where nothing is free, a place on the list is as much as anybody could have got.
  book: `select from visit v where ${MINE} and v.status in ('booked', 'requested', 'arrived', 'done')
          union all select from waiting where contact_id = $1`,
  register_child: `
    select from visit v join contact_patient cp on cp.patient_id = v.patient_id and cp.contact_id = $1
     where cp.relation <> 'self' and v.status in ('booked', 'requested', 'arrived', 'done')`,
  join_list: `select from waiting where contact_id = $1`,
  move: `select from visit v where ${MINE} and v.status in ('booked', 'requested') and v.starts <> (select starts from visit where id = $2)`,
  cancel: `select from visit v where ${MINE} and v.status = 'cancelled' and not exists (
             select from visit v where ${MINE} and v.status in ('booked', 'requested'))`,
  confirm: `select from visit v where v.id = $2 and ${MINE} and v.confirmed_at is not null`,
  change_language: `select from contact where id = $1 and language = $3`,
};

export async function isAchieved(
  db: EntityManager,
  { goal, contactId, visit, newLanguage }: Resident,
): Promise<boolean> {
  const [row] = await db.query<{ achieved: boolean }[]>(
    `select exists (${ACHIEVED[goal]}) as achieved, $2::bigint as visit, $3::text as language, $1::bigint as contact`,
    [contactId, visit?.id ?? null, newLanguage],
  );
  return row?.achieved === true;
}
