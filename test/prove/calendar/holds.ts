import type { Held } from '../../../src/scheduling/book';
import type { Outcome } from '../../../src/scheduling/types';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import type { Task, Thoughtful } from './deeds';
import { faults, lookOver, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, startClock, startsOn, whileTimeFlies } from './scene';

/** Hold against confirm against expiry: ten minutes pass in a quarter of a second, and nobody answers at once. */
export async function holds(stage: Stage): Promise<Finding> {
  const count = stage.quick ? 400 : 5_000;
  return onScene(stage, { people: Math.max(count, 800) }, async (scene) => {
    const slots = await manySlots(scene, stage.quick ? 4 : 25);
    await startClock(scene.db);
    const answers = await whileTimeFlies(scene.db, stage.crew.all<Thoughtful>(thoughts(stage, scene, slots, count)));
    const torn = await tornBetween(stage, scene);
    const most = await hoard(stage, scene, slots);
    return {
      counts: { ...tally(answers), faults: faults(answers), 'most live holds of the bot': most },
      invariants: {
        'a hold that has not run out always confirms': answers.filter(({ value }) => value && brokenPromise(value))
          .length,
        'a patient named for eight holds at once gets one': torn,
        'no answer is lost': answers.filter(({ value }) => !value).length,
        'what was confirmed is in the table': await lost(scene, answers),
        'a bot never holds more than two': Math.max(0, most - 2),
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

type Slots = ReturnType<Scene['slot']>[];

async function manySlots(scene: Scene, providers: number): Promise<Slots> {
  const made = await moreProviders(scene, providers);
  return made.flatMap((providerId) =>
    startsOn(scene, 3, 15, 32).map((starts) => scene.slot('3 09:00', { providerId, starts })),
  );
}

const thoughts = ({ random }: Stage, { crowd }: Scene, slots: Slots, count: number): Task[] =>
  Array.from({ length: count }, (_, i) => {
    const patientId = random.pick(crowd.patients);
    const holding = { slot: random.pick(slots), contactId: crowd.contacts[i]!, by: `patient:${patientId}` as const };
    const thinkMilliseconds = random.below(500);
    return { do: 'holdThenConfirm', with: { holding, patientId, thinkMilliseconds, andLeaves: random.below(5) === 0 } };
  });

// A patient who is named only when confirming may turn out to be elsewhere; that is no broken promise.
const brokenPromise = ({ inTime, outcome }: Thoughtful): boolean =>
  inTime && outcome?.kind === 'refused' && outcome.rules[0] !== 'patient_elsewhere';

const tally = (answers: Answer<Thoughtful>[]): Record<string, number> => {
  const held = answers.filter(({ value }) => value?.held);
  const confirmed = held.filter(({ value }) => value?.outcome?.kind === 'settled');
  return {
    holds: held.length,
    'confirmed in time': confirmed.filter(({ value }) => value?.inTime).length,
    'confirmed late': confirmed.filter(({ value }) => !value?.inTime).length,
    'too late': held.filter(({ value }) => value?.outcome?.kind === 'refused').length,
    'never confirmed': held.filter(({ value }) => !value?.outcome).length,
  };
};

async function lost({ db }: Scene, answers: Answer<Thoughtful>[]): Promise<number> {
  const promised = answers.flatMap(({ value }) =>
    value?.held && value.outcome?.kind === 'settled' ? [value.outcome.visit.id] : [],
  );
  const [row] = await db.query<{ n: number }[]>(
    `select count(*)::int as n from visit where id = any($1) and status = 'booked'`,
    [promised],
  );
  return promised.length - (row?.n ?? 0);
}

/** One contact who takes all they can get, from every connection at once. */
async function hoard({ crew, quick, random }: Stage, { db, crowd }: Scene, slots: Slots): Promise<number> {
  const contactId = crowd.contacts[0]!;
  const tasks = Array.from({ length: quick ? 128 : 1_000 }, (): Task => {
    return { do: 'hold', with: { slot: random.pick(slots), contactId, by: 'patient:1' } };
  });
  let over = false;
  const work = crew.all(tasks).finally(() => (over = true));
  let most = 0;
  while (!over) {
    const [row] = await db.query<{ n: number }[]>(
      `select count(*)::int as n from visit where status = 'held' and held_by = $1`,
      [contactId],
    );
    most = Math.max(most, row?.n ?? 0);
  }
  await work;
  return most;
}

const DOCTORS = 8;

/** One patient for whom eight people hold the same hour with eight doctors, and all of them say yes at once. */
async function tornBetween({ crew, quick }: Stage, scene: Scene): Promise<number> {
  const providers = await moreProviders(scene, DOCTORS);
  const days = quick ? [4] : [4, 5, 8, 9, 10];
  const hours = days.flatMap((day) => startsOn(scene, day, 30, 20));
  const holding = hours.flatMap((starts, hour) =>
    providers.map((providerId, i): Task => {
      const contactId = scene.crowd.contacts[hour * DOCTORS + i]!;
      return { do: 'hold', with: { slot: scene.slot('4 09:00', { providerId, starts }), contactId, by: 'system' } };
    }),
  );
  const held = await crew.all<Held>(holding);
  const yes = held.map(({ value }, i): Task => {
    if (value?.kind !== 'settled') throw new Error('Nobody else wants these times');
    const patientId = scene.crowd.patients[Math.floor(i / DOCTORS)]!;
    return { do: 'confirm', with: { visitId: value.visit.id, token: value.token!, patientId, by: 'system' } };
  });
  const answers = await crew.all<Outcome>(yes);
  return hours.filter((_, hour) => settledIn(answers.slice(hour * DOCTORS, (hour + 1) * DOCTORS)) !== 1).length;
}
