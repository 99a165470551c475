import type { Outcome, Visit } from '../../../src/scheduling/types';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver, refusals, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const PATIENTS_PER_DAY = 10;

/** Patients who move into each other's place, in pairs and in rings, and the same visit moved from two phones at once. */
export async function swaps(stage: Stage): Promise<Finding> {
  const people = stage.quick ? 40 : 100;
  return onScene(stage, { people }, async (scene) => {
    await fill(stage, scene, people);
    const answers = [];
    for (let round = 0; round < (stage.quick ? 10 : 100); round++) {
      answers.push(...(await stage.crew.all<Outcome>(await wishes(stage, scene))));
    }
    return {
      counts: { moves: answers.length, moved: settledIn(answers), refused: refusals(answers), faults: faults(answers) },
      invariants: {
        'everybody has exactly one visit': people - (await withOneVisit(scene)),
        'no answer is lost': answers.filter(({ value }) => !value).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

async function fill({ crew }: Stage, scene: Scene, people: number): Promise<void> {
  const providers = await moreProviders(scene, people / PATIENTS_PER_DAY);
  const slots = providers.flatMap((providerId) =>
    startsOn(scene, 2, 30, PATIENTS_PER_DAY).map((starts) => scene.slot('2 09:00', { providerId, starts })),
  );
  await crew.all(
    slots.map((slot, i): Task => {
      const patientId = scene.crowd.patients[i]!;
      return { do: 'book', with: { slot, patientId, by: `patient:${patientId}` } };
    }),
  );
}

/** All into the place of the next, a few into a place that is free, some twice. */
async function wishes({ random }: Stage, scene: Scene): Promise<Task[]> {
  const visits = random.shuffled(await booked(scene));
  const tasks: Task[] = [];
  while (visits.length > 1) {
    const ring = visits.splice(0, 2 + random.below(4));
    ring.forEach((seen, i) => tasks.push(moveTo(seen, ring[(i + 1) % ring.length]!)));
    if (random.below(2) === 0) tasks.push(...shiftTwice(ring[0]!, random.below(2)));
  }
  return tasks;
}

const moveTo = (seen: Visit, place: Visit): Task => ({
  do: 'move',
  with: { seen, to: { ...place, starts: place.starts }, by: 'staff:1' },
});

// By a quarter of an hour, into its own time; and an hour and a half later in the day, where nobody sits yet.
const shiftTwice = (seen: Visit, quarters: number): Task[] =>
  [quarters * 15, 300].map((minutes) => moveTo(seen, { ...seen, starts: new Date(+seen.starts + minutes * 60_000) }));

const booked = ({ db }: Scene): Promise<Visit[]> =>
  db.query<Visit[]>(
    `select id, version, provider_id as "providerId", service_id as "serviceId", clinic_id as "clinicId", starts, mode
       from visit where status = 'booked' order by id`,
  );

async function withOneVisit({ db }: Scene): Promise<number> {
  return countOf(
    db,
    `select count(*)::int as n from (select from visit where status = 'booked' group by patient_id having count(*) = 1) one`,
  );
}
