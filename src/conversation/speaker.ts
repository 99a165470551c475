import type { ClinicId, ContactId, InboxId, ProviderId, ServiceId, VisitId } from '../database/ids';
import type { Offer, VisitCard } from '../../flows/vocabulary';
import type { Database } from '../database/statements';
import type { Actor, FreeTime, Slot } from '../scheduling/types';

/** Who is at the other end while a turn is granted its wishes, and the transaction they are granted in. */
export interface Speaker {
  tx: Database;
  contactId: ContactId;
  clinicId: ClinicId | null;
  language: string;
  country?: string | null;
  digits?: string | undefined;
  now: Date;
  inboxId: InboxId;
}

export const actorOf = ({ contactId }: Speaker): Actor => `patient:${contactId}`;

/** In which language names are read. */
type Reading = Pick<Speaker, 'tx' | 'language'>;

/** Names as the patient's language has them. */
export async function namesOf(
  { tx, language }: Reading,
  providers: number[],
  clinics: number[],
): Promise<{ provider: Map<number, string>; clinic: Map<number, string>; town: Map<number, string> }> {
  const rows = await tx.query<{ kind: 'provider' | 'clinic' | 'town'; id: number; name: string }[]>(
    `select 'provider' as kind, id, coalesce(names->>$1, name) as name from provider where id = any($2::bigint[])
     union all select 'clinic', id, coalesce(names->>$1, name) from clinic where id = any($3::bigint[])
     union all select 'town', c.id, coalesce(p.names->>$1, p.name) from clinic c join place p on p.id = c.place_id
                where c.id = any($3::bigint[])`,
    [language, providers, clinics],
  );
  const named = (kind: string): Map<number, string> =>
    new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row.name]));
  return { provider: named('provider'), clinic: named('clinic'), town: named('town') };
}

export async function asOffers(speaker: Reading, times: (Slot & Pick<FreeTime, 'zone'>)[]): Promise<Offer[]> {
  const names = await namesOf(
    speaker,
    times.map((time) => time.providerId),
    times.map((time) => time.clinicId),
  );
  return times.map(({ providerId, serviceId, clinicId, starts, mode, zone }) => ({
    providerId,
    serviceId,
    clinicId,
    mode,
    zone,
    starts: starts.toISOString(),
    provider: names.provider.get(providerId) ?? '',
    clinic: names.clinic.get(clinicId) ?? '',
    town: names.town.get(clinicId) ?? '',
  }));
}

// The ids were ours before they went through the stored conversation, so they are branded again on the way back.
export const slotOf = (offer: Offer): Slot => ({
  providerId: offer.providerId as ProviderId,
  serviceId: offer.serviceId as ServiceId,
  clinicId: offer.clinicId as ClinicId,
  starts: new Date(offer.starts),
  mode: offer.mode,
});

export async function visitCard({ tx, language }: Pick<Speaker, 'tx' | 'language'>, id: VisitId): Promise<VisitCard> {
  const [card] = await tx.query<VisitCard[]>(`${CARDS} where v.id = $2`, [language, id]);
  if (!card) throw new Error(`There is no visit ${id}`);
  return inPlainData(card);
}

export async function comingVisits({ tx, language }: Speaker, patients: number[]): Promise<VisitCard[]> {
  const cards = await tx.query<VisitCard[]>(
    `${CARDS} where v.patient_id = any($2::bigint[]) and v.status in ('requested', 'booked') and v.starts > clock_now()
      order by v.starts limit 5`,
    [language, patients],
  );
  return cards.map(inPlainData);
}

const CARDS = `
  select v.id, v.version, v.reference, v.starts, c.time_zone as zone, coalesce(p.names->>$1, p.name) as provider,
         coalesce(c.names->>$1, c.name) as clinic, k.name as patient, v.status,
         v.service_id as "serviceId", v.provider_id as "providerId"
    from visit v join clinic c on c.id = v.clinic_id join provider p on p.id = v.provider_id join patient k on k.id = v.patient_id`;

const inPlainData = (card: VisitCard): VisitCard => ({
  ...card,
  patient: firstName(card.patient),
  starts: new Date(card.starts).toISOString(),
});

/** What a shared telephone may show. */
export const firstName = (name: string): string => name.split(' ')[0] ?? name;
