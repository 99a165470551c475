import type { Happened, Offer, Remembered, VisitCard } from '../../flows/vocabulary';
import type { PatientId, VisitId } from '../database/ids';
import { readVisit } from '../scheduling/change-status';
import { bookSeries, type Planned, previewSeries, type Repeat } from '../scheduling/series';
import type { Visit } from '../scheduling/types';
import { notToBeHad } from './grant-booking';
import { actorOf, slotOf, type Speaker } from './speaker';

/** Looks at every date of the series before any is booked. Where one is taken, the nearest free time stands in. */
export async function previewDates(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const { card, visit, patientId } = await subject(speaker, remembered);
  const repeat = repeatOf(remembered);
  // The visit itself is the first of the series, and is there already.
  const [, ...planned] = await previewSeries(
    speaker.tx,
    visit,
    { ...repeat, times: repeat.times + 1 },
    { patientId, by: actorOf(speaker) },
  );
  const plan = planned.flatMap((date) => asOffer(date, card));
  if (plan.length === 0) return { type: 'series.impossible' };
  const clashes = planned.filter(({ against }) => against.length > 0).length;
  return { type: clashes > 0 ? 'series.clashes' : 'series.free', facts: { plan, clashes } };
}

export async function bookDates(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const { patientId } = await subject(speaker, remembered);
  const { plan = [] } = remembered;
  const who = { patientId, by: actorOf(speaker) };
  const outcome = await bookSeries(speaker.tx, plan.map(slotOf), repeatOf(remembered), who);
  if (outcome.kind === 'refused') return notToBeHad(outcome);
  return { type: 'series.booked', facts: { times: outcome.visits.length } };
}

interface Subject {
  card: VisitCard;
  visit: Visit;
  patientId: PatientId;
}

async function subject({ tx }: Speaker, { visit: card }: Remembered): Promise<Subject> {
  const visit = card && (await readVisit(tx, card.id as VisitId));
  if (!card || !visit?.patientId) throw new Error('No visit to repeat');
  return { card, visit, patientId: visit.patientId };
}

const repeatOf = ({ repeats = 'weekly', every = 1, times = 1 }: Remembered): Repeat => ({ repeats, every, times });

function asOffer({ slot, against, alternatives }: Planned, { zone, provider, clinic }: VisitCard): Offer[] {
  const free = against.length === 0 ? slot : alternatives[0];
  if (!free) return [];
  const { providerId, serviceId, clinicId, mode } = free;
  return [{ providerId, serviceId, clinicId, mode, zone, provider, clinic, starts: free.starts.toISOString() }];
}
