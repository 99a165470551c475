import type { VisitId } from '../database/ids';
import { type Database, run } from '../database/statements';

/**
 * Notes a freed time, and a timer to offer it to those who wait. Call it in the transaction that frees the time.
 * While the freeing can be undone the offers wait, unless the visit is so near that waiting would waste it.
 */
export const noteOpening = (tx: Database, freed: VisitId, undoMinutes = 0): Promise<unknown> =>
  run(tx, statement, [freed, undoMinutes]);

const statement = {
  name: 'note_opening',
  text: `
    with opened as (
      insert into opening (clinic_id, freed_visit_id)
      select v.clinic_id, v.id from visit v where v.id = $1 and v.starts > clock_now() and v.session_id is null
      on conflict do nothing returning id, clinic_id)
    insert into timer (clinic_id, kind, due_at, body)
    select o.clinic_id, 'offer_opening',
           least(clock_now() + $2::integer * interval '1 minute', greatest(clock_now(), v.starts - interval '2 hours')),
           jsonb_build_object('opening', o.id)
      from opened o, visit v where v.id = $1`,
};
