import type { PatientId, VisitId } from '../../../src/database/ids';
import type { Outcome, Visit } from '../../../src/scheduling/types';
import { startTestServer, type TestServer } from '../../test-server';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import { CONNECTIONS } from '../run';
import type { Task } from './deeds';
import { countOf, faults, lookAtAnswers, lookOver } from './invariants';
import { moreProviders, onScene, type Scene, startsOn } from './scene';

const DAYS = [2, 3, 4, 5, 8, 9, 10, 11, 12];

/** Postgres is killed and started again under load, and clients are killed in the middle of their work. */
export async function restart(stage: Stage): Promise<Finding> {
  const server = await startTestServer({ durable: true, connections: CONNECTIONS });
  const usual = process.env.MIADI_TEST_DATABASE;
  process.env.MIADI_TEST_DATABASE = server.url;
  try {
    return await onScene(stage, { people: stage.quick ? 1_500 : 20_000 }, (scene) => underLoad(stage, scene, server));
  } finally {
    await stage.crew.rest();
    process.env.MIADI_TEST_DATABASE = usual;
    await server.end();
  }
}

async function underLoad(stage: Stage, scene: Scene, server: TestServer): Promise<Finding> {
  const times = stage.quick ? 2 : 50;
  const load = new Load(stage, scene, await moreProviders(scene, stage.quick ? 3 : 60));
  const crashes = crash(stage, server, times).finally(() => load.enough());
  const answers = await load.run();
  const killed = await crashes;
  const standing = answers.filter(({ value }) => value?.kind === 'settled' && !load.over.has(value.visit.id));
  return {
    counts: { 'server killed': times, 'clients killed': killed, acknowledged: answers.length, faults: faults(answers) },
    invariants: {
      ...(await lookAtAnswers(scene.db, [...standing, ...answers.filter(({ value }) => !value)])),
      'what was cancelled or moved is over': await notOver(scene, [...load.over]),
      'nobody has two visits for one wish': await doubled(scene),
      'every booked visit has its one message': await mute(scene),
      'every key has its answer': await unanswered(scene),
      ...(await lookOver(stage, scene)),
    },
  };
}

/** Keeps everybody busy until told that it is enough: bookings, and moves and cancels of what was booked before. */
class Load {
  readonly over = new Set<VisitId>();
  private readonly slots: ReturnType<Scene['slot']>[];
  private readonly patients: PatientId[];
  private booked: Visit[] = [];
  private keys = 0;
  private running = true;

  constructor(
    private readonly stage: Stage,
    scene: Scene,
    providers: Awaited<ReturnType<typeof moreProviders>>,
  ) {
    this.patients = [...scene.crowd.patients];
    this.slots = providers.flatMap((providerId) =>
      DAYS.flatMap((day) =>
        startsOn(scene, day, 30, 20).map((starts) => scene.slot('2 09:00', { providerId, starts })),
      ),
    );
  }

  enough(): void {
    this.running = false;
  }

  async run(): Promise<Answer<Outcome>[]> {
    const streams = await Promise.all(Array.from({ length: 8 }, () => this.stream()));
    return streams.flat();
  }

  private async stream(): Promise<Answer<Outcome>[]> {
    const answers: Answer<Outcome>[] = [];
    while (this.running && this.patients.length > 500) answers.push(...(await this.batch()));
    return answers;
  }

  private async batch(): Promise<Answer<Outcome>[]> {
    const { random, crew } = this.stage;
    const changed = random.shuffled(this.booked).slice(0, 2);
    this.booked = this.booked.filter((visit) => !changed.includes(visit)).slice(-200);
    const tasks = [...changed.map((seen, i) => (i % 2 === 0 ? this.move(seen) : this.cancel(seen)))];
    while (tasks.length < 8) tasks.push(this.book());
    const answers = await crew.all<Outcome>(random.shuffled(tasks));
    for (const { task, value } of answers) if (value?.kind === 'settled') this.note(task, value.visit);
    return answers;
  }

  private note(task: Task, visit: Visit): void {
    if (task.do === 'moveStubbornly' || task.do === 'cancelStubbornly') this.over.add(task.with.seen.id);
    if (task.do !== 'cancelStubbornly') this.booked.push(visit);
  }

  private book(): Task {
    const patientId = this.patients.pop()!;
    const slot = this.stage.random.pick(this.slots);
    return { do: 'bookStubbornly', with: { slot, patientId, by: `patient:${patientId}`, notices, key: this.key() } };
  }

  private move(seen: Visit): Task {
    const to = this.stage.random.pick(this.slots);
    return { do: 'moveStubbornly', with: { seen, to, by: 'staff:1', notices, key: this.key() } };
  }

  private cancel(seen: Visit): Task {
    return { do: 'cancelStubbornly', with: { seen, by: 'staff:1', key: this.key() } };
  }

  private readonly key = () => ({ scope: 'load', key: String(++this.keys) });
}

const notices = [{ contactId: 1, kind: 'confirmation', body: { phrase: 'booked' } }];

async function crash({ random, crew }: Stage, server: TestServer, times: number): Promise<number> {
  let clients = 0;
  for (let i = 0; i < times; i++) {
    await pause(200 + random.below(600));
    // Quitting at once and being killed are both no goodbye: the next start reads the log of what was committed.
    server.kill(i % 3 === 0 ? 'SIGKILL' : 'SIGQUIT');
    await pause(random.below(400));
    await server.revive();
    if (i % 4 !== 1) continue;
    await pause(random.below(200));
    await crew.killOne();
    clients++;
  }
  return clients;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resume) => setTimeout(resume, milliseconds));

async function notOver({ db }: Scene, over: VisitId[]): Promise<number> {
  return countOf(
    db,
    `select count(*)::int as n from visit where id = any($1) and status not in ('cancelled', 'moved')`,
    [over],
  );
}

const doubled = ({ db }: Scene): Promise<number> =>
  countOf(
    db,
    `select count(*)::int as n from (select from visit where status = 'booked' group by patient_id having count(*) > 1) twice`,
  );

const mute = ({ db }: Scene): Promise<number> =>
  countOf(
    db,
    `select count(*)::int as n from visit v where status = 'booked' and 1 <> (select count(*) from outbox o where o.visit_id = v.id)`,
  );

const unanswered = ({ db }: Scene): Promise<number> =>
  countOf(db, `select count(*)::int as n from idempotency where answer is null`);
