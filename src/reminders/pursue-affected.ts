import type { AffectedId, ClinicId, ContactId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { openCase } from '../desk/open-case';
import { keepAlternatives, keptFor, letGo, settleAffected } from '../scheduling/affected';
import { readVisit } from '../scheduling/change-status';
import { inTransaction } from '../scheduling/transaction';
import type { Visit } from '../scheduling/types';
import { nextStep, patience, type Standing } from './next-step';
import { NEAREST } from './place-timers';

const MOST_AT_ONCE = 50;

/**
 * Whoever has a visit in time that was taken out of the calendar is offered three others that are kept for them: asked,
 * reminded, asked at another address, and then it is for the desk to call. Each person is a commit of their own, so whoever
 * dies in the middle has wholly done some of them, and another goes on with the rest.
 */
export async function pursueAffected(db: Database): Promise<ContactId[]> {
  const asked: ContactId[] = [];
  for (let looked = 0; looked < MOST_AT_ONCE; looked++) {
    const one = await inTransaction(db, pursueNext);
    if (one === undefined) break;
    if (one !== null) asked.push(one);
  }
  return asked;
}

interface Affected extends Standing {
  id: AffectedId;
  visitId: VisitId;
  clinicId: ClinicId;
  round: number;
  /** The time is theirs again, and they know that it was not. */
  givenBack: boolean;
}

/** Who was asked; null when nobody was, and undefined when there is nothing left to do. */
async function pursueNext(tx: Database): Promise<ContactId | null | undefined> {
  const [affected] = await run<Affected>(tx, DUE, []);
  if (!affected) return undefined;
  const visit = await readVisit(tx, affected.visitId);
  if (!visit) throw new Error(`There is no visit ${affected.visitId}`);
  const deed = nextStep(affected);
  if (deed.kind === 'settle') return settle(tx, affected);
  if (deed.kind === 'wait') return lookAgain(tx, affected.id, deed.until);
  if (deed.kind === 'call') return handOver(tx, affected);
  const morning = await morningOf(tx, deed.whom, affected.clinicId, affected.now);
  if (+morning === +affected.now) return ask(tx, affected, visit, deed.whom, deed.then);
  const tooLate = +morning > +affected.starts - USELESS_MS;
  return tooLate ? handOver(tx, affected) : lookAgain(tx, affected.id, morning);
}

/** A message this short before the visit helps nobody any more. */
const USELESS_MS = 45 * 60_000;

async function ask(
  tx: Database,
  affected: Affected,
  visit: Visit,
  whom: ContactId,
  then: string,
): Promise<ContactId | null> {
  const answerBy = await morningOf(tx, whom, affected.clinicId, new Date(+affected.now + patience(affected)));
  const kept = await keepAlternatives(tx, affected.id, visit, new Date(+answerBy + SPARE_MS));
  if (kept.length === 0) return handOver(tx, affected);
  const round = affected.round + 1;
  await run(tx, NOTE_ASKED, [affected.id, then, round, whom, answerBy]);
  await write(tx, affected, whom, { affected: affected.id, round });
  return whom;
}

/** An answer that comes with the last minute still gets what was kept. */
const SPARE_MS = 10 * 60_000;

const write = (tx: Database, { id, visitId, round }: Affected, whom: ContactId, about: object): Promise<unknown> =>
  run(tx, WRITE, [`affected:${id}:${round + 1}`, whom, visitId, JSON.stringify(about)]);

async function settle(tx: Database, affected: Affected): Promise<ContactId | null> {
  await letGo(tx, await keptFor(tx, affected.visitId));
  await settleAffected(tx, affected.visitId);
  const { last, givenBack } = affected;
  if (last === null || !givenBack) return null;
  await write(tx, affected, last, { givenBack: true });
  return last;
}

async function handOver(tx: Database, { id, visitId, clinicId, last, nearest }: Affected): Promise<null> {
  await letGo(tx, await keptFor(tx, visitId));
  await tx.query(`update affected_visit set step = 'call', look_at = null, kept = '{}' where id = $1`, [id]);
  await openCase({ tx, contactId: nearest ?? last, clinicId }, 'affected', { visitId });
  return null;
}

async function lookAgain(tx: Database, id: AffectedId, at: Date): Promise<null> {
  await tx.query('update affected_visit set look_at = $2 where id = $1', [id, at]);
  return null;
}

async function morningOf(tx: Database, contact: ContactId, clinic: ClinicId, at: Date): Promise<Date> {
  const [row] = await tx.query<{ at: Date }[]>(
    `select next_waking($3::timestamptz, coalesce(k.time_zone, c.time_zone), c.quiet_from, c.quiet_until) as at
       from contact k, clinic c where k.id = $1 and c.id = $2`,
    [contact, clinic, at],
  );
  return row?.at ?? at;
}

const MAY_BE_WRITTEN_TO = 'k.unreachable_at is null and k.stopped_at is null';

// What has settled itself, at the desk or in a conversation, is found by the visit; a call for a person by its case.
const DUE: Statement = {
  name: 'due_affected',
  text: `
    select a.id, a.visit_id as "visitId", a.clinic_id as "clinicId", a.step, a.round, v.starts, clock_now() as now, c.silent_hours as "silentHours",
           v.status in ('requested', 'booked') and not is_over as stands,
           v.status in ('requested', 'booked') and is_over and a.round > 0 as "givenBack", wants_a_person as "withTheDesk",
           (select id from (${NEAREST('v.patient_id')}) k) as nearest,
           (select k.id from contact k where k.id = a.asked[cardinality(a.asked)] and ${MAY_BE_WRITTEN_TO}) as last,
           (select k.id from contact_patient cp join contact k on k.id = cp.contact_id
             where cp.patient_id = v.patient_id and ${MAY_BE_WRITTEN_TO} and k.id <> all(a.asked)
             order by k.verified_at desc nulls last, cp.since, k.id limit 1) as other,
           (select max(i.received_at) from inbox i where i.contact_id = any(a.asked) and i.source <> 'timer' and i.received_at > a.asked_at) as "wroteAt"
      from affected_visit a join visit v on v.id = a.visit_id join clinic c on c.id = a.clinic_id
     cross join lateral (select exists (select from leave l where l.id = a.leave_id and l.ended_at is not null)
                             or exists (select from closure s where s.id = a.closure_id and s.ended_at is not null) as is_over) o
     cross join lateral (select a.step <> 'call' and a.asked_at is not null and (
              exists (select from conversation w where w.contact_id = any(a.asked) and w.owner = 'desk')
              or exists (select from desk_case d where d.contact_id = any(a.asked) and d.kind = 'person' and d.status <> 'resolved'
                            and d.opened_at >= a.asked_at)) as wants_a_person) p
     where a.step <> 'settled'
       and (a.look_at <= clock_now() or v.status not in ('requested', 'booked') or v.starts <= clock_now() or is_over or wants_a_person)
     order by v.starts, a.id limit 1 for update of a skip locked`,
};

const NOTE_ASKED: Statement = {
  name: 'note_affected_asked',
  text: `update affected_visit set step = $2, round = $3, asked = array_remove(asked, $4::bigint) || $4::bigint, asked_at = clock_now(), look_at = $5
          where id = $1`,
};

const WRITE: Statement = {
  name: 'write_to_affected',
  text: `
    insert into inbox (source, source_id, contact_id, body)
    select 'timer', $1, $2, jsonb_build_object('timer', 'affected', 'visit', v.id, 'visitVersion', v.version, 'about', $4::jsonb)
      from visit v where v.id = $3 on conflict do nothing`,
};
