import { getShortestPaths } from 'xstate/graph';
import type { AnyMachineSnapshot } from 'xstate';
import { flows } from '../../flows';
import { OUTCOMES } from '../../flows/outcomes';
import type {
  Facts,
  FlowName,
  Happened,
  HappenedType,
  Offer,
  Question,
  Remembered,
  VisitCard,
  Wish,
} from '../../flows/vocabulary';
import type { Grant } from '../../src/conversation/advance';
import { EMPTY, freshMemory, type Running } from '../../src/conversation/envelope';
import { shapes } from '../../src/conversation/shapes';

const offer: Offer = {
  providerId: 1,
  serviceId: 1,
  clinicId: 1,
  starts: '2026-06-02T06:00:00.000Z',
  mode: 'in_person',
  zone: 'Africa/Nairobi',
  provider: 'Dr Okafor',
  clinic: 'Uhuru Clinic',
};
const visit: VisitCard = {
  ...{ id: 7, version: 1, reference: 'K7QM', starts: offer.starts, zone: offer.zone, provider: offer.provider },
  ...{ clinic: offer.clinic, patient: 'Ann', status: 'booked', serviceId: 1, providerId: 1 },
};
const ann = { id: 1, name: 'Ann', self: true };
const tom = { id: 2, name: 'Tom', self: false };

/** What an event brings when nothing particular is wanted of it. */
const FACTS: Partial<Record<HappenedType, Facts[]>> = {
  'patient.told': [
    { wanted: { fromDay: '2026-06-03' } },
    { wanted: { specialty: 'dentistry' } },
    { birthDate: '1990-03-14' },
    { name: 'Ann Wanjiku' },
    { name: 'Ann Wanjiku', birthDate: '1990-03-14' },
    { comment: 'I waited long' },
    { newLanguage: 'sw' },
  ],
  'times.found': [{ offers: [offer, { ...offer, starts: '2026-06-02T06:30:00.000Z' }] }],
  'times.found_elsewhen': [{ offers: [offer] }],
  'time.held': [{ hold: { visitId: 9, token: 't' } }],
  'patient.recognised': [{ verified: true, openFor: [1, 2] }],
  'patient.not_recognised': [{ birthDate: undefined }],
  'patient.registered': [{ verified: true, openFor: [1], patient: ann, people: [ann] }],
  'details.found': [{ patient: ann, born: '1990-03-14' }],
  'visits.found': [{ visits: [visit] }, { visits: [visit, { ...visit, id: 8 }] }],
  'visit.booked': [{ visit }],
  'visit.requested': [{ visit }],
  'visit.moved': [{ visit }],
  'visit.cancelled': [{ visit }],
  'visit.restored': [{ visit }],
  'visit.by_video': [{ visit }],
  'series.free': [{ plan: [offer], clashes: 0 }],
  'series.clashes': [{ plan: [offer], clashes: 1 }],
};

const event = (type: HappenedType, facts: Facts = {}): Happened => ({ type, facts }) as Happened;

/** Every event that the vocabulary knows, with the facts it may bring. */
export function everyEvent(types: Iterable<string>): Happened[] {
  return [...types].flatMap((type) =>
    (FACTS[type as HappenedType] ?? [{}]).map((facts) => event(type as HappenedType, facts)),
  );
}

const memory: Remembered = { ...freshMemory(EMPTY, new Date(0)), left: 'booking', meant: [{ label: 'choice.yes' }] };

/** Whom a flow may meet: nobody known, one person, a family, somebody with a visit in mind. */
export const BEGINNINGS: Remembered[] = [
  memory,
  { ...memory, people: [ann], wanted: { specialty: 'dentistry' } },
  { ...memory, people: [ann, tom], wanted: { specialty: 'dentistry' }, verified: true, openFor: [1, 2] },
  { ...memory, people: [ann], verified: true, openFor: [1], visit, visits: [visit], newLanguage: 'sw' },
  { ...memory, people: [ann], offerId: 3, chosen: offer },
];

/** Every waiting state that can be reached, and what is remembered when one gets there first. */
export function standings(flow: FlowName): Running[] {
  const { machine, version } = flows[flow];
  const found = new Map<string, Running>();
  for (const input of BEGINNINGS) {
    const paths = getShortestPaths(machine, {
      input,
      events: everyEvent(machine.events),
      limit: 100_000,
      serializeState,
    });
    for (const { state } of paths) {
      const snapshot = state as AnyMachineSnapshot;
      const { value, context } = snapshot as { value: Running['value']; context: Remembered };
      if (!snapshot.hasTag('waiting') || found.has(JSON.stringify(value))) continue;
      const prompt = { ...questionAt(snapshot), id: 1, askedAt: '2026-06-01T05:00:00.000Z', after: 0 };
      found.set(JSON.stringify(value), { flow, version, shape: shapes[flow], value, context, prompt });
    }
  }
  return [...found.values()].map((standing) => JSON.parse(JSON.stringify(standing)) as Running);
}

// Two states are the same here when no guard can tell them apart.
const serializeState = (snapshot: AnyMachineSnapshot): string => {
  const { tries, name, birthDate, patient, visit, visits, verified, wanted, rating, people, forWhom } =
    snapshot.context as Remembered;
  const told = [name, birthDate, patient, visit, wanted.specialty ?? wanted.providerId, (rating ?? 5) <= 2].map(
    Boolean,
  );
  return JSON.stringify([
    snapshot.value,
    Math.min(tries, 2),
    told,
    visits.length > 1,
    verified,
    people.length,
    forWhom,
  ]);
};

export function questionAt(snapshot: AnyMachineSnapshot): Question {
  const entry = snapshot._nodes.flatMap((node) => node.entry) as { type: string; params?: unknown }[];
  const params = entry.find(({ type }) => type === 'ask')?.params as
    ((at: { context: Remembered }) => Question) | undefined;
  if (!params) throw new Error(`${snapshot.machine.id} waits in ${JSON.stringify(snapshot.value)} without asking`);
  return params({ context: snapshot.context as Remembered });
}

/** Grants every wish without a clinic; `luck` says which of the things that may come of it does. */
export const granting =
  (luck: number): Grant =>
  (wish: Wish) => {
    const outcomes = everyEvent(OUTCOMES[wish]);
    const outcome = outcomes[luck % outcomes.length];
    return outcome ? Promise.resolve(outcome) : Promise.reject(new Error(`Nothing can come of ${wish}`));
  };
