import type { ContactId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';

/** What a timer says once it has become a message: which conversation it opens is for src/conversation to know. */
export interface DueBody {
  timer: string;
  visit: number | null;
  visitVersion: number | null;
  about: Record<string, unknown>;
}

/**
 * Moves what is due for a patient into the inbox, where it waits its turn like any message. One statement: a timer is
 * settled by the same commit that makes it a message, so it can neither be lost nor come twice, however many processes wake.
 */
export async function wakeDueTimers(db: Database): Promise<ContactId[]> {
  const woken = await run<{ contactId: ContactId }>(db, WAKE, []);
  return [...new Set(woken.map(({ contactId }) => contactId))];
}

const WAKE: Statement = {
  name: 'wake_due_timers',
  text: `
    with due as (
      select t.* from timer t
       where t.settled_at is null and t.due_at <= clock_now() and t.kind not in ('hold_over', 'offer_opening')
       order by t.due_at, t.id limit 200 for update skip locked),
    settled as (update timer t set settled_at = clock_now() from due where t.id = due.id returning 1),
    -- A visit that has changed has timers of its own.
    fresh as (
      select d.*, v.patient_id from due d left join visit v on v.id = d.visit_id
       where d.visit_id is null or v.version = d.visit_version),
    addressed as (
      select f.*, coalesce(f.contact_id, nearest.id) as to_contact from fresh f
        left join lateral (
          select k.id from contact_patient cp join contact k on k.id = cp.contact_id
           where cp.patient_id = f.patient_id and k.unreachable_at is null and k.stopped_at is null
           order by k.verified_at desc nulls last, cp.since, k.id limit 1) nearest on true)
    insert into inbox (source, source_id, contact_id, body)
    select 'timer', a.id::text, a.to_contact,
           jsonb_build_object('timer', a.kind, 'visit', a.visit_id, 'visitVersion', a.visit_version, 'about', a.body)
      from addressed a where a.to_contact is not null order by a.due_at, a.id
    on conflict do nothing
    returning contact_id as "contactId"`,
};
