import { sealedDocument } from '../sealing/sealed';

/**
 * What follows from a visit, written by the very statement that changes it: there is no moment in which a booking exists
 * without its reminders, or a reminder without its booking. Each fragment reads the CTE named `changed`, and writes down the
 * moment of the change: the clock in the defaults of the tables would be asked again for every row.
 */

/** A message to somebody, already in their words: scheduling has never heard of a language. */
export interface Notice {
  contactId: number;
  kind: string;
  body: object;
}

/** As the statements below take them. */
export const noticesToTell = (notices: Notice[] = []): string =>
  JSON.stringify(
    notices.map(({ body, ...notice }) => ({ ...notice, body: JSON.parse(sealedDocument(body)) as object })),
  );

/** Reminders by the rules of the service, or of the clinic where the service has none of its own. */
export const startTimers = (changed: string): string => `
  timers as (
    insert into timer (clinic_id, kind, due_at, visit_id, visit_version, body, created_at)
    select v.clinic_id, rule.kind, due.at, v.id, v.version,
           case when rule.unless_confirmed then '{"unless_confirmed": true}'::jsonb else '{}' end, v.changed_at
      from ${changed} v
      join clinic c on c.id = v.clinic_id
      join reminder_rule rule on rule.clinic_id = v.clinic_id and (rule.service_id = v.service_id or rule.service_id is null
           and not exists (select from reminder_rule own where own.service_id = v.service_id))
     cross join lateral (select coalesce(v.starts - rule.minutes_before * interval '1 minute',
                                         (v.day - rule.days_before + rule.at_local) at time zone c.time_zone,
                                         greatest(v.ends + rule.minutes_after * interval '1 minute', v.changed_at)) as at) due
     where v.status = case when rule.minutes_after is null then 'booked' when rule.kind = 'follow_up' then 'missed' else 'done' end
       -- What is asked after a visit is asked even if the desk closes the day late, but not a week later.
       and case when rule.minutes_after is null then due.at > v.changed_at else v.changed_at < v.ends + interval '7 days' end
    union all
    select v.clinic_id, 'hold_over', v.held_until, v.id, v.version, '{}', v.changed_at from ${changed} v where v.status = 'held'
    returning 1)`;

/** Whatever was due for the visit as it was is not due any more. */
export const stopTimers = (changed: string): string => `
  stopped as (
    update timer t set settled_at = clock_now() from ${changed} v
     where t.visit_id = v.id and t.settled_at is null and t.visit_version < v.version
    returning 1),
  withdrawn as (
    update outbox m set status = 'suppressed', settled_at = clock_now() from ${changed} v
     where m.visit_id = v.id and m.status = 'pending' and m.visit_version < v.version
    returning 1)`;

export const tell = (changed: string, notices: string): string => `
  told as (
    insert into outbox (clinic_id, contact_id, kind, priority, body, visit_id, visit_version, due_at, created_at)
    select v.clinic_id, (n->>'contactId')::bigint, n->>'kind', 1, n->'body', v.id, v.version, v.changed_at, v.changed_at
      from ${changed} v cross join jsonb_array_elements(${notices}::jsonb) n
    returning 1)`;

export const audited = (changed: string, actor: string, action: string, request: string): string => `
  audited as (
    insert into audit (at, clinic_id, actor, action, subject, request_id, details)
    select v.changed_at, v.clinic_id, ${actor}, coalesce(${action}, v.status), 'visit:' || v.id, ${request},
           jsonb_strip_nulls(jsonb_build_object('status', v.status, 'version', v.version, 'provider', v.provider_id,
                                                'moved_from', v.moved_from, 'overbooked', v.overbooked_by))
      from ${changed} v
    returning 1)`;

/** The columns of a visit, as `types.ts` names them. */
export const VISIT = `
  v.id, v.reference, v.status, v.version, v.clinic_id as "clinicId", v.provider_id as "providerId", v.service_id as "serviceId",
  v.room_id as "roomId", v.patient_id as "patientId", v.session_id as "sessionId", v.sitting, v.mode, v.day::text as day,
  v.starts, v.ends, v.held_until as "heldUntil", v.moved_from as "movedFrom", v.series_id as "seriesId",
  v.status_before as "statusBefore"`;
