import type { Outcome, Visit } from '../../../src/scheduling/types';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { faults, lookOver, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const TAKERS = 3;

/** A cancel that is taken back twice in the same moment, while others want the time. */
export async function undo(stage: Stage): Promise<Finding> {
  const rounds = stage.quick ? 60 : 600;
  return onScene(stage, { people: rounds * (TAKERS + 1) }, async (scene) => {
    const cancelled = await bookAndCancel(stage, scene, rounds);
    const tasks = cancelled.map((visit, i) =>
      // In every other round nobody else wants the time, or the two who take it back would seldom meet.
      stage.random.shuffled([...undoTwice(visit), ...(i % 2 === 0 ? [] : takers(scene, visit, i))]),
    );
    const answers = await stage.crew.all<Outcome>(tasks.flat());
    const left = [...answers];
    const each = tasks.map((round) => left.splice(0, round.length));
    const undone = answers.filter(({ task, value }) => task.do === 'undoCancel' && value?.kind === 'settled');
    return {
      counts: { rounds: cancelled.length, undone: undone.length, faults: faults(answers) },
      invariants: {
        'every round was set up': rounds - cancelled.length,
        'of all who want the time, one has it': each.filter((round) => settledIn(round) !== 1).length,
        'no answer is lost': answers.filter(({ value }) => !value).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

async function bookAndCancel({ crew }: Stage, scene: Scene, rounds: number): Promise<Visit[]> {
  const providers = await moreProviders(scene, Math.ceil(rounds / 20));
  const slots = providers.flatMap((providerId) =>
    startsOn(scene, 2, 30, 20).map((starts) => scene.slot('2 09:00', { providerId, starts })),
  );
  const book = slots.slice(0, rounds).map((slot, i): Task => {
    const patientId = scene.crowd.patients[i]!;
    return { do: 'book', with: { slot, patientId, by: `patient:${patientId}` } };
  });
  const seen = settled(await crew.all<Outcome>(book));
  return settled(
    await crew.all<Outcome>(seen.map((visit) => ({ do: 'cancel', with: { seen: visit, by: 'staff:1' } }))),
  );
}

const settled = (answers: { value?: Outcome }[]): Visit[] =>
  answers.flatMap(({ value }) => (value?.kind === 'settled' ? [value.visit] : []));

const undoTwice = (seen: Visit): Task[] =>
  [1, 2].map(() => ({ do: 'undoCancel', with: { seen, by: `patient:${seen.patientId!}` } }));

const takers = ({ crowd, slot }: Scene, { providerId, starts }: Visit, round: number): Task[] =>
  Array.from({ length: TAKERS }, (_, i) => {
    const patientId = crowd.patients[(i + 1) * (crowd.patients.length / (TAKERS + 1)) + round]!;
    return {
      do: 'book',
      with: { slot: slot('2 09:00', { providerId, starts }), patientId, by: `patient:${patientId}` },
    };
  });
