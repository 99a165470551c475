import type { Outcome } from '../../../src/scheduling/types';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { faults, lookOver, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const CAP = 5;

/** A day of five visits, for a provider or for a service, and everybody at once: five and never six. */
export async function caps(stage: Stage): Promise<Finding> {
  const providers = stage.quick ? 4 : 20;
  return onScene(stage, { people: providers * 50 }, async (scene) => {
    const capped = await scene.add.service({ cap: CAP });
    const byProvider = await moreProviders(scene, providers, { cap: CAP });
    const byService = await moreProviders(scene, providers, { service: capped });
    const wanted = [
      ...byProvider.flatMap((id) => day(stage, scene, id, scene.skin)),
      ...byService.flatMap((id) => day(stage, scene, id, capped)),
    ];
    const answers = await stage.crew.all<Outcome>(stage.random.shuffled(wanted));
    const days = await visitsEachDay(scene);
    return {
      counts: { attempts: answers.length, booked: settledIn(answers), days: days.length, faults: faults(answers) },
      invariants: {
        'no day has more than its cap': days.filter((n) => n > CAP).length,
        'no day is left with room while people are refused': providers * 2 - days.filter((n) => n >= CAP).length,
        'no answer is lost': answers.filter(({ value }) => !value).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

type Ids = Pick<ReturnType<Scene['slot']>, 'providerId' | 'serviceId'>;

/** More than fit: bookings, and some holds, which count for the day as well. */
const day = ({ random }: Stage, scene: Scene, providerId: Ids['providerId'], serviceId: Ids['serviceId']): Task[] =>
  startsOn(scene, 2, 30, 20).map((starts, i): Task => {
    const slot = scene.slot('2 09:00', { providerId, serviceId, starts });
    const patientId = random.pick(scene.crowd.patients);
    const contactId = random.pick(scene.crowd.contacts);
    const by = `patient:${patientId}` as const;
    return i % 4 === 0 ? { do: 'hold', with: { slot, contactId, by } } : { do: 'book', with: { slot, patientId, by } };
  });

async function visitsEachDay({ db }: Scene): Promise<number[]> {
  const rows = await db.query<{ n: number }[]>(
    `select count(*)::int as n from visit where status in ('held', 'requested', 'booked') group by provider_id, day`,
  );
  return rows.map(({ n }) => n);
}
