import type { DataSource } from 'typeorm';
import type { ContactId } from '../database/ids';

export interface Day {
  clinic: { id: number; name: string };
  clinics: { id: number; name: string }[];
  day: string;
  people: { id: number; name: string; working: Span[]; visits: Taken[] }[];
}

/** Minutes after midnight on the clinic's wall. */
interface Span {
  from: number;
  to: number;
}

/** Only that the time is taken: whose it is stays with the desk. Those of the phones on the page are marked. */
interface Taken extends Span {
  id: number;
  status: 'held' | 'requested' | 'booked';
  mine: boolean;
}

type Who = ContactId[];

/** One day of one clinic: the one that was asked for, else that of the newest visit of a phone on the page. */
export async function dayOf(db: DataSource, asked: { clinic?: number; day?: string }, who: Who): Promise<Day> {
  const newest = asked.day || asked.clinic ? undefined : await newestVisit(db, who);
  const clinics = await db.query<{ id: number; name: string; today: string }[]>(
    `select id::int, name, (clock_now() at time zone time_zone)::date::text as today from clinic where closed_at is null order by id`,
  );
  const clinic = clinics.find(({ id }) => id === (asked.clinic ?? newest?.clinic)) ?? clinics[0];
  if (!clinic) return { clinic: { id: 0, name: '' }, clinics: [], day: '', people: [] };
  const day = asked.day ?? newest?.day ?? (await nextWorkingDay(db, clinic.id)) ?? clinic.today;
  return {
    clinic: { id: clinic.id, name: clinic.name },
    clinics: clinics.map(({ id, name }) => ({ id, name })),
    day,
    people: await peopleOn(db, clinic.id, day, who),
  };
}

const MINE = `select patient_id from contact_patient where contact_id = any($1::bigint[])`;

async function newestVisit(db: DataSource, who: Who): Promise<{ clinic: number; day: string } | undefined> {
  const [row] = await db.query<{ clinic: number; day: string }[]>(
    `select clinic_id::int as clinic, day::text from visit
      where patient_id in (${MINE}) and status in ('held', 'requested', 'booked')
        and changed_at > clock_now() - interval '1 day'
      order by changed_at desc, id desc limit 1`,
    [who],
  );
  return row;
}

async function nextWorkingDay(db: DataSource, clinicId: number): Promise<string | undefined> {
  const [row] = await db.query<{ day: string }[]>(
    `select day::text from shift where clinic_id = $1 and upper(during) > clock_now() order by day limit 1`,
    [clinicId],
  );
  return row?.day;
}

const MINUTES = (instant: string): string =>
  `(extract(hour from ${instant} at time zone c.time_zone) * 60 + extract(minute from ${instant} at time zone c.time_zone))::int`;

async function peopleOn(db: DataSource, clinicId: number, day: string, who: Who): Promise<Day['people']> {
  return db.query<Day['people']>(
    `select p.id::int, p.name,
            (select jsonb_agg(jsonb_build_object('from', ${MINUTES('lower(s.during)')}, 'to', ${MINUTES('upper(s.during)')}) order by s.during)
               from shift s where s.provider_id = p.id and s.clinic_id = c.id and s.day = $3::date) as working,
            coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'from', ${MINUTES('v.starts')}, 'to', ${MINUTES('v.ends')},
                             'status', v.status, 'mine', coalesce(v.patient_id in (${MINE}), false) or coalesce(v.held_by = any($1::bigint[]), false)) order by v.starts)
                        from visit v where v.provider_id = p.id and v.clinic_id = c.id and v.day = $3::date
                         and (v.status in ('requested', 'booked') or v.status = 'held' and v.held_until > clock_now())), '[]') as visits
       from provider p join clinic c on c.id = $2
      where exists (select from shift s where s.provider_id = p.id and s.clinic_id = c.id and s.day = $3::date)
      order by p.id limit 9`,
    [who, clinicId, day],
  );
}
