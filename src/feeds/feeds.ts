import { hashOf, newToken } from '../accounts/keys';
import type { CalendarFeedId, ProviderId } from '../database/ids';
import type { Database } from '../database/statements';

export interface FeedShown {
  id: CalendarFeedId;
  providerId: ProviderId;
  names: boolean;
  madeAt: Date;
  usedAt: Date | null;
}

export const feedsOf = (db: Database, providerId: number): Promise<FeedShown[]> =>
  db.query<FeedShown[]>(
    `select id, provider_id as "providerId", names, made_at as "madeAt", used_at as "usedAt" from calendar_feed
      where provider_id = $1 and ended_at is null order by id`,
    [providerId],
  );

/** Whoever has the address may look: it is shown once, and ended by whoever made it or by an administrator. */
export async function makeFeed(
  db: Database,
  feed: { providerId: number; names: boolean; by: string },
): Promise<{ id: CalendarFeedId; token: string }> {
  const token = newToken();
  const [row] = await db.query<{ id: CalendarFeedId }[]>(
    'insert into calendar_feed (provider_id, token_hash, names, made_by) values ($1, $2, $3, $4) returning id',
    [feed.providerId, hashOf(token), feed.names, feed.by],
  );
  if (!row) throw new Error('No feed was made');
  return { id: row.id, token };
}

export const endFeed = (db: Database, id: number): Promise<unknown> =>
  db.query('update calendar_feed set ended_at = clock_now() where id = $1 and ended_at is null', [id]);

export interface Fed {
  id: number;
  version: number;
  status: string;
  starts: Date;
  ends: Date;
  changedAt: Date;
  reference: string;
  service: string;
  clinic: string;
  address: string;
  patientId: number | null;
  patient: string | null;
}

export interface Feed {
  id: CalendarFeedId;
  provider: string;
  names: boolean;
  visits: Fed[];
}

/** From four weeks ago to half a year ahead. The first look of an hour is noted, and of whom it told. */
export async function readFeed(db: Database, token: string): Promise<Feed | undefined> {
  const [feed] = await db.query<
    { id: CalendarFeedId; providerId: number; provider: string; names: boolean; isNews: boolean }[]
  >(
    `select f.id, f.provider_id as "providerId", p.name as provider, f.names,
            coalesce(f.used_at < clock_now() - interval '1 hour', true) as "isNews"
       from calendar_feed f join provider p on p.id = f.provider_id where f.token_hash = $1 and f.ended_at is null and p.left_at is null`,
    [hashOf(token)],
  );
  if (!feed) return undefined;
  const visits = await db.query<Fed[]>(
    `select v.id, v.version, v.status, v.starts, v.ends, v.changed_at as "changedAt", v.reference, s.name as service, c.name as clinic,
            c.address, v.patient_id as "patientId", case when $2::boolean then n.name end as patient
       from visit v join service s on s.id = v.service_id join clinic c on c.id = v.clinic_id left join patient n on n.id = v.patient_id
      where v.provider_id = $1 and v.status in ('requested', 'booked', 'arrived', 'done')
        and v.starts between clock_now() - interval '28 days' and clock_now() + interval '183 days' order by v.starts, v.id limit 5000`,
    [feed.providerId, feed.names],
  );
  if (feed.isNews) await noteLook(db, feed, visits);
  return { ...feed, visits };
}

async function noteLook(db: Database, { id, names }: { id: number; names: boolean }, visits: Fed[]): Promise<void> {
  const patients = names ? [...new Set(visits.map(({ patientId }) => patientId).filter((one) => one !== null))] : [];
  await db.query(
    `with seen as (update calendar_feed set used_at = clock_now() where id = $1)
     insert into audit (actor, action, subject, details)
     select 'feed:' || $1::bigint, 'read', 'feed:' || $1::bigint, '{}'::jsonb
     union all select 'feed:' || $1::bigint, 'read', 'patient:' || one, '{"route": "GET /calendar/:token.ics"}'::jsonb from unnest($2::bigint[]) one`,
    [id, patients],
  );
}
