import type { Interval } from '../../../src/scheduling/intervals';
import type { Visit } from '../../../src/scheduling/types';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver } from './invariants';
import { moreProviders, onScene, type Scene, startClock, startsOn, whileTimeFlies } from './scene';

/** Leave and closures entered while everybody books: whoever sits in them afterwards was in the list that came back. */
export async function leave(stage: Stage): Promise<Finding> {
  const rounds = stage.quick ? 2 : 40;
  return onScene(stage, { people: 400 }, async (scene) => {
    await startClock(scene.db);
    const answers: Answer<unknown>[] = [];
    for (let round = 0; round < rounds; round++)
      answers.push(...(await whileTimeFlies(scene.db, oneDay(stage, scene))));
    const blocks = answers.filter(({ task }) => takesTimeOut(task));
    return {
      counts: {
        'leave and closures': blocks.length,
        'booked meanwhile': await booked(scene),
        affected: blocks.reduce((sum, { value }) => sum + ((value as Blocked | undefined)?.affected.length ?? 0), 0),
        faults: faults(answers),
      },
      invariants: {
        'every visit inside a leave is in its list of affected': await overlooked(scene, blocks),
        'no answer is lost': answers.filter(({ error }) => error).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

interface Blocked {
  affected: Visit[];
}

const takesTimeOut = (task: Task): boolean => task.do === 'blockTime' || task.do === 'closeClinic';

/** Bookings, holds that are confirmed or run out, seats in sessions, and in the midst of them leave for each of the doctors. */
async function oneDay(stage: Stage, scene: Scene): Promise<Answer<unknown>[]> {
  const { random } = stage;
  const providers = await moreProviders(scene, 4);
  const slots = providers.flatMap((providerId) =>
    startsOn(scene, 3, 15, 32).map((starts) => scene.slot('3 09:00', { providerId, starts })),
  );
  const bookings = Array.from({ length: 160 }, () => someBooking(stage, scene, slots));
  const seats = await sessionSeats(stage, scene, providers[0]!);
  const leaves = providers.flatMap((providerId) => [away(stage, scene, providerId), away(stage, scene, providerId)]);
  return stage.crew.all([
    ...bookings.slice(0, 40),
    ...random.shuffled([...bookings.slice(40), ...seats, ...leaves, closure(stage, scene)]),
  ]);
}

function someBooking({ random }: Stage, { crowd }: Scene, slots: ReturnType<Scene['slot']>[]): Task {
  const slot = random.pick(slots);
  const patientId = random.pick(crowd.patients);
  const by = `patient:${patientId}` as const;
  if (random.below(2) === 0) return { do: 'book', with: { slot, patientId, by } };
  const holding = { slot, contactId: random.pick(crowd.contacts), by };
  // About as long as a hold lasts, so that some run out in the very moment of the answer.
  return { do: 'holdThenConfirm', with: { holding, patientId, thinkMilliseconds: 150 + random.below(200) } };
}

const stretch = ({ random }: Stage, scene: Scene): Interval => {
  const from = +scene.slot('3 09:00').starts + random.below(24) * 15 * 60_000;
  return { from, to: from + (2 + random.below(6)) * 15 * 60_000 };
};

const away = (stage: Stage, scene: Scene, providerId: ReturnType<Scene['slot']>['providerId']): Task => ({
  do: 'blockTime',
  with: { providerId, during: stretch(stage, scene), by: 'staff:1' },
});

const closure = (stage: Stage, scene: Scene): Task => ({
  do: 'closeClinic',
  with: { clinicId: scene.clinic, during: stretch(stage, scene), name: 'No water', by: 'staff:1' },
});

async function sessionSeats(
  { random, crew }: Stage,
  scene: Scene,
  providerId: ReturnType<Scene['slot']>['providerId'],
): Promise<Task[]> {
  const group = await scene.add.service({ seats: 30, minutes: 60, grid: 60, specialty: 'therapy' });
  await scene.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [providerId, group]);
  const starts = startsOn(scene, 3, 120, 4);
  const slots = starts.map((at) => scene.slot('3 09:00', { providerId, serviceId: group, starts: at }));
  await crew.all(
    slots.map((slot): Task => ({
      do: 'planSession',
      with: { ...slot, ends: new Date(+slot.starts + 3_600_000), seats: 30, by: 'staff:1' },
    })),
  );
  return Array.from({ length: 40 }, () => {
    const patientId = random.pick(scene.crowd.patients);
    return { do: 'book', with: { slot: random.pick(slots), patientId, by: `patient:${patientId}` } };
  });
}

async function overlooked({ db }: Scene, blocks: Answer<unknown>[]): Promise<number> {
  let sum = 0;
  for (const { task, value } of blocks) {
    if (task.do !== 'blockTime' && task.do !== 'closeClinic') continue;
    const known = (value as Blocked | undefined)?.affected.map(({ id }) => id) ?? [];
    const [row] = await db.query<{ n: number }[]>(
      `select count(*)::int as n from visit v
        where (v.provider_id = $1 or v.clinic_id = $2) and v.status = 'booked' and lower(v.during) < $4 and upper(v.during) > $3
          and v.id <> all($5::bigint[])`,
      [
        task.do === 'blockTime' ? task.with.providerId : null,
        task.do === 'closeClinic' ? task.with.clinicId : null,
        new Date(task.with.during.from),
        new Date(task.with.during.to),
        known,
      ],
    );
    sum += row?.n ?? NaN;
  }
  return sum;
}

async function booked({ db }: Scene): Promise<number> {
  return countOf(db, `select count(*)::int as n from visit where status = 'booked'`);
}
