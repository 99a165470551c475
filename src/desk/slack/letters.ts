import { DateTime } from 'luxon';
import type { ClinicId } from '../../database/ids';
import type { Database } from '../../database/statements';
import { deskWords } from '../desk-words';
import { type Morning, morningOf } from '../morning';
import { type DeskSettings, deskSettings } from '../settings';
import { type Week, weekOf } from '../week';
import { type Block, context, literal, section } from './blocks';
import type { House } from './house';
import type { Post } from './posts';

/** A morning's summary that could not be said by then is news no more. */
const MORNING_HOURS = 4;

/**
 * The summary of a day, and on Mondays the figures of the week before, are due at the clinic's own hour. Each has a name that
 * exists once, so any number of processes may look, and a process that was down in the morning catches up.
 */
export async function addLetters(db: Database, channel: string): Promise<void> {
  await db.query(`${DUE} select ${post('summary', 'today')} ${FROM} where ${MORNING} on conflict do nothing`, [
    channel,
  ]);
  await db.query(`${DUE} select ${post('week', 'monday')} ${FROM} where ${WEEK} on conflict do nothing`, [channel]);
}

const DUE = 'insert into slack_post (key, clinic_id, team, channel)';
const post = (kind: string, day: string): string =>
  `'${kind}:' || c.id || ':' || t.${day}, c.id, s.slack_team, coalesce(s.slack_channel, $1)`;

const FROM = `
    from clinic c left join clinic_desk s on s.clinic_id = c.id
   cross join lateral (select clock_now() at time zone c.time_zone as local) n
   cross join lateral (select n.local::date as today, date_trunc('week', n.local)::date as monday,
                              n.local::date + coalesce(s.summary_at, '07:30') as begins) t`;

// A clinic in which nothing happens is left in peace.
const MORNING = `
  c.closed_at is null and n.local >= t.begins and n.local < t.begins + interval '${MORNING_HOURS} hours'
  and (exists (select from visit v where v.clinic_id = c.id and v.day = t.today and v.status in ('requested', 'booked', 'arrived'))
       or exists (select from desk_case d where d.clinic_id = c.id and d.status <> 'resolved'))`;

const WEEK = `
  c.closed_at is null and n.local >= t.monday + coalesce(s.summary_at, '07:30') and n.local < t.monday + interval '2 days'
  and exists (select from visit v where v.clinic_id = c.id and v.day >= t.monday - 7 and v.day < t.monday)`;

/** Looks once in every minute of the database's clock, and not at each of the many rounds. */
export function letterWatch(db: Database, channel: string): () => Promise<void> {
  let looked = '';
  return async () => {
    const [now] = await db.query<{ minute: string }[]>(`select to_char(clock_now(), 'YYYYMMDDHH24MI') as minute`);
    if (now?.minute === looked) return;
    await addLetters(db, channel);
    looked = now?.minute ?? '';
  };
}

interface Letter {
  kind: 'summary' | 'week';
  clinicId: ClinicId;
  day: string;
}

export function letterIn(key: string): Letter {
  const [, kind, clinicId, day] = /^(summary|week):(\d+):(\d{4}-\d\d-\d\d)$/.exec(key) ?? [];
  if (!kind || !clinicId || !day) throw new Error(`Nobody knows how to write ${key}`);
  return { kind: kind as Letter['kind'], clinicId: Number(clinicId) as ClinicId, day };
}

/** Drawn when it is said, so that one which had to wait is right all the same; nothing when it is too late for it. */
export async function letterOf(
  { dataSource }: House,
  { key }: Post,
): Promise<{ text: string; blocks: Block[] } | undefined> {
  const { kind, clinicId, day } = letterIn(key);
  const db = dataSource.manager;
  const desk = await deskSettings(db, clinicId);
  const [now] = await db.query<{ now: Date }[]>('select clock_now() as now');
  const today = DateTime.fromJSDate(now?.now ?? new Date(NaN), { zone: desk.zone });
  if (kind === 'summary')
    return today.toISODate() === day ? drawMorning(desk, day, await morningOf(db, clinicId, day)) : undefined;
  const monday = DateTime.fromISO(day, { zone: desk.zone });
  if (today > monday.plus({ days: 7 })) return undefined;
  const before = (weeks: number): string => monday.minus({ weeks }).toISODate() ?? '';
  const [last, earlier] = [await weekOf(db, clinicId, before(1)), await weekOf(db, clinicId, before(2))];
  return drawWeek(desk, before(1), last, earlier);
}

const dayIn = ({ language, zone }: DeskSettings, day: string, shape: Intl.DateTimeFormatOptions): string =>
  DateTime.fromISO(day, { zone }).reconfigure({ locale: language, numberingSystem: 'latn' }).toLocaleString(shape);

function drawMorning(desk: DeskSettings, day: string, morning: Morning): { text: string; blocks: Block[] } {
  const say = (key: string, vars: Record<string, string | number>): string =>
    deskWords(desk.language, `morning.${key}`, vars);
  const { visits, confirmed, toAccept, urgent, cases, oldest, undelivered, waiting, away, closed } = morning;
  const title = say('title', { day: dayIn(desk, day, { weekday: 'long', day: 'numeric', month: 'long' }) });
  const some = (key: string, number: number): string[] => (number > 0 ? [say(key, { number })] : []);
  const lines = [
    ...(closed === null ? [] : [say('closed', { why: literal(closed) })]),
    say('visits', { number: visits }),
    ...some('confirmed', confirmed),
    ...(away.length > 0 ? [say('away', { names: literal(away.join(', ')) })] : []),
    ...some('to_accept', toAccept),
    ...some('urgent', urgent),
    say('cases', { number: cases }),
    ...(oldest ? [say('oldest', { since: sinceIn(desk, oldest) })] : []),
    ...some('undelivered', undelivered),
    ...some('waiting', waiting),
  ];
  return letter(desk, title, lines);
}

const sinceIn = ({ language, zone }: DeskSettings, at: Date): string =>
  DateTime.fromJSDate(at, { zone })
    .reconfigure({ locale: language, numberingSystem: 'latn' })
    .toLocaleString({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const FIGURES: (keyof Week)[] = ['booked', 'done', 'missed', 'cancelled', 'messages', 'cases', 'minutes', 'rating'];

function drawWeek(desk: DeskSettings, first: string, last: Week, before: Week): { text: string; blocks: Block[] } {
  const say = (key: string, vars: Record<string, string | number>): string =>
    deskWords(desk.language, `week.${key}`, vars);
  const shape = { day: 'numeric', month: 'long' } as const;
  const end = DateTime.fromISO(first).plus({ days: 6 }).toISODate() ?? '';
  const title = say('title', { first: dayIn(desk, first, shape), last: dayIn(desk, end, shape) });
  const lines = FIGURES.flatMap((figure) => {
    const [now, then] = [last[figure], before[figure]];
    if (now === null) return [];
    return [`${say(figure, { number: now })}${then === null ? '' : ` (${say('before', { number: then })})`}`];
  });
  return letter(desk, title, lines);
}

function letter({ name }: DeskSettings, title: string, lines: string[]): { text: string; blocks: Block[] } {
  return {
    text: `${literal(name)}: ${literal(title)}`,
    blocks: [section(`*${literal(title)}*\n${lines.map((line) => `•  ${line}`).join('\n')}`), context(literal(name))],
  };
}
