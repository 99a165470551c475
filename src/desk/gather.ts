import type { ClinicId, ContactId, VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import { inTransaction } from '../scheduling/transaction';
import type { AnyCase } from './kinds';
import { openCase } from './open-case';

interface Found {
  subject: string;
  contactId: ContactId | null;
  clinicId: ClinicId | null;
  visitId: VisitId | null;
}

/** What nobody reports to the desk, but stands in the tables: each becomes a case once. */
const SOURCES: { kind: AnyCase; found: string }[] = [
  {
    kind: 'request',
    found: `select 'request:' || v.id as subject, coalesce(v.held_by, k.contact_id) as "contactId", v.clinic_id as "clinicId", v.id as "visitId"
              from visit v left join lateral (
                select cp.contact_id from contact_patient cp where cp.patient_id = v.patient_id order by cp.relation = 'self' desc, cp.since limit 1) k on true
             where v.status = 'requested' and v.starts > clock_now()`,
  },
  {
    kind: 'undelivered',
    found: `select 'outbox:' || o.id, o.contact_id, coalesce(o.clinic_id, k.clinic_id), o.visit_id
              from outbox o join contact k on k.id = o.contact_id
             where o.status in ('failed', 'undelivered', 'dead') and o.settled_at > clock_now() - interval '2 days' and k.stopped_at is null and o.kind <> 'event'
               and not exists (select from outbox other where other.instead_of = o.id)`,
  },
  {
    kind: 'stuck',
    found: `select 'outbox:' || o.id, o.contact_id, coalesce(o.clinic_id, k.clinic_id), o.visit_id
              from outbox o join contact k on k.id = o.contact_id
             where o.status = 'uncertain' and o.due_at between clock_now() - interval '2 days' and clock_now() - interval '30 minutes'`,
  },
  {
    kind: 'feedback',
    found: `select 'feedback:' || f.id, f.contact_id, f.clinic_id, f.visit_id
              from feedback f where f.rating <= 2 and f.at > clock_now() - interval '2 days'`,
  },
];

/** Makes cases of what has been found, and says how many. */
export async function gatherCases(db: Database): Promise<number> {
  let opened = 0;
  for (const { kind, found } of SOURCES) opened += await gather(db, kind, found);
  return opened;
}

const gather = (db: Database, kind: AnyCase, found: string): Promise<number> =>
  inTransaction(db, async (tx) => {
    const news = await tx.query<Found[]>(
      `with found (subject, "contactId", "clinicId", "visitId") as (${found}),
       noted as (insert into desk_noted (subject) select f.subject from found f
                  where not exists (select from desk_noted n where n.subject = f.subject) limit 50
                 on conflict do nothing returning subject)
       select f.* from found f join noted on noted.subject = f.subject`,
    );
    for (const { contactId, clinicId, visitId } of news)
      await openCase({ tx, contactId, clinicId }, kind, { visitId: visitId ?? undefined });
    return news.length;
  });
