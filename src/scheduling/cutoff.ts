import type { VisitId } from '../database/ids';
import { type Database, run } from '../database/statements';

const CUTOFF = {
  name: 'within_cutoff',
  text: `select v.starts < clock_now() + s.change_cutoff_minutes * interval '1 minute'
                and not exists (select from delay_notice n where n.visit_id = v.id and n.minutes > 0)
                and not exists (select from affected_visit a where a.visit_id = v.id and a.step <> 'settled') as late
           from visit v join service s on s.id = v.service_id where v.id = $1`,
};

/** Later than this a patient cannot change the visit alone, and the desk decides. Whom we keep waiting can at any time. */
export async function withinCutoff(db: Database, visitId: VisitId): Promise<boolean> {
  const [row] = await run<{ late: boolean }>(db, CUTOFF, [visitId]);
  return row?.late ?? true;
}
