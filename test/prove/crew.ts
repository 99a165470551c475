import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Task } from './calendar/deeds';
import type { Answer, Order, Report } from './client';

interface Errand {
  task: Task;
  settle: (answer: Answer<unknown>) => void;
}

interface Member {
  process: ChildProcess;
  underWay: Map<number, Errand>;
}

/** Clients in processes of their own, each with several connections. They do what they are told and say what came of it. */
export class Crew {
  private readonly waiting: Errand[] = [];
  private readonly members: Member[] = [];
  private url: string | undefined;
  private errands = 0;
  private deaths = 0;

  private constructor(
    private readonly processes: number,
    private readonly lanes: number,
  ) {}

  static async hire(processes: number, lanes: number): Promise<Crew> {
    const crew = new Crew(processes, lanes);
    await Promise.all(Array.from({ length: processes }, (_, place) => crew.join(place)));
    return crew;
  }

  get connections(): number {
    return this.processes * this.lanes;
  }

  /** All further work is done on this database. */
  async goTo(url: string): Promise<void> {
    this.url = url;
    await Promise.all(this.members.map((member) => move(member, url)));
  }

  /** Closes every connection, until there is a database to go to again. */
  async rest(): Promise<void> {
    this.url = undefined;
    await Promise.all(this.members.map((member) => move(member, undefined)));
  }

  /** Does all of it, as many at once as there are connections; the answers come in the order of the tasks. */
  all<T>(tasks: Task[]): Promise<Answer<T>[]> {
    const answers = tasks.map((task) => this.later<T>(task));
    this.serve();
    return Promise.all(answers);
  }

  /** Kills one process without warning. Another takes its place and repeats what was under way. */
  async killOne(): Promise<void> {
    const place = this.deaths++ % this.processes;
    const victim = this.members[place]!;
    const gone = once(victim.process, 'exit');
    victim.process.kill('SIGKILL');
    await gone;
    await this.join(place);
    this.waiting.unshift(...victim.underWay.values());
    this.serve();
  }

  async dismiss(): Promise<void> {
    const gone = this.members.map((member) => once(member.process, 'exit'));
    for (const member of this.members) member.process.disconnect();
    await Promise.all(gone);
  }

  private later<T>(task: Task): Promise<Answer<T>> {
    // Which answer belongs to which task is known to whoever wrote the task; over the wire both are plain data.
    return new Promise((settle) => this.waiting.push({ task, settle: settle as Errand['settle'] }));
  }

  private async join(place: number): Promise<void> {
    const member = await start(this.lanes);
    member.process.on('message', (report: Report) => this.hear(member, report));
    if (this.url) await move(member, this.url);
    this.members[place] = member;
  }

  private hear(member: Member, report: Report): void {
    if (report.kind !== 'done') return;
    const errand = member.underWay.get(report.nr);
    member.underWay.delete(report.nr);
    errand?.settle(report.answer);
    this.serve();
  }

  // The idlest first, so that those who start together sit in different processes.
  private serve(): void {
    for (let load = 0; load < this.lanes; load++)
      for (const member of this.members)
        if (this.waiting.length > 0 && member.underWay.size === load && member.process.connected) this.give(member);
  }

  private give(member: Member): void {
    const errand = this.waiting.shift()!;
    member.underWay.set(++this.errands, errand);
    send(member, { kind: 'do', nr: this.errands, task: errand.task });
  }
}

async function start(lanes: number): Promise<Member> {
  const child = fork(path.join(__dirname, 'client.ts'), [String(lanes)], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    serialization: 'advanced', // dates stay dates
  });
  await once(child, 'message');
  return { process: child, underWay: new Map() };
}

// A process that was killed a moment ago cannot be told anything; what it had to do is handed on by killOne.
const send = ({ process: child }: Member, order: Order): void => void child.send(order, () => undefined);

async function move(member: Member, url: string | undefined): Promise<void> {
  const there = new Promise<void>((resolve, reject) => {
    const ended = (): void => reject(new Error('A client ended before it was there'));
    member.process.once('exit', ended);
    const listen = (report: Report): void => {
      if (report.kind !== 'there') return;
      member.process.off('message', listen).off('exit', ended);
      resolve();
    };
    member.process.on('message', listen);
  });
  send(member, { kind: 'go', url });
  await there;
}
