import type { CaseId, ClinicId, ContactId, InboxId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';
import type { AnyCase } from './kinds';

export interface AboutCase {
  urgent?: boolean;
  visitId?: number | undefined;
  details?: object;
  by?: Actor;
  /** What sets it apart from another of its kind. */
  about?: string;
}

interface Whose {
  tx: Database;
  contactId: ContactId | null;
  clinicId: ClinicId | null;
}

/**
 * Opens a case. What is open already stays one case of its kind: it can only become more urgent, and the colleague who has
 * it sees that it was asked for again. Only a request has its own case for each visit.
 */
export async function openCase(
  { tx, contactId, clinicId }: Whose,
  kind: AnyCase,
  { urgent = false, visitId, details = {}, by = 'system', about: own }: AboutCase = {},
): Promise<CaseId> {
  const about = own ?? (OF_ITS_OWN.has(kind) && visitId !== undefined ? `visit:${visitId}` : '');
  const [row] = await tx.query<{ id: CaseId }[]>(OPEN, [
    clinicId,
    contactId,
    kind,
    about,
    urgent,
    visitId ?? null,
    JSON.stringify(details),
    by,
  ]);
  if (!row) throw new Error(`No case of kind ${kind} was opened`);
  return row.id;
}

const OF_ITS_OWN: ReadonlySet<AnyCase> = new Set(['request', 'unconfirmed', 'affected', 'late_change']);

// Who calls for help a second time wants to be seen a second time.
const OPEN = `
  with opened as (
    insert into desk_case (clinic_id, contact_id, kind, about, urgent, visit_id, details) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (contact_id, kind, about) where status <> 'resolved' do update
      set urgent = desk_case.urgent or excluded.urgent, version = desk_case.version + 1,
          seen_at = case when excluded.urgent then null else desk_case.seen_at end,
          seen_by = case when excluded.urgent then null else desk_case.seen_by end,
          calls = case when excluded.urgent then 0 else desk_case.calls end,
          look_at = case when excluded.urgent or desk_case.waiting_since is null then null else desk_case.look_at end,
          waiting_since = coalesce(desk_case.waiting_since, clock_now()),
          snoozed_until = null, details = desk_case.details || excluded.details
    returning id, xmax = 0 as is_new),
  noted as (
    insert into case_event (case_id, kind, actor, details)
    select id, case when is_new then 'opened' else 'asked_again' end, $8, jsonb_strip_nulls(jsonb_build_object('urgent', nullif($5::boolean, false)))
      from opened)
  select id from opened`;

/** While a colleague has the conversation, what the patient writes belongs to the case, in its order. */
export async function addToCase(whose: Whose & { inboxId: InboxId }): Promise<void> {
  const { tx, contactId, inboxId } = whose;
  const [open] = await tx.query<{ id: CaseId }[]>(
    `select id from desk_case where contact_id = $1 and status <> 'resolved' order by status = 'claimed' desc, id desc limit 1`,
    [contactId],
  );
  const caseId = open?.id ?? (await openCase(whose, 'person'));
  await tx.query(
    `with belongs as (update inbox set case_id = $1 where id = $2 and body->>'timer' is null returning id),
     noted as (insert into case_event (case_id, kind, actor, inbox_id) select $1, 'patient_wrote', 'patient:' || $3, id from belongs)
     update desk_case set version = version + 1, snoozed_until = null, look_at = case when waiting_since is null then null else look_at end,
            waiting_since = coalesce(waiting_since, clock_now()) where id = $1 and exists (select from belongs)`,
    [caseId, inboxId, contactId],
  );
}
