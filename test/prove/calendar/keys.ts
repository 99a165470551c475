import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Visit } from '../../../src/scheduling/types';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const TIMES = 10;

/** One request ten times at once, and requests whose connection is cut in the middle: one effect, one answer. */
export async function keys(stage: Stage): Promise<Finding> {
  const count = stage.quick ? 40 : 500;
  return onScene(stage, { people: count * 2 }, async (scene) => {
    const slots = await places(scene, count);
    const booked = await stage.crew.all<Outcome>(
      slots.flatMap((slot, i) => Array<Task>(TIMES).fill(bookOnce(scene, slot, i))),
    );
    const moved = await stage.crew.all<Outcome>(
      visitsOf(booked).flatMap((visit, i) => Array<Task>(TIMES).fill(moveOnce(visit, i))),
    );
    const cut = await throughCuts(stage, scene, slots);
    return {
      counts: {
        keys: count * 3,
        requests: booked.length + moved.length + cut.length,
        faults: faults([...booked, ...moved, ...cut]),
      },
      invariants: {
        'ten at once get one answer': differing(booked) + differing(moved),
        'a request that was cut off and repeated is done once': differing(cut) + (await doneTwice(scene)),
        'every key has its one effect': count - visitsOf(booked).length + (count - visitsOf(moved).length),
        'nobody else is answered by a key': await strangers(stage, scene, slots),
        'no answer is lost': [...booked, ...moved, ...cut].filter(({ value }) => !value).length,
        ...(await lookOver(stage, scene)),
      },
    };
  });
}

type Slots = ReturnType<Scene['slot']>[];

async function places(scene: Scene, count: number): Promise<Slots> {
  const providers = await moreProviders(scene, Math.ceil(count / 10));
  return providers
    .flatMap((providerId) => startsOn(scene, 2, 60, 10).map((starts) => scene.slot('2 09:00', { providerId, starts })))
    .slice(0, count);
}

function bookOnce({ crowd }: Scene, slot: Slots[number], i: number): Task {
  const patientId = crowd.patients[i]!;
  return {
    do: 'book',
    with: { slot, patientId, by: `patient:${patientId}`, key: { scope: `contact:${i}`, key: 'book' } },
  };
}

const later = (starts: Date, minutes: number): Date => new Date(+starts + minutes * 60_000);

const moveOnce = (seen: Visit, i: number): Task => ({
  do: 'move',
  with: {
    seen,
    to: { ...seen, starts: later(seen.starts, 15) },
    by: 'staff:1',
    key: { scope: `contact:${i}`, key: 'move' },
  },
});

/** The first ten are about one thing, the next ten about another, and so on. */
const byKey = (answers: Answer<Outcome>[]): Answer<Outcome>[][] =>
  Array.from({ length: answers.length / TIMES }, (_, i) => answers.slice(i * TIMES, (i + 1) * TIMES));

const visitsOf = (answers: Answer<Outcome>[]): Visit[] =>
  byKey(answers).flatMap(([first]) => (first?.value?.kind === 'settled' ? [first.value.visit] : []));

// A stored answer comes back with its fields in another order, and is the same answer.
const differing = (answers: Answer<Outcome>[]): number =>
  byKey(answers).filter((ten) => !ten.every(({ value }) => isDeepStrictEqual(value, ten[0]?.value))).length;

/** Ten try as one while somebody keeps cutting their lines; whoever is cut off asks again with the same key. */
async function throughCuts({ crew }: Stage, scene: Scene, slots: Slots): Promise<Answer<Outcome>[]> {
  const tasks = slots.flatMap((slot, i): Task[] => {
    const patientId = scene.crowd.patients[slots.length + i]!;
    const booking = {
      slot: { ...slot, starts: later(slot.starts, 24 * 60) },
      patientId,
      by: `patient:${patientId}` as const,
    };
    return Array<Task>(TIMES).fill({
      do: 'bookStubbornly',
      with: { ...booking, key: { scope: `contact:${i}`, key: 'cut' } },
    });
  });
  let over = false;
  const work = crew.all<Outcome>(tasks).finally(() => (over = true));
  while (!over) {
    await scene.db.query(cutSome);
    await new Promise((resume) => setTimeout(resume, 30));
  }
  return work;
}

const cutSome = `
  select pg_terminate_backend(pid) from (
    select pid from pg_stat_activity where application_name = 'miadi' and datname = current_database() and pid <> pg_backend_pid()
       and state <> 'idle' order by random() limit 2) unlucky`;

async function doneTwice({ db }: Scene): Promise<number> {
  return countOf(
    db,
    `select count(*)::int as n from (select from visit where status = 'booked' group by patient_id having count(*) > 1) twice`,
  );
}

/** The same key with other content is refused, and with another asker it is another key. */
async function strangers({ crew }: Stage, scene: Scene, slots: Slots): Promise<number> {
  const answers = await crew.all<Outcome>(
    slots.map((slot, i) => bookOnce(scene, { ...slot, starts: later(slot.starts, 30) }, i)),
  );
  return answers.filter(({ value }) => value?.kind !== 'refused' || value.rules[0] !== 'key_used').length;
}
