import type { ClinicId, DelayId, PatientId, ProviderId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { checkProvider, EntryError } from './entered';
import { inFives, latenessOf } from './lateness';
import type { Actor, VisitStatus } from './types';

/** A visit that a delay touches, and what its patient should know of it now. */
export interface Delayed {
  visitId: VisitId;
  version: number;
  clinicId: ClinicId;
  patientId: PatientId;
  starts: Date;
  minutes: number;
}

export interface Report {
  id: DelayId;
  version: number;
  /** Whom this changes something for: not those who know it already. */
  news: Delayed[];
}

/** Less than this is no delay worth a message. */
const WORTH_SAYING = 10;
const MOST_MINUTES = 600;

/**
 * A provider says how late they are today, again when it changes, and nought when they have caught up. Who must hear of it is
 * settled in the same commit: the next report finds what has been said, so nobody is told a thing twice.
 */
export async function reportDelay(
  tx: Database,
  { providerId, minutes, by }: { providerId: ProviderId; minutes: number; by: Actor },
): Promise<Report> {
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > MOST_MINUTES)
    throw new EntryError(`A delay is 0 to ${MOST_MINUTES} minutes, not ${minutes}.`);
  await checkProvider(tx, providerId);
  const [report] = await run<{ id: DelayId; version: number }>(tx, NOTE_REPORT, [providerId, minutes, by]);
  if (!report) throw new Error(`The delay of provider ${providerId} was not noted`);
  const day = await run<DayRow>(tx, TODAY, [providerId, minutes]);
  const news = expected(day, minutes).filter(isNews);
  await run(tx, NOTE_NOTICES, [
    report.id,
    report.version,
    news.map((one) => one.visitId),
    news.map((one) => one.minutes),
  ]);
  return { ...report, news };
}

interface DayRow extends Omit<Delayed, 'minutes'> {
  sitting: number;
  from: Date;
  to: Date;
  /** What they were told before. */
  known: number | null;
  now: Date;
}

function expected(day: DayRow[], minutes: number): (DayRow & { minutes: number })[] {
  const sittings = [...new Map(day.map((row) => [row.sitting, { from: +row.from, to: +row.to }]))];
  const late = latenessOf(
    sittings.map(([, during]) => during),
    minutes,
  );
  const of = new Map(sittings.map(([sitting], i) => [sitting, inFives(late[i] ?? 0)]));
  return day.map((row) => ({ ...row, minutes: Math.max(of.get(row.sitting) ?? 0, overdue(row)) }));
}

/** Who was told to come later, and is wanted sooner after all, cannot come before now. */
const overdue = ({ starts, now, known }: DayRow): number =>
  known === null || known === 0 ? 0 : Math.max(0, inFives((+now - +starts) / 60_000));

const isNews = ({ known, minutes }: { known: number | null; minutes: number }): boolean =>
  known === null ? minutes >= WORTH_SAYING : known !== minutes;

const NOTE_REPORT: Statement = {
  name: 'note_delay',
  text: `
    with today as (
      select (clock_now() at time zone coalesce(
               (select c.time_zone from visit v join clinic c on c.id = v.clinic_id
                 where v.provider_id = $1 and v.status in ('booked', 'arrived') and v.ends > clock_now() order by v.starts limit 1),
               (select c.time_zone from shift s join clinic c on c.id = s.clinic_id where s.provider_id = $1 order by s.day desc limit 1), 'UTC'))::date as day),
    noted as (
      insert into delay (provider_id, day, minutes, reported_by) select $1, day, $2, $3 from today
      on conflict (provider_id, day) do update set minutes = excluded.minutes, version = delay.version + 1,
             reported_by = excluded.reported_by, reported_at = clock_now()
      returning id, version, minutes),
    audited as (
      insert into audit (actor, action, subject, details)
      select $3, 'delay_reported', 'provider:' || $1::bigint, jsonb_build_object('minutes', minutes) from noted returning 1)
    select id, version from noted`,
};

// Who has arrived sits in the waiting room and sees it. A visit whose late beginning has passed as well is being held.
const TODAY: Statement = {
  name: 'visits_delayed',
  text: `
    select v.id as "visitId", v.version, v.clinic_id as "clinicId", v.patient_id as "patientId", v.starts, v.sitting,
           lower(v.during) as from, upper(v.during) as to, n.minutes as known, clock_now() as now
      from visit v join clinic c on c.id = v.clinic_id left join delay_notice n on n.visit_id = v.id
     where v.provider_id = $1 and v.status = 'booked' and v.patient_id is not null
       and v.day = (clock_now() at time zone c.time_zone)::date
       and v.starts + greatest($2::integer, n.minutes) * interval '1 minute' > clock_now()
     order by lower(v.during), v.id`,
};

const NOTE_NOTICES: Statement = {
  name: 'note_delay_notices',
  text: `
    insert into delay_notice (visit_id, delay_id, minutes, version)
    select n.visit_id, $1, n.minutes, $2 from unnest($3::bigint[], $4::int[]) n (visit_id, minutes)
    on conflict (visit_id) do update set delay_id = excluded.delay_id, minutes = excluded.minutes, version = excluded.version,
           told = delay_notice.told + 1, told_at = clock_now(), answer = null, answered_at = null`,
};

export interface KnownDelay {
  minutes: number;
  version: number;
  told: number;
  videoPossible: boolean;
}

/** What the patient of a visit is to know of its delay. */
export async function delayOf(db: Database, visitId: VisitId): Promise<KnownDelay | undefined> {
  const [row] = await run<KnownDelay>(db, READ, [visitId]);
  return row;
}

/** The service is offered by video, and the provider is where they can be seen by it at that hour. */
const BY_VIDEO = `v.mode = 'in_person' and v.status = 'booked' and v.session_id is null
  and exists (select from service s where s.id = v.service_id and 'video' = any(s.modes))
  and exists (select from shift s where s.provider_id = v.provider_id and s.clinic_id = v.clinic_id and s.during @> v.during and 'video' = any(s.modes))`;

const READ: Statement = {
  name: 'read_delay',
  text: `select n.minutes, n.version, n.told, ${BY_VIDEO} as "videoPossible" from delay_notice n join visit v on v.id = n.visit_id where v.id = $1`,
};

/** The same visit, seen on a screen. The room is free for others; reminders and reference stay as they are. */
export async function switchToVideo(tx: Database, visitId: VisitId, by: Actor): Promise<boolean> {
  return (await run(tx, SWITCH, [visitId, by])).length > 0;
}

const SWITCH: Statement = {
  name: 'switch_to_video',
  text: `
    with changed as (
      update visit v set mode = 'video', room_id = null, changed_at = clock_now() where v.id = $1 and ${BY_VIDEO}
      returning v.id, v.clinic_id, v.provider_id),
    answered as (
      update delay_notice n set answer = 'video', answered_at = clock_now() from changed where n.visit_id = changed.id returning 1)
    insert into audit (clinic_id, actor, action, subject, details)
    select clinic_id, $2, 'switched_to_video', 'visit:' || id, jsonb_build_object('provider', provider_id) from changed returning id`,
};

/** They wait, and so they come. */
export const notePatience = (tx: Database, visitId: VisitId): Promise<unknown> => run(tx, PATIENCE, [visitId]);

const PATIENCE: Statement = {
  name: 'note_patience',
  text: `
    with coming as (update visit set confirmed_at = clock_now() where id = $1 and status = 'booked' returning id)
    update delay_notice n set answer = 'wait', answered_at = clock_now() from coming where n.visit_id = coming.id`,
};

export interface DelayState extends Delayed {
  /** Where the visit has gone by itself says more than an answer would. */
  answer: 'wait' | 'video' | 'moved' | 'cancelled' | null;
  toldAt: Date;
}

/** The delay of today, if there is one, and what those who were told have said to it. For desk, console and screens. */
export async function delayToday(
  db: Database,
  providerId: ProviderId,
): Promise<{ minutes: number; reportedAt: Date; told: DelayState[] } | undefined> {
  const [delay] = await run<{ id: DelayId; minutes: number; reportedAt: Date }>(db, LAST, [providerId]);
  if (!delay) return undefined;
  const told = await run<DelayState & { status: VisitStatus }>(db, TOLD, [delay.id]);
  return { minutes: delay.minutes, reportedAt: delay.reportedAt, told };
}

const LAST: Statement = {
  name: 'delay_today',
  text: `select id, minutes, reported_at as "reportedAt" from delay
          where provider_id = $1 and reported_at > clock_now() - interval '16 hours' order by id desc limit 1`,
};

const TOLD: Statement = {
  name: 'delay_told',
  text: `
    select v.id as "visitId", v.version, v.clinic_id as "clinicId", v.patient_id as "patientId", v.starts, n.minutes, n.told_at as "toldAt",
           case v.status when 'moved' then 'moved' when 'cancelled' then 'cancelled' else n.answer end as answer
      from delay_notice n join visit v on v.id = n.visit_id where n.delay_id = $1 order by v.starts, v.id`,
};
