import type { Outcome, Slot } from '../../../src/scheduling/types';
import type { SeriesOutcome } from '../../../src/scheduling/series';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver } from './invariants';
import { moreProviders, onScene, type Scene } from './scene';

const WEEKS = 6;

/** Six weeks at once, against single bookings of the same times and against each other: whole or not at all. */
export async function series(stage: Stage): Promise<Finding> {
  const rounds = stage.quick ? 40 : 600;
  return onScene(stage, { people: rounds * 4 }, async (scene) => {
    const providers = await moreProviders(scene, stage.quick ? 3 : 20);
    const capped = await moreProviders(scene, stage.quick ? 1 : 4, { cap: 3 });
    const times = [...providers, ...capped].flatMap((providerId) => hours(scene, providerId));
    const tasks = Array.from({ length: rounds }, (_, i) => [
      wholeSeries(stage, scene, times, i),
      ...singles(stage, scene, times, i),
    ]);
    const answers = await stage.crew.all<Outcome | SeriesOutcome>(stage.random.shuffled(tasks.flat()));
    const whole = answers.filter(({ task, value }) => task.do === 'bookSeries' && value?.kind === 'settled').length;
    return {
      counts: { series: rounds, 'booked whole': whole, singles: answers.length - rounds, faults: faults(answers) },
      invariants: {
        'a series is there whole or not at all': await torn(scene),
        'every series that was promised is there': Math.abs(whole - (await inTable(scene))),
        'no answer is lost': answers.filter(({ value }) => !value).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

/** Every half hour of six Tuesdays with one doctor: `hours[week][half hour]`. */
const hours = (scene: Scene, providerId: Slot['providerId']): Slot[][] =>
  Array.from({ length: 8 }, (_, half) =>
    Array.from({ length: WEEKS }, (_, week) => {
      const first = +scene.slot('2 09:00').starts;
      const starts = new Date(first + week * 7 * 86_400_000 + half * 30 * 60_000);
      return scene.slot('2 09:00', { providerId, starts });
    }),
  );

function wholeSeries({ random }: Stage, { crowd }: Scene, times: Slot[][], i: number): Task {
  const patientId = crowd.patients[i]!;
  // A patient may have chosen another hour or another doctor for some of the dates.
  const half = random.pick(times);
  const slots = half.map((slot, week) => (random.below(6) === 0 ? random.pick(times)[week]! : slot));
  const repeat = { repeats: 'weekly' as const, every: 1, times: WEEKS };
  return { do: 'bookSeries', with: { slots: random.shuffled(slots), repeat, patientId, by: `patient:${patientId}` } };
}

const singles = ({ random, quick }: Stage, { crowd }: Scene, times: Slot[][], i: number): Task[] =>
  Array.from({ length: quick ? 2 : 3 }, (_, nth) => {
    const patientId = crowd.patients[(i * 3 + nth) % crowd.patients.length]!;
    return { do: 'book', with: { slot: random.pick(random.pick(times)), patientId, by: `patient:${patientId}` } };
  });

async function torn({ db }: Scene): Promise<number> {
  return countOf(
    db,
    `select count(*)::int as n from series s where $1 <> (select count(*) from visit v where v.series_id = s.id and v.status = 'booked')`,
    [WEEKS],
  );
}

async function inTable({ db }: Scene): Promise<number> {
  return countOf(db, 'select count(*)::int as n from series');
}
