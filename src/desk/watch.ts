import type { CaseId, ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { inTransaction } from '../scheduling/transaction';
import { staffedMinutesLater } from './business-hours';
import { type Case, change, COLUMNS } from './cases';
import { type DeskSettings, deskSettings } from './settings';
import { settle } from './answer';
import { FREE } from './take';

/**
 * Looks after the cases that nobody looks after: those whose owner went quiet, those that were put off until now, those that
 * have been waiting for too long, and those that have settled themselves. Any number of processes may do it at once.
 */
export async function watchCases(db: Database): Promise<number> {
  let done = 0;
  for (const round of [goneQuiet, wokenUp, settledElsewhere, unscheduled, overdue]) done += await round(db);
  return done;
}

const AT_ONCE = 50;

/** Each in a commit of its own, and what another process has in hand is left to it. */
async function each(db: Database, which: string, work: (tx: Database, one: Case) => Promise<unknown>): Promise<number> {
  const due = await db.query<{ id: CaseId }[]>(
    `select d.id from desk_case d where ${which} order by d.id limit ${AT_ONCE}`,
  );
  let done = 0;
  for (const { id } of due)
    done += await inTransaction(db, async (tx) => {
      const [one] = await tx.query<Case[]>(
        `select ${COLUMNS} from desk_case d where d.id = $1 and ${which} for update of d skip locked`,
        [id],
      );
      if (one) await work(tx, one);
      return one ? 1 : 0;
    });
  return done;
}

const goneQuiet = (db: Database): Promise<number> =>
  each(db, `d.status = 'claimed' and d.owned_until <= clock_now()`, (tx, { id, owner }) =>
    change(tx, id, { kind: 'went_quiet', by: 'system', details: { owner } }, FREE),
  );

const wokenUp = (db: Database): Promise<number> =>
  each(db, `d.status = 'open' and d.snoozed_until <= clock_now()`, (tx, { id }) =>
    change(
      tx,
      id,
      { kind: 'woke', by: 'system' },
      'snoozed_until = null, look_at = null, waiting_since = coalesce(waiting_since, clock_now())',
    ),
  );

/** A request that was answered in the console, or whose visit was given up, needs nobody any more. */
const settledElsewhere = (db: Database): Promise<number> =>
  each(
    db,
    `d.kind = 'request' and d.status <> 'resolved' and exists (select from visit v where v.id = d.visit_id and v.status <> 'requested')`,
    (tx, one) => settle(tx, one, 'system', 'answered_elsewhere'),
  );

const WAITS = `d.status <> 'resolved' and d.snoozed_until is null and d.calls < 4
               and (d.status = 'open' and d.waiting_since is not null or d.urgent and d.seen_at is null)`;

/** Decides when somebody is to be called, and says nothing about it. */
const unscheduled = (db: Database): Promise<number> =>
  each(db, `d.look_at is null and ${WAITS}`, async (tx, one) => {
    const at = nextLook(one, await deskSettings(tx, one.clinicId));
    await tx.query('update desk_case set look_at = $2 where id = $1', [one.id, at]);
  });

/** Urgent cases are looked at by the clock, all others in the hours in which the desk is staffed. */
export function nextLook(one: Pick<Case, 'urgent' | 'seenAt' | 'now'>, desk: DeskSettings): Date {
  const { answerMinutes, urgentMinutes, hours, zone } = desk;
  if (one.urgent && !one.seenAt) return new Date(+one.now + urgentMinutes * 60_000);
  return staffedMinutesLater(one.now, answerMinutes, hours, zone) ?? new Date(+one.now + A_MONTH_MS);
}

const A_MONTH_MS = 30 * 24 * 60 * 60_000;

/** The second person is called, and again, until somebody takes it. */
const overdue = (db: Database): Promise<number> =>
  each(db, `d.look_at <= clock_now() and ${WAITS}`, async (tx, one) => {
    const desk = await deskSettings(tx, one.clinicId);
    const details = { to: desk.secondPerson, call: one.calls + 1 };
    await change(tx, one.id, { kind: 'called_out', by: 'system', details }, 'calls = calls + 1, look_at = $2', [
      nextLook(one, desk),
    ]);
  });

/** When the next case of a clinic is due to be looked at: for tests and for the console. */
export async function nextDue(db: Database, clinicId: ClinicId): Promise<Date | undefined> {
  const [row] = await db.query<{ at: Date | null }[]>(
    `select min(look_at) as at from desk_case where clinic_id = $1 and status <> 'resolved'`,
    [clinicId],
  );
  return row?.at ?? undefined;
}
