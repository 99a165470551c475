import type { Facts, Offer, VisitCard } from '../../flows/vocabulary';
import { keptFor } from '../scheduling/affected';
import { delayOf } from '../scheduling/delay';
import type { VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Heard } from './heard';
import { asOffers, firstName, visitCard } from './speaker';
import type { Seen } from './store';

const STALE: Heard = { kind: 'nothing', because: 'stale' };

/** What a timer begins. Whoever has stopped messages is left in peace, and what has changed meanwhile is not spoken of. */
export async function due(db: Database, seen: Seen): Promise<Heard> {
  if (seen.stopped) return STALE;
  const { timer, visit, visitVersion, about } = seen.message.body;
  if (timer === 'offer') return waitingOffer(db, seen, Number(about?.offer));
  if (timer === 'other_time') return keptTime(db, seen, Number(about?.visit));
  if (typeof visit !== 'number') return STALE;
  const card = await visitCard({ tx: db, language: seen.language }, visit as VisitId);
  if (timer === 'feedback') return card.status === 'done' ? begins('feedback', { visit: card }) : STALE;
  if (timer === 'follow_up') return card.status === 'missed' ? begins('follow_up', another(card)) : STALE;
  if (timer === 'delay') return delayed(db, card, seen.message.body, seen.now);
  if (timer === 'affected') return affected(db, card, seen);
  const step = timer ?? '';
  return isComing(card, visitVersion, seen.now) ? begins('reminder', { visit: card, step }, card.starts) : STALE;
}

type Unprompted = 'reminder' | 'provider_late' | 'affected' | 'feedback' | 'follow_up' | 'waiting_offer' | 'other_time';

const begins = (flow: Unprompted, facts: Facts, useBy?: string): Heard => ({
  kind: 'due',
  flow,
  facts,
  ...(useBy && { useBy }),
});

/** The missed visit is mentioned and then let go: what is booked next is not instead of it. */
const another = ({ starts, zone, provider, providerId, serviceId, clinic }: VisitCard): Facts => ({
  chosen: { starts, zone, provider, providerId, serviceId, clinic, clinicId: 0, mode: 'in_person' },
  wanted: { provider, providerId },
});

const isComing = ({ status, version, starts }: VisitCard, expected: number | null | undefined, now: Date): boolean =>
  status === 'booked' && version === expected && new Date(starts) > now;

const MINUTE_MS = 60_000;

/** Said as long as the provider has not come, unless there is later news of it. */
async function delayed(
  db: Database,
  card: VisitCard,
  { visitVersion, about }: Seen['message']['body'],
  now: Date,
): Promise<Heard> {
  const known = await delayOf(db, card.id as VisitId);
  if (!known || known.version !== about?.report || card.status !== 'booked' || card.version !== visitVersion)
    return STALE;
  const begins_ = new Date(Date.parse(card.starts) + known.minutes * MINUTE_MS);
  if (begins_ <= now) return STALE;
  const { minutes: delay, told, videoPossible } = known;
  return begins('provider_late', { visit: card, delay, toldBefore: told > 1, videoPossible }, begins_.toISOString());
}

/** With the times that are kept for them; a message that a later one has overtaken is not said any more. */
async function affected(db: Database, card: VisitCard, { message, language, now }: Seen): Promise<Heard> {
  const { visitVersion, about } = message.body;
  const stands = card.status === 'booked' || card.status === 'requested';
  if (!stands || card.version !== visitVersion || new Date(card.starts) <= now) return STALE;
  if (about?.givenBack) return begins('affected', { visit: card, givenBack: true }, card.starts);
  const [current] = await db.query<{ id: number }[]>(
    `select id from affected_visit where id = $1 and round = $2 and step <> 'settled'`,
    [about?.affected, about?.round],
  );
  const kept = current ? await keptFor(db, card.id as VisitId) : [];
  if (kept.length === 0) return STALE;
  const offers = await asOffers(
    { tx: db, language },
    kept.map((time) => ({ ...time, zone: card.zone })),
  );
  return begins('affected', { visit: card, offers }, card.starts);
}

async function waitingOffer(db: Database, { language }: Seen, offerId: number): Promise<Heard> {
  const [chosen] = await db.query<(Offer & { expires: Date })[]>(
    `select v.provider_id as "providerId", v.service_id as "serviceId", v.clinic_id as "clinicId", v.starts, v.mode, c.time_zone as zone, f.expires_at as expires,
            coalesce(p.names->>$2, p.name) as provider, coalesce(c.names->>$2, c.name) as clinic
       from waiting_offer f join opening o on o.id = f.opening_id join visit v on v.id = o.hold_visit_id
       join clinic c on c.id = v.clinic_id join provider p on p.id = v.provider_id
      where f.id = $1 and f.status = 'open' and f.expires_at > clock_now()`,
    [offerId, language],
  );
  if (!chosen) return STALE;
  const { expires, ...time } = chosen;
  const facts = { offerId, chosen: { ...time, starts: new Date(time.starts).toISOString() } };
  return begins('waiting_offer', facts, new Date(expires).toISOString());
}

interface Kept extends Offer {
  token: string;
  patientId: number;
  patient: string;
  until: Date;
}

/** The desk could not do what was asked for, and keeps another time. */
async function keptTime(db: Database, { language }: Seen, visitId: number): Promise<Heard> {
  const [kept] = await db.query<Kept[]>(
    `select v.provider_id as "providerId", v.service_id as "serviceId", v.clinic_id as "clinicId", v.starts, v.mode, c.time_zone as zone,
            coalesce(p.names->>$2, p.name) as provider, coalesce(c.names->>$2, c.name) as clinic, v.hold_token as token,
            v.patient_id as "patientId", k.name as patient, least(v.held_until, v.starts) as until
       from visit v join clinic c on c.id = v.clinic_id join provider p on p.id = v.provider_id join patient k on k.id = v.patient_id
      where v.id = $1 and v.status = 'held' and v.held_until > clock_now()`,
    [visitId, language],
  );
  if (!kept) return STALE;
  const { token, patientId, patient, until, ...time } = kept;
  const facts: Facts = {
    chosen: { ...time, starts: new Date(time.starts).toISOString() },
    hold: { visitId, token },
    patient: { id: patientId, name: firstName(patient) },
    wanted: { provider: time.provider, providerId: time.providerId },
  };
  return begins('other_time', facts, new Date(until).toISOString());
}
