import type { CaseEventId, CaseId, ClinicId, ContactId, InboxId, OutboxId, ProviderId, VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import { inTransaction } from '../scheduling/transaction';
import type { Actor } from '../scheduling/types';
import type { AnyCase } from './kinds';

export interface Case {
  id: CaseId;
  clinicId: ClinicId | null;
  contactId: ContactId | null;
  kind: AnyCase;
  urgent: boolean;
  visitId: VisitId | null;
  details: Record<string, unknown>;
  status: 'open' | 'claimed' | 'resolved';
  owner: Actor | null;
  ownedUntil: Date | null;
  snoozedUntil: Date | null;
  waitingSince: Date | null;
  lookAt: Date | null;
  calls: number;
  seenBy: Actor | null;
  seenAt: Date | null;
  openedAt: Date;
  settledAt: Date | null;
  settledHow: string | null;
  version: number;
  /** Whether the assistant is silent because a colleague speaks. */
  withTheDesk: boolean;
  now: Date;
}

export const COLUMNS = `
  d.id, d.clinic_id as "clinicId", d.contact_id as "contactId", d.kind, d.urgent, d.visit_id as "visitId", d.details, d.status, d.owner,
  d.owned_until as "ownedUntil", d.snoozed_until as "snoozedUntil", d.waiting_since as "waitingSince", d.look_at as "lookAt",
  d.calls, d.seen_by as "seenBy", d.seen_at as "seenAt", d.opened_at as "openedAt", d.settled_at as "settledAt",
  d.settled_how as "settledHow", d.version, clock_now() as now,
  coalesce((select v.owner = 'desk' from conversation v where v.contact_id = d.contact_id), false) as "withTheDesk"`;

export async function readCase(db: Database, id: CaseId): Promise<Case | undefined> {
  const [found] = await db.query<Case[]>(`select ${COLUMNS} from desk_case d where d.id = $1`, [id]);
  return found;
}

/** What waits, most pressing first. */
export const openCases = (db: Database, clinics: ClinicId[] | null, limit = 50): Promise<Case[]> =>
  db.query<Case[]>(
    `select ${COLUMNS} from desk_case d
      where d.status <> 'resolved' and (d.snoozed_until is null or d.snoozed_until <= clock_now())
        and ($1::bigint[] is null or d.clinic_id = any($1))
      order by d.urgent desc, d.status = 'claimed', d.waiting_since nulls last, d.id limit $2`,
    [clinics, limit],
  );

/** Visits that wait for a yes or a no, the nearest first: of whole clinics, or of the calendars that are somebody's own. */
export const requestsFor = (
  db: Database,
  { clinics, providers }: { clinics: readonly ClinicId[] | null; providers: readonly ProviderId[] },
  limit: number,
): Promise<Case[]> =>
  db.query<Case[]>(
    `select ${COLUMNS} from desk_case d join visit v on v.id = d.visit_id
      where d.kind = 'request' and d.status <> 'resolved' and (d.snoozed_until is null or d.snoozed_until <= clock_now())
        and ($1::bigint[] is null or d.clinic_id = any($1) or v.provider_id = any($2::bigint[]))
      order by v.starts, d.id limit $3`,
    [clinics, providers, limit],
  );

type Why = 'no_such_case' | 'resolved' | 'nobody_to_write_to' | 'no_words' | 'time_gone';

/** Why a colleague could not do what they wanted. */
export type Refused = { kind: 'refused'; why: Why } | { kind: 'refused'; why: 'has_owner'; owner: Actor; until: Date };

export type CaseOutcome = { kind: 'done'; case: Case } | Refused;

export const refuse = (why: Why): Refused => ({
  kind: 'refused',
  why,
});

/**
 * Holds on to a case, and to all others of the same person: two colleagues who have one each would both answer one patient.
 * In the order of their numbers, so that two who come at once wait for each other and never in a circle.
 */
export function holding(
  db: Database,
  id: CaseId,
  by: Actor,
  work: (tx: Database, held: Case) => Promise<CaseOutcome>,
): Promise<CaseOutcome> {
  return inTransaction(db, async (tx) => {
    const held = await lock(tx, id);
    const mine = held.find((each) => each.id === id);
    if (!mine) return refuse('no_such_case');
    if (mine.status === 'resolved') return refuse('resolved');
    const other = held.find((each) => isHeld(each) && each.owner !== by);
    if (other?.owner && other.ownedUntil)
      return { kind: 'refused', why: 'has_owner', owner: other.owner, until: other.ownedUntil };
    return work(tx, mine);
  });
}

const lock = (tx: Database, id: CaseId): Promise<Case[]> =>
  tx.query<Case[]>(
    `select ${COLUMNS} from desk_case d
      where d.id = $1 or (d.status <> 'resolved' and d.contact_id = (select contact_id from desk_case where id = $1))
      order by d.id for update of d`,
    [id],
  );

const isHeld = ({ status, ownedUntil, now }: Case): boolean =>
  status === 'claimed' && ownedUntil !== null && ownedUntil > now;

export interface Event {
  kind: string;
  by: Actor;
  inboxId?: InboxId;
  outboxId?: OutboxId;
  details?: object;
  once?: string | undefined;
}

/** Writes down what happened, and changes the case with it: neither is ever seen without the other. */
export async function change(
  tx: Database,
  id: CaseId,
  event: Event,
  set: string,
  values: unknown[] = [],
): Promise<CaseOutcome> {
  await note(tx, id, event);
  await tx.query(`update desk_case set version = version + 1${set && `, ${set}`} where id = $1`, [id, ...values]);
  const changed = await readCase(tx, id);
  return changed ? { kind: 'done', case: changed } : refuse('no_such_case');
}

async function note(tx: Database, id: CaseId, event: Event): Promise<void> {
  const details = JSON.stringify(event.details ?? {});
  await tx.query(
    `insert into case_event (case_id, kind, actor, inbox_id, outbox_id, details, once) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, event.kind, event.by, event.inboxId ?? null, event.outboxId ?? null, details, event.once ?? null],
  );
  await tx.query(
    `insert into audit (clinic_id, actor, action, subject, details)
     select clinic_id, $2, 'case_' || $3, 'case:' || id, $4 from desk_case where id = $1`,
    [id, event.by, event.kind, details],
  );
}

export interface Told {
  id: CaseEventId;
  kind: string;
  actor: Actor;
  at: Date;
  details: Record<string, unknown>;
  /** What the patient wrote, or was written to them. For the eyes of the desk only. */
  words: string | null;
  language: string | null;
}

/** A case from top to bottom, with its words. Whoever shows it decides what of it may be seen where. */
export async function eventsOf(db: Database, id: CaseId, after = 0): Promise<Told[]> {
  const events = await db.query<(Omit<Told, 'words' | 'language'> & Bodies)[]>(
    `select e.id, e.kind, e.actor, e.at, e.details, i.body as heard, o.body as said
       from case_event e left join inbox i on i.id = e.inbox_id left join outbox o on o.id = e.outbox_id
      where e.case_id = $1 and e.id > $2 order by e.id`,
    [id, after],
  );
  return events.map(({ heard, said, ...event }) => ({
    ...event,
    words: heard?.text ?? said?.text ?? null,
    language: said?.language ?? null,
  }));
}

interface Bodies {
  heard: { text?: string } | null;
  said: { text?: string; language?: string } | null;
}
