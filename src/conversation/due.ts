import type { Facts, Offer, VisitCard } from '../../flows/vocabulary';
import type { VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Heard } from './heard';
import { firstName, visitCard } from './speaker';
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
  const step = timer ?? '';
  return isComing(card, visitVersion, seen.now) ? begins('reminder', { visit: card, step }, card.starts) : STALE;
}

type Unprompted = 'reminder' | 'feedback' | 'follow_up' | 'waiting_offer' | 'other_time';

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
