import type { Outcome, Visit } from '../../../src/scheduling/types';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

/** Two colleagues answer one request in the same moment: one of them is told that it has been answered. */
export async function approvals(stage: Stage): Promise<Finding> {
  const rounds = stage.quick ? 100 : 1_000;
  return onScene(stage, { people: rounds }, async (scene) => {
    const requests = await ask(stage, scene, rounds);
    const answers = await stage.crew.all<Outcome>(requests.flatMap((request) => answeredTwice(stage, request)));
    const winners = requests.map((_, i) => settledIn(answers.slice(2 * i, 2 * i + 2)));
    return {
      counts: { rounds: requests.length, accepted: await count(scene, 'booked'), faults: faults(answers) },
      invariants: {
        'every request was made': rounds - requests.length,
        'a request is answered once': winners.filter((n) => n !== 1).length,
        'no request is left unanswered': await count(scene, 'requested'),
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

async function ask({ crew }: Stage, scene: Scene, rounds: number): Promise<Visit[]> {
  const service = await scene.add.service({ approval: true });
  const providers = await moreProviders(scene, Math.ceil(rounds / 20), { service });
  const slots = providers.flatMap((providerId) =>
    startsOn(scene, 2, 30, 20).map((starts) => scene.slot('2 09:00', { providerId, serviceId: service, starts })),
  );
  const tasks = slots.slice(0, rounds).map((slot, i): Task => {
    const patientId = scene.crowd.patients[i]!;
    return { do: 'book', with: { slot, patientId, by: `patient:${patientId}` } };
  });
  const made = await crew.all<Outcome>(tasks);
  return made.flatMap(({ value }) =>
    value?.kind === 'settled' && value.visit.status === 'requested' ? [value.visit] : [],
  );
}

// Mostly two who accept; sometimes the patient takes it back or a colleague declines at that very moment.
const answeredTwice = ({ random }: Stage, seen: Visit): Task[] => {
  const first: Task = { do: 'accept', with: { seen, by: 'staff:1' } };
  const others: Task[] = [
    { do: 'accept', with: { seen, by: 'staff:2' } },
    { do: 'accept', with: { seen, by: 'staff:3' } },
    { do: 'decline', with: { seen, by: 'staff:4' } },
    { do: 'cancel', with: { seen, by: `patient:${seen.patientId!}` } },
  ];
  return random.shuffled([first, random.pick(others)]);
};

async function count({ db }: Scene, status: string): Promise<number> {
  return countOf(db, 'select count(*)::int as n from visit where status = $1', [status]);
}
