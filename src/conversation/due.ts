import type { Facts, Offer, VisitCard } from '../../flows/vocabulary';
import type { VisitId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Heard } from './heard';
import { visitCard } from './speaker';
import type { Seen } from './store';

const STALE: Heard = { kind: 'nothing', because: 'stale' };

/** What a timer begins. Whoever has stopped messages is left in peace, and what has changed meanwhile is not spoken of. */
export async function due(db: Database, seen: Seen): Promise<Heard> {
  if (seen.stopped) return STALE;
  const { timer, visit, visitVersion, about } = seen.message.body;
  if (timer === 'offer') return waitingOffer(db, seen, Number(about?.offer));
  if (typeof visit !== 'number') return STALE;
  const card = await visitCard({ tx: db, language: seen.language }, visit as VisitId);
  if (timer === 'feedback') return card.status === 'done' ? begins('feedback', { visit: card }) : STALE;
  return isComing(card, visitVersion, seen.now) ? begins('reminder', { visit: card }) : STALE;
}

const begins = (flow: 'reminder' | 'feedback' | 'waiting_offer', facts: Facts): Heard => ({ kind: 'due', flow, facts });

const isComing = ({ status, version, starts }: VisitCard, expected: number | null | undefined, now: Date): boolean =>
  status === 'booked' && version === expected && new Date(starts) > now;

async function waitingOffer(db: Database, { language }: Seen, offerId: number): Promise<Heard> {
  const [chosen] = await db.query<Offer[]>(
    `select v.provider_id as "providerId", v.service_id as "serviceId", v.clinic_id as "clinicId", v.starts, v.mode, c.time_zone as zone,
            coalesce(p.names->>$2, p.name) as provider, coalesce(c.names->>$2, c.name) as clinic
       from waiting_offer f join opening o on o.id = f.opening_id join visit v on v.id = o.hold_visit_id
       join clinic c on c.id = v.clinic_id join provider p on p.id = v.provider_id
      where f.id = $1 and f.status = 'open' and f.expires_at > clock_now()`,
    [offerId, language],
  );
  if (!chosen) return STALE;
  return begins('waiting_offer', { offerId, chosen: { ...chosen, starts: new Date(chosen.starts).toISOString() } });
}
