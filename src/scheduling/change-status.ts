import type { VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { audited, type Notice, noticesToTell, startTimers, stopTimers, tell, VISIT } from './effects';
import type { Actor, Outcome, Refusal, Visit, VisitStatus } from './types';

/** A visit as somebody saw it. If it has a later version by now, their change does not count. */
export interface Seen {
  id: VisitId;
  version: number;
}

export interface By {
  by: Actor;
  notices?: Notice[];
  requestId?: string;
}

/** From where each status can be reached. A change that is not in this table cannot be made. */
const REACHED_FROM = {
  booked: ['requested'],
  declined: ['requested'],
  arrived: ['booked'],
  done: ['booked', 'arrived'],
  missed: ['booked', 'requested'],
  cancelled: ['booked', 'requested'],
  moved: ['booked', 'requested'],
  released: ['held'],
} as const satisfies Partial<Record<VisitStatus, VisitStatus[]>>;

export type Reachable = keyof typeof REACHED_FROM;

/** Changes the status of a visit that is still as it was seen; whoever comes second is told so. */
export async function changeStatus(db: Database, seen: Seen, to: Reachable, how: By): Promise<Outcome> {
  const [visit] = await run<Visit>(db, change, [
    seen.id,
    seen.version,
    to,
    REACHED_FROM[to],
    how.by,
    noticesToTell(how.notices),
    how.requestId ?? null,
  ]);
  return visit ? { kind: 'settled', visit } : { kind: 'refused', rules: [await whyUnchanged(db, seen)] };
}

const change: Statement = {
  name: 'change_status',
  text: `
    with changed as (
      update visit set status_before = status, status = $3, held_until = null, hold_number = null, version = version + 1, changed_at = clock_now()
       where id = $1 and version = $2 and status = any($4::text[])
      returning *),
    ${stopTimers('changed')}, ${startTimers('changed')}, ${tell('changed', '$6')}, ${audited('changed', '$5', 'null', '$7')}
    select ${VISIT} from changed v`,
};

async function whyUnchanged(db: Database, seen: Seen): Promise<Refusal> {
  const [now] = await db.query<{ version: number }[]>('select version from visit where id = $1', [seen.id]);
  if (!now) return 'no_such_visit';
  return now.version === seen.version ? 'not_in_this_state' : 'changed_meanwhile';
}

export async function readVisit(db: Database, id: VisitId): Promise<Visit | undefined> {
  const [visit] = await run<Visit>(db, { name: 'read_visit', text: `select ${VISIT} from visit v where v.id = $1` }, [
    id,
  ]);
  return visit;
}

/** The visit is not written to, but nobody else changes it until we are through. */
export async function lockVisit(tx: Database, seen: Seen): Promise<Visit | Refusal> {
  const text = `select ${VISIT} from visit v where v.id = $1 and v.version = $2 for no key update`;
  const [visit] = await run<Visit>(tx, { name: 'lock_visit', text }, [seen.id, seen.version]);
  return visit ?? whyUnchanged(tx, seen);
}

export const refused = (rule: Refusal): Outcome => ({ kind: 'refused', rules: [rule] });

export const markArrived = (db: Database, visit: Seen, how: By): Promise<Outcome> =>
  changeStatus(db, visit, 'arrived', how);
export const markDone = (db: Database, visit: Seen, how: By): Promise<Outcome> => changeStatus(db, visit, 'done', how);
export const markMissed = (db: Database, visit: Seen, how: By): Promise<Outcome> =>
  changeStatus(db, visit, 'missed', how);
