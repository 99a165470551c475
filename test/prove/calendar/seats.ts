import type { PatientId, ProviderId, ServiceId, SessionId } from '../../../src/database/ids';
import type { Outcome, Visit } from '../../../src/scheduling/types';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver, refusals, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const SEATS = 8;
const A_DAY = 8;

interface Planned {
  sessionId: SessionId;
  affected: Visit[];
}

/** Eight seats and nine people; and sessions planned while the same doctor and the same room are being booked. */
export async function seats(stage: Stage): Promise<Finding> {
  const sessions = stage.quick ? 16 : 240;
  return onScene(stage, { people: sessions * 9 }, async (scene) => {
    const group = await scene.add.service({ seats: SEATS, minutes: 60, grid: 60, specialty: 'therapy' });
    const providers = await moreProviders(scene, sessions / A_DAY, { service: group });
    const single = await scene.add.service({ room: 'hall', grid: 30 });
    for (const id of providers)
      await scene.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [id, single]);
    const { plans, singles } = await planAmongSingles(stage, scene, { providers, group, single });
    const joined = await fill(stage, scene, plans);
    return {
      counts: {
        sessions: plans.length,
        'singles booked meanwhile': settledIn(singles),
        'people who asked': joined.length,
        seated: settledIn(joined),
        'told no': refusals(joined),
        faults: faults([...singles, ...joined]),
      },
      invariants: {
        'whoever sat with the doctor when a session was planned is known': await unknownAmong(scene, plans),
        'every session in a free hour is full': await notFull(scene, plans),
        'no answer is lost': [...singles, ...joined].filter(({ value }) => !value).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

interface Cast {
  providers: ProviderId[];
  group: ServiceId;
  single: ServiceId;
}

async function planAmongSingles(stage: Stage, scene: Scene, { providers, group, single }: Cast) {
  const rooms = new Map<ProviderId, number>();
  for (const id of providers) rooms.set(id, await scene.add.room('hall', `Hall ${id}`));
  const plans = providers.flatMap((providerId) =>
    startsOn(scene, 2, 60, A_DAY).map((starts): Task => {
      const slot = scene.slot('2 09:00', { providerId, serviceId: group, starts });
      const roomId = rooms.get(providerId)!;
      return {
        do: 'planSession',
        with: { ...slot, ends: new Date(+starts + 3_600_000), roomId, seats: SEATS, by: 'staff:1' },
      };
    }),
  );
  const singles = providers.flatMap((providerId) =>
    startsOn(scene, 2, 180, 3, '09:30').map((starts): Task => {
      const patientId = stage.random.pick(scene.crowd.patients);
      return {
        do: 'book',
        with: {
          slot: scene.slot('2 09:00', { providerId, serviceId: single, starts }),
          patientId,
          by: `patient:${patientId}`,
        },
      };
    }),
  );
  const answers = await stage.crew.all<Outcome | Planned | undefined>(stage.random.shuffled([...plans, ...singles]));
  return {
    plans: answers.flatMap(({ task, value }) =>
      task.do === 'planSession' && value ? [{ ...task.with, ...(value as Planned) }] : [],
    ),
    singles: answers.filter(({ task }) => task.do === 'book') as Answer<Outcome>[],
  };
}

type Plans = Awaited<ReturnType<typeof planAmongSingles>>['plans'];

/** Nine people for each session, who all come at once; some hold their seat first. */
function fill({ crew, random }: Stage, scene: Scene, plans: Plans): Promise<Answer<Outcome>[]> {
  const people = [...scene.crowd.patients];
  return crew.all<Outcome>(
    plans.flatMap(({ providerId, serviceId, starts }) =>
      people.splice(0, SEATS + 1).map((patientId: PatientId): Task => {
        const slot = scene.slot('2 09:00', { providerId, serviceId, starts });
        const by = `patient:${patientId}` as const;
        const contactId = scene.crowd.contacts[scene.crowd.patients.indexOf(patientId)]!;
        const holds = random.below(4) === 0;
        return holds
          ? { do: 'hold', with: { slot, contactId, patientId, by } }
          : { do: 'book', with: { slot, patientId, by } };
      }),
    ),
  );
}

const IN_THE_WAY = `v.session_id is null and v.status = 'booked' and lower(v.during) < g.ends and upper(v.during) > g.starts`;

/** A session over a visit that was there before cannot fill until the desk has moved that visit. */
const notFull = ({ db }: Scene, plans: Plans): Promise<number> =>
  countOf(
    db,
    `select count(*)::int as n from group_session g
      where g.id = any($1) and g.seats <> (select count(*) from visit v where v.session_id = g.id and v.status in ('booked', 'held'))
        and not exists (select from visit v where (v.provider_id = g.provider_id or v.room_id = g.room_id) and ${IN_THE_WAY})`,
    [plans.map(({ sessionId }) => sessionId)],
  );

/** With this doctor. Another doctor's visit may come into the room in the same moment: docs/proofs.md, limits. */
function unknownAmong({ db }: Scene, plans: Plans): Promise<number> {
  const known = plans.flatMap(({ sessionId, affected }) => affected.map(({ id }) => [sessionId, id] as const));
  return countOf(
    db,
    `select count(*)::int as n from group_session g join visit v on v.provider_id = g.provider_id
      where ${IN_THE_WAY}
        and not exists (select from unnest($1::bigint[], $2::bigint[]) k(session, visit) where k.session = g.id and k.visit = v.id)`,
    [known.map(([session]) => session), known.map(([, visit]) => visit)],
  );
}
