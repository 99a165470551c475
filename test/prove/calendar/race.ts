import type { ProviderId, ServiceId } from '../../../src/database/ids';
import type { Outcome, Slot } from '../../../src/scheduling/types';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookAtAnswers, lookOver, percentiles } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const PROVIDERS = 5;
const HALF_HOURS = 20;

/** Thousands who want the same hundred times at once. */
export async function race(stage: Stage): Promise<Finding> {
  const aligned = await onScene(stage, { people: 1_000 }, (scene) => alignedRace(stage, scene));
  const scattered = await onScene(stage, { people: 1_000 }, (scene) => scatteredRace(stage, scene));
  return {
    counts: { ...labelled('aligned', aligned.counts), ...labelled('random', scattered.counts) },
    invariants: { ...labelled('aligned', aligned.invariants), ...labelled('random', scattered.invariants) },
  };
}

const labelled = <T>(label: string, entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [`${label}: ${name}`, value]));

const attemptsOf = ({ quick }: Stage): number => (quick ? 800 : 10_000);

/** Every half hour of five providers, and all connections on the same one at the same moment. */
async function alignedRace(stage: Stage, scene: Scene): Promise<Finding> {
  const slots = await slotTimes(scene, scene.skin, 30);
  const answers: Answer<Outcome>[] = [];
  const each = Math.ceil(attemptsOf(stage) / slots.length);
  for (const slot of stage.random.shuffled(slots))
    answers.push(...(await stage.crew.all<Outcome>(attempts(stage, scene, [slot], each))));
  const [owned] = await scene.db.query<{ n: number }[]>(
    `select count(*)::int as n from (select from visit where status = 'booked' group by provider_id, starts having count(*) = 1) one`,
  );
  return {
    counts: counted(answers),
    invariants: {
      'every slot-time has exactly one owner': slots.length - (owned?.n ?? 0),
      ...(await standing(stage, scene, answers)),
    },
  };
}

/** Starts every five minutes, visits with buffers that need one of three rooms: nothing lines up with anything. */
async function scatteredRace(stage: Stage, scene: Scene): Promise<Finding> {
  for (const name of ['A', 'B', 'C']) await scene.add.room('treatment', name);
  const service = await scene.add.service({ grid: 5, after: 5, room: 'treatment' });
  const slots = await slotTimes(scene, service, 5);
  const answers = await stage.crew.all<Outcome>(attempts(stage, scene, slots, attemptsOf(stage)));
  return {
    counts: counted(answers),
    invariants: {
      'nobody was refused without a reason that stands': await refusedInVain(scene, answers),
      ...(await standing(stage, scene, answers)),
    },
  };
}

async function slotTimes(scene: Scene, serviceId: ServiceId, everyMinutes: number): Promise<Slot[]> {
  const providers = await moreProviders(scene, PROVIDERS, { service: serviceId });
  const starts = startsOn(scene, 2, everyMinutes, (HALF_HOURS * 30) / everyMinutes);
  const slotOf = (providerId: ProviderId) =>
    starts.map((at) => scene.slot('2 09:00', { providerId, serviceId, starts: at }));
  return providers.flatMap(slotOf);
}

const attempts = ({ random }: Stage, { crowd }: Scene, slots: Slot[], count: number): Task[] =>
  Array.from({ length: count }, () => {
    const patientId = random.pick(crowd.patients);
    return { do: 'book', with: { slot: random.pick(slots), patientId, by: `patient:${patientId}`, notices: [notice] } };
  });

const notice = { contactId: 1, kind: 'confirmation', body: { phrase: 'booked' } };

const counted = (answers: Answer<Outcome>[]): Finding['counts'] => ({
  attempts: answers.length,
  booked: answers.filter(({ value }) => value?.kind === 'settled').length,
  refused: answers.filter(({ value }) => value?.kind === 'refused').length,
  faults: faults(answers),
  ...percentiles(answers),
});

async function standing(stage: Stage, scene: Scene, answers: Answer<Outcome>[]): Promise<Finding['invariants']> {
  const [row] = await scene.db.query<{ n: number }[]>(`select count(*)::int as n from visit where status = 'booked'`);
  const told = answers.filter(({ value }) => value?.kind === 'settled').length;
  return {
    'as many are booked as were told so': Math.abs(told - (row?.n ?? 0)),
    ...(await lookAtAnswers(scene.db, answers)),
    ...(await lookOver(stage, scene)),
  };
}

/** Nothing is ever given back in this race, so whatever kept somebody out is still there to be seen. */
async function refusedInVain({ db }: Scene, answers: Answer<Outcome>[]): Promise<number> {
  const refused = answers.flatMap(({ task, value }) =>
    task.do === 'book' && value?.kind === 'refused' ? [task.with] : [],
  );
  return countOf(
    db,
    `select count(*)::int as n from unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) r(provider, starts, patient)
      where not exists (
        select from visit v where v.provider_id = r.provider and v.starts < r.starts + interval '35 minutes' and v.ends + interval '5 minutes' > r.starts)
        and not exists (
        select from visit v where v.patient_id = r.patient and v.starts < r.starts + interval '30 minutes' and v.ends > r.starts)
        and 3 > (
        select count(distinct v.room_id) from visit v where v.starts < r.starts + interval '35 minutes' and v.ends + interval '5 minutes' > r.starts)`,
    [refused.map((r) => r.slot.providerId), refused.map((r) => r.slot.starts), refused.map((r) => r.patientId)],
  );
}
