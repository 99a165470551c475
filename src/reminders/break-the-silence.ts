import type { ClinicId, ContactId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { openCase } from '../desk/open-case';

/**
 * Who has not answered a reminder is asked by another way, if there is one, and then belongs to the desk. An answer is any
 * message of anybody who may speak for the patient: they have seen it.
 */
export function breakTheSilence(db: Database): Promise<ContactId[]> {
  return db.transaction(async (tx) => {
    const silent = await run<Silent>(tx, BREAK, []);
    for (const { clinicId, first, other, visitId } of silent)
      if (other === null) await openCase({ tx, clinicId, contactId: first }, 'unconfirmed', { visitId });
    return silent.flatMap(({ other }) => other ?? []);
  });
}

interface Silent {
  clinicId: ClinicId;
  visitId: VisitId;
  first: ContactId;
  /** Who is asked next. Nobody left: somebody at the desk may know a way. */
  other: ContactId | null;
}

const BREAK: Statement = {
  name: 'break_the_silence',
  text: `
    with due as (
      select t.* from timer t where t.settled_at is null and t.due_at <= clock_now() and t.kind = 'silence' and t.placed_at is not null
       order by t.due_at, t.id limit 100 for update skip locked),
    settled as (update timer t set settled_at = clock_now() from due where t.id = due.id returning 1),
    silent as (
      select d.*, v.patient_id, v.starts, c.silent_hours from due d join visit v on v.id = d.visit_id join clinic c on c.id = d.clinic_id
       where v.version = d.visit_version and v.status = 'booked' and v.confirmed_at is null and v.starts > clock_now()
         and not exists (select from inbox i join contact_patient cp on cp.contact_id = i.contact_id
                          where cp.patient_id = v.patient_id and i.source <> 'timer' and i.received_at > d.created_at)),
    tried as (
      select s.*, other.id as other from silent s left join lateral (
        select k.id from contact_patient cp join contact k on k.id = cp.contact_id
         where cp.patient_id = s.patient_id and k.unreachable_at is null and k.stopped_at is null and not s.body->'asked' @> to_jsonb(k.id)
         order by k.verified_at desc nulls last, cp.since, k.id limit 1) other on true),
    listening as (
      insert into timer (clinic_id, kind, due_at, visit_id, visit_version, body)
      select clinic_id, 'silence', clock_now() + silent_hours * interval '1 hour', visit_id, visit_version,
             jsonb_set(body, '{asked}', body->'asked' || to_jsonb(other))
        from tried where other is not null and starts > clock_now() + silent_hours * interval '1 hour' returning 1),
    asked as (
    insert into inbox (source, source_id, contact_id, body)
    select 'timer', id::text, other, jsonb_build_object('timer', body->>'after', 'visit', visit_id, 'visitVersion', visit_version, 'about', '{}'::jsonb)
      from tried where other is not null
    on conflict do nothing
    returning contact_id)
    select clinic_id as "clinicId", (body->'asked'->>0)::bigint as first, other, visit_id as "visitId" from tried`,
};
