import type { ContactId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { NEAREST, placeTimers } from './place-timers';

/** What a timer says once it has become a message: which conversation it opens is for src/conversation to know. */
export interface DueBody {
  timer: string;
  visit: number | null;
  visitVersion: number | null;
  about: Record<string, unknown>;
}

/** Others take these up: they write to nobody, or to somebody who must first be found. */
export const NOT_FOR_A_PATIENT = ['hold_over', 'offer_opening', 'silence'];

/**
 * Moves what is due for a patient into the inbox, where it waits its turn like any message. One statement: a timer is
 * settled by the same commit that makes it a message, so it can neither be lost nor come twice, however many processes wake.
 */
export async function wakeDueTimers(db: Database): Promise<ContactId[]> {
  await placeTimers(db);
  const woken = await run<{ contactId: ContactId }>(db, WAKE, [NOT_FOR_A_PATIENT]);
  return [...new Set(woken.map(({ contactId }) => contactId))];
}

/** Who is silent after one of these is asked again in another way; who may still give the time back is left in peace. */
const WANTS_AN_ANSWER = `('attend')`;

const WAKE: Statement = {
  name: 'wake_due_timers',
  text: `
    with due as (
      select t.* from timer t
       where t.settled_at is null and t.due_at <= clock_now() and t.kind <> all($1)
         and (t.placed_at is not null or t.visit_id is null)
       order by t.due_at, t.id limit 200 for update skip locked),
    settled as (update timer t set settled_at = clock_now() from due where t.id = due.id returning 1),
    -- A visit that has changed has timers of its own, and who has said that they will come is reminded less.
    fresh as (
      select d.*, v.patient_id, v.confirmed_at, v.starts from due d left join visit v on v.id = d.visit_id
       where d.visit_id is null
          or not exists (select from affected_visit a where a.visit_id = d.visit_id and a.step <> 'settled')
             and v.version = d.visit_version and (v.confirmed_at is null or (d.body->>'unless_confirmed') is null)),
    addressed as (
      select f.*, coalesce(f.contact_id, nearest.id) as to_contact, c.silent_hours from fresh f
        join clinic c on c.id = f.clinic_id left join lateral (${NEAREST('f.patient_id')}) nearest on true),
    listening as (
      insert into timer (clinic_id, kind, due_at, visit_id, visit_version, body)
      select a.clinic_id, 'silence', clock_now() + a.silent_hours * interval '1 hour', a.visit_id, a.visit_version,
             jsonb_build_object('after', a.kind, 'asked', jsonb_build_array(a.to_contact))
        from addressed a
       where a.kind in ${WANTS_AN_ANSWER} and a.to_contact is not null and a.confirmed_at is null
         and a.starts > clock_now() + a.silent_hours * interval '1 hour'
      returning 1)
    insert into inbox (source, source_id, contact_id, body)
    select 'timer', a.id::text, a.to_contact,
           jsonb_build_object('timer', a.kind, 'visit', a.visit_id, 'visitVersion', a.visit_version, 'about', a.body)
      from addressed a where a.to_contact is not null order by a.due_at, a.id
    on conflict do nothing
    returning contact_id as "contactId"`,
};
