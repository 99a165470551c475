import type { PatientId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { claimTime } from './book';
import { refused } from './change-status';
import { audited, type Notice, noticesToTell, startTimers, stopTimers, tell, VISIT } from './effects';
import { type Once, once } from './once';
import { constraintOf, inSavepoint } from './transaction';
import type { Actor, Outcome, Visit } from './types';

export interface Confirmation {
  visitId: VisitId;
  token: string;
  /** Who comes, if that was not known when the time was held. */
  patientId?: PatientId;
  by: Actor;
  notices?: Notice[];
  requestId?: string;
}

/**
 * Turns a hold into a visit. A hold that has not run out always can be; one that has is booked if the time is still free.
 */
export const confirm = (db: Database, confirmation: Confirmation, key?: Once): Promise<Outcome> =>
  once(db, key, confirmation, (tx) => confirmIn(tx, confirmation));

async function confirmIn(tx: Database, confirmation: Confirmation): Promise<Outcome> {
  const held = await readHold(tx, confirmation);
  if (!held) return refused('no_such_visit');
  if (held.status !== 'held' && held.status !== 'expired') return refused('not_in_this_state');
  const visit = held.live ? await keepPromise(tx, confirmation) : undefined;
  if (visit === 'elsewhere') return refused('patient_elsewhere');
  return visit ? { kind: 'settled', visit } : ifStillFree(tx, confirmation, held);
}

type Held = Visit & { live: boolean };

async function readHold(tx: Database, { visitId, token, patientId }: Confirmation): Promise<Held | undefined> {
  const [held] = await run<Held>(tx, lockHold, [visitId, token, patientId ?? null]);
  return held;
}

// The shift first: whoever enters leave waits for us, or we for them, and then the clock is asked again in confirmHold.
// Then the patient: an update has no ON CONFLICT, so two holds confirmed for one person at once would wait for each other.
const lockHold: Statement = {
  name: 'lock_hold',
  text: `
    with held_on as materialized (
      select 1 from visit v join shift s on s.provider_id = v.provider_id and s.starts @> v.starts and s.day between v.day - 1 and v.day + 1
       where v.id = $1 and v.hold_token = $2 for key share of s),
    first as materialized (select count(*) from held_on),
    named as materialized (select 1 from first, patient p where p.id = $3::bigint for no key update of p),
    second as materialized (select count(*) from named)
    select ${VISIT}, v.status = 'held' and v.held_until > clock_now() as live
      from second, visit v where v.id = $1 and v.hold_token = $2 for no key update of v`,
};

/** Another visit at that time, or a seat in the same session. */
const ELSEWHERE = new Set(['visit_patient_free', 'visit_one_seat_each']);

// A patient who is named only now may be elsewhere at that time, and only the constraint knows for certain.
async function keepPromise(tx: Database, confirmation: Confirmation): Promise<Visit | undefined | 'elsewhere'> {
  if (!confirmation.patientId) return settle(tx, confirmation);
  try {
    return await inSavepoint(tx, (inner) => settle(inner, confirmation));
  } catch (error) {
    if (ELSEWHERE.has(constraintOf(error) ?? '')) return 'elsewhere';
    throw error;
  }
}

async function settle(
  tx: Database,
  { visitId, token, patientId, by, notices, requestId }: Confirmation,
): Promise<Visit | undefined> {
  const values = [visitId, token, patientId ?? null, by, noticesToTell(notices), requestId ?? null];
  const [visit] = await run<Visit>(tx, confirmHold, values);
  return visit;
}

const confirmHold: Statement = {
  name: 'confirm_hold',
  text: `
    with changed as (
      update visit v set status = case when s.needs_approval and $4 !~ '^staff:' and v.booked_by !~ '^staff:' then 'requested' else 'booked' end,
             patient_id = coalesce($3, v.patient_id), held_until = null, hold_number = null, version = v.version + 1,
             booked_by = $4, changed_at = clock_now()
        from service s
       where v.id = $1 and v.hold_token = $2 and v.status = 'held' and v.held_until > clock_now()
         and s.id = v.service_id and coalesce($3, v.patient_id) is not null
      returning v.*),
    ${stopTimers('changed')}, ${startTimers('changed')}, ${tell('changed', '$5')}, ${audited('changed', '$4', 'null', '$6')}
    select ${VISIT} from changed v`,
};

async function ifStillFree(tx: Database, confirmation: Confirmation, held: Held): Promise<Outcome> {
  const patientId = confirmation.patientId ?? held.patientId;
  if (!patientId) return refused('hold_over');
  if (held.status === 'held') await run(tx, letGo, [held.id]);
  const { by, notices, requestId } = confirmation;
  return claimTime(tx, { slot: held, patientId, by, ...(notices && { notices }), ...(requestId && { requestId }) });
}

const letGo: Statement = {
  name: 'let_hold_go',
  text: `update visit set status = 'expired', held_until = null, hold_number = null, version = version + 1, changed_at = clock_now()
          where id = $1 and status = 'held'`,
};
