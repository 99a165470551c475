import { DateTime } from 'luxon';
import { whoWaits } from '../../src/inbox/work-off';
import { takeTurns, type World } from '../../src/conversation/take-turn';
import { placeTimers } from '../../src/reminders/place-timers';
import { whatIsDue } from '../../src/reminders/what-is-due';
import { instantOf } from '../../src/scheduling/wall-clock';
import { NAIROBI } from '../universe';
import type { Stage } from './given';

type Until = { later: string } | { at: { day: string; time: string } };

/** Lets time go by, and on the way everything that falls due then happens at its own moment. */
export async function passTime(stage: Stage, world: World, until: Until): Promise<void> {
  const end = await endOf(stage, until);
  for (;;) {
    const due = await nextDue(stage, end);
    if (!due) break;
    await stage.setClock(due);
    await wake(stage, world);
  }
  await stage.setClock(end);
}

export async function secondsLater(stage: Stage, seconds: number): Promise<void> {
  await stage.setClock(new Date(+(await now(stage)) + seconds * 1000));
}

async function endOf(stage: Stage, until: Until): Promise<Date> {
  if ('at' in until) return new Date(instantOf(until.at.day, until.at.time, NAIROBI));
  const [, count, unit] = /^(\d+) (minute|hour|day|week)s?$/.exec(until.later) ?? [];
  if (!unit) throw new Error(`"later ${until.later}": write it like "later 3 days"`);
  return DateTime.fromJSDate(await now(stage), { zone: NAIROBI })
    .plus({ [`${unit}s`]: Number(count) })
    .toJSDate();
}

async function now({ db }: Stage): Promise<Date> {
  const [row] = await db.query<{ now: Date }[]>('select clock_now() as now');
  if (!row) throw new Error('The clock has stopped');
  return row.now;
}

async function nextDue({ db }: Stage, end: Date): Promise<Date | undefined> {
  await placeTimers(db);
  const [row] = await db.query<{ at: Date }[]>(
    `select greatest(due_at, clock_now()) as at from (
       select due_at from timer where settled_at is null and kind <> 'hold_over' union all select look_at from affected_visit) due
      where due_at <= $1 order by due_at limit 1`,
    [end],
  );
  return row?.at;
}

export async function wake({ db }: Stage, world: World): Promise<void> {
  await whatIsDue(db);
  for (const contactId of await whoWaits(db)) await takeTurns(world, contactId);
}
