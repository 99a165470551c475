import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';
import type { OpenHours } from './business-hours';

/** How a clinic wants its desk. */
export interface DeskSettings {
  zone: string;
  name: string;
  slackTeam: string | null;
  slackChannel: string | null;
  shows: 'private' | 'full';
  language: string;
  claimMinutes: number;
  answerMinutes: number;
  urgentMinutes: number;
  secondPerson: Actor | null;
  summaryAt: string;
  hours: OpenHours[];
}

export async function deskSettings(db: Database, clinicId: ClinicId | null): Promise<DeskSettings> {
  const [row] = await db.query<DeskSettings[]>(SETTINGS, [clinicId]);
  if (!row) throw new Error(`There are no settings for clinic ${clinicId}`);
  return row.hours.length > 0 ? row : { ...row, hours: USUAL_HOURS };
}

const USUAL_HOURS: OpenHours[] = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '08:00', ends: '18:00' }));

// A case without a clinic, from somebody who wrote before choosing one, follows the defaults.
const SETTINGS = `
  select coalesce(c.time_zone, 'UTC') as zone, coalesce(c.name, '') as name, s.slack_team as "slackTeam", s.slack_channel as "slackChannel",
         coalesce(s.shows, 'private') as shows, coalesce(s.language, c.languages[1], 'en') as language,
         coalesce(s.claim_minutes, 15) as "claimMinutes", coalesce(s.answer_minutes, 30) as "answerMinutes",
         coalesce(s.urgent_minutes, 3) as "urgentMinutes", s.second_person as "secondPerson",
         to_char(coalesce(s.summary_at, '07:30'), 'HH24:MI') as "summaryAt",
         coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'starts', to_char(h.starts, 'HH24:MI'), 'ends', to_char(h.ends, 'HH24:MI'))
                                    order by h.weekday, h.starts) from desk_hours h where h.clinic_id = c.id), '[]') as hours
    from (select $1::bigint as id) asked left join clinic c on c.id = asked.id left join clinic_desk s on s.clinic_id = c.id`;

/** Lets Slack show patients' words, for a reason that is kept; or not any more, for which no reason is needed. */
export async function setShows(
  db: Database,
  clinicId: ClinicId,
  shows: DeskSettings['shows'],
  how: { by: Actor; because: string },
): Promise<void> {
  if (shows === 'full' && how.because.trim() === '') throw new RangeError('To show words in Slack needs a reason');
  await db.query(
    `with set as (
       insert into clinic_desk (clinic_id, shows, shows_because, shows_by, shows_since) values ($1, $2, $3, $4, clock_now())
       on conflict (clinic_id) do update set shows = excluded.shows, shows_because = excluded.shows_because,
                                             shows_by = excluded.shows_by, shows_since = excluded.shows_since)
     insert into audit (clinic_id, actor, action, subject, details)
     values ($1, $4, 'slack_shows', 'clinic:' || $1, jsonb_build_object('shows', $2::text, 'because', $3::text))`,
    [clinicId, shows, how.because.trim(), how.by],
  );
}
