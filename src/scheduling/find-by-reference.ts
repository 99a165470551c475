import type { PatientId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { VISIT } from './effects';
import { readReference } from './reference';
import type { Visit } from './types';

/**
 * The visit that somebody names by its reference, if it belongs to one of these patients; of anybody else's they learn
 * nothing, not even that it exists. The reference of a visit that was moved leads to where it is now.
 */
export async function findByReference(
  db: Database,
  typed: string,
  of: { patients: PatientId[] },
): Promise<Visit | undefined> {
  const reference = readReference(typed);
  if (reference === '') return undefined;
  const [visit] = await run<Visit>(db, statement, [reference, of.patients]);
  return visit;
}

const statement: Statement = {
  name: 'find_by_reference',
  text: `
    with recursive named as (
      select v.* from visit v where v.reference = $1 and v.patient_id = any($2::bigint[])
      union
      select later.* from named join visit later on later.moved_from = named.id and later.patient_id = any($2::bigint[]))
    select ${VISIT} from named v
     where v.status <> 'moved'
     order by v.status in ('requested', 'booked', 'arrived') desc, v.id desc limit 1`,
};
