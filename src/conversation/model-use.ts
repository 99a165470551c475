import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';

/**
 * Sets tokens aside for one person and today, or says that there are none left. Set aside before the call and put right after
 * it, so that calls that fail, hang or come all at once cannot cost more than the day's budget.
 */
export async function setAside(db: Database, contactId: ContactId, tokens: number, budget: number): Promise<boolean> {
  const rows = await db.query<unknown[]>(
    `insert into model_use (contact_id, day, tokens) select $1, clock_now()::date, $2::integer where $2::integer <= $3::integer
     on conflict (contact_id, day) do update set tokens = model_use.tokens + excluded.tokens
      where model_use.tokens + excluded.tokens <= $3::integer
     returning tokens`,
    [contactId, tokens, budget],
  );
  return rows.length > 0;
}

export const putRight = (db: Database, contactId: ContactId, setAside: number, used: number): Promise<unknown> =>
  db.query(
    `update model_use set tokens = greatest(0, tokens - $2::integer + $3::integer)
      where contact_id = $1 and day = clock_now()::date`,
    [contactId, setAside, used],
  );
