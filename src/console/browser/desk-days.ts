import { useCallback, useEffect, useState } from 'preact/hooks';
import { all, type Clinic, get, Refused, type Visit } from './call';
import { keep, kept } from './kept';
import { waiting } from './box';
import { now } from './now';
import { dayOn, onWall, plusDays } from './zone';

export interface Service {
  id: number;
  name: string;
  minutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  startGridMinutes: number;
  modes: string[];
}

export interface Provider {
  id: number;
  name: string;
  services: number[];
}

/** Two days at the desk: all that is needed to greet people and to write down new visits. */
export interface DeskDays {
  days: [string, string];
  timeZone: string;
  providers: Provider[];
  services: Service[];
  working: { providerId: number; from: string; to: string }[];
  visits: Visit[];
}

type Calendar = Pick<DeskDays, 'timeZone' | 'working'> & {
  providers: { id: number; name: string }[];
  visits: Omit<Visit, 'provider' | 'service' | 'day'>[];
};

async function load(clinic: Clinic, quietly: boolean): Promise<DeskDays> {
  const today = dayOn(now(), clinic.timeZone);
  const days: [string, string] = [today, plusDays(today, 1)];
  const [calendar, services, providers] = await Promise.all([
    get<Calendar>(`/calendar?clinicId=${clinic.id}&from=${days[0]}&to=${days[1]}`, quietly),
    all<Service>(`/services?clinicId=${clinic.id}`, quietly),
    all<Provider>(`/providers?clinicId=${clinic.id}`, quietly),
  ]);
  const nameOf = (list: { id: number; name: string }[], id: number): string => list.find((one) => one.id === id)?.name ?? ''; // prettier-ignore
  const visits = calendar.visits.map((visit) => ({
    ...visit,
    ...{ clinicId: clinic.id, timeZone: calendar.timeZone, day: dayOn(visit.starts, calendar.timeZone) },
    ...{ provider: nameOf(providers, visit.providerId), service: nameOf(services, visit.serviceId) },
  }));
  // Only those whose calendar one may see: a provider writes into their own.
  const theirs = providers.filter(({ id }) => calendar.providers.some((one) => one.id === id));
  return { days, timeZone: calendar.timeZone, providers: theirs, services, working: calendar.working, visits };
}

/** At once what is kept here, and then what is true. */
export function useDeskDays(clinic: Clinic): {
  days: DeskDays | undefined;
  /** When it was true, if that is not now. */
  asOf: Date | undefined;
  again(quietly?: boolean): Promise<void>;
  failed: string;
} {
  const [shown, show] = useState<{ days: DeskDays; asOf?: Date }>();
  const [failed, fail] = useState('');
  const name = `desk ${clinic.id}`;
  const again = useCallback(
    async (quietly = false) => {
      try {
        const days = await load(clinic, quietly);
        show({ days });
        fail('');
        await keep(name, days);
      } catch (error) {
        if (error instanceof Refused) return fail(error.message);
        const old = await kept<DeskDays>(name);
        show((shown) => (old && { days: old.value, asOf: new Date(old.at) }) ?? shown);
      }
    },
    [clinic.id],
  );
  useEffect(() => {
    void kept<DeskDays>(name).then((old) =>
      show((shown) => shown ?? (old && { days: old.value, asOf: new Date(old.at) })),
    );
    void again();
    const news = (): void => void again(true);
    addEventListener('miadi-news', news);
    return () => removeEventListener('miadi-news', news);
  }, [again]);
  return { days: shown?.days, asOf: shown?.asOf, again, failed };
}

const MINUTE = 60_000;

/**
 * The starts that are likely free, as far as this device knows: within working time, on the grid of the service, beside what
 * is booked or waits here. Only the server knows; this is for when it cannot be asked.
 */
export function likelyTimes(desk: DeskDays, service: Service, providerId: number, day: string, clinicId: number) {
  const taken = [
    ...desk.visits.map((visit) => ({
      ...visit,
      minutes: (Date.parse(visit.ends) - Date.parse(visit.starts)) / MINUTE,
    })),
    ...waiting(clinicId).flatMap(({ wish, refused }) =>
      wish.kind === 'book' && !refused ? [{ ...wish, minutes: 0 }] : [],
    ),
  ]
    .filter((one) => one.providerId === providerId)
    .map((one) =>
      stretch(
        Date.parse(one.starts),
        desk.services.find(({ id }) => id === one.serviceId),
        one.minutes,
      ),
    );
  const free: { starts: string; providerId: number; serviceId: number }[] = [];
  for (const shift of desk.working.filter((one) => one.providerId === providerId)) {
    const [hour = 0, minute = 0] = onWall(shift.from, desk.timeZone).slice(11, 16).split(':').map(Number);
    const off = (hour * 60 + minute) % service.startGridMinutes;
    let starts = Date.parse(shift.from) + (off ? service.startGridMinutes - off : 0) * MINUTE;
    for (; starts + service.minutes * MINUTE <= Date.parse(shift.to); starts += service.startGridMinutes * MINUTE) {
      const mine = stretch(starts, service, 0);
      const instant = new Date(starts).toISOString();
      if (starts < +now() || dayOn(instant, desk.timeZone) !== day) continue;
      if (taken.every(({ from, to }) => mine.to <= from || to <= mine.from))
        free.push({ starts: instant, providerId, serviceId: service.id });
    }
  }
  return free;
}

const stretch = (starts: number, service: Service | undefined, minutes: number): { from: number; to: number } => ({
  from: starts - (service?.bufferBeforeMinutes ?? 0) * MINUTE,
  to: starts + ((minutes || service?.minutes) ?? 30) * MINUTE + (service?.bufferAfterMinutes ?? 0) * MINUTE,
});
