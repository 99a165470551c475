import { takeTurns, type World } from '../../../../src/conversation/take-turn';
import type { ContactId } from '../../../../src/database/ids';
import type { Envelope } from '../../../../src/conversation/envelope';
import { receive } from '../../../../src/inbox/receive';
import { whatIsDue } from '../../../../src/reminders/what-is-due';
import { MONDAY } from '../../../universe';
import type { Random } from '../../random';
import { isAchieved } from './achieved';
import { type Answer, nextMessage, type Screen } from './behaviour';
import type { Resident, Town } from './town';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The same choices so many times in a row help nobody: once, twice more simply, once with a person called, and some asides. */
const CIRCLE = 8;
/** A week is told; in the last days of it nobody begins anything new. */
const LAST_ANSWER = Date.parse(MONDAY) + 5 * 24 * HOUR;
const END = Date.parse(MONDAY) + 7 * 24 * HOUR;

/** A line of what was said between one person and the clinic. */
export interface Line {
  at: number;
  who: 'patient' | 'clinic';
  text: string;
  kind?: string;
}

export interface Life {
  resident: Resident;
  lines: Line[];
  /** Messages written, and those of them that were an answer or a wish. */
  wrote: number;
  useful: number;
  achieved: boolean;
  stoppedAt?: number;
  /** When they said their true birth date, from which on they may hear of their visits. */
  shown: boolean;
  /** Their visit was over before they had done what they wanted with it. */
  tooLate: boolean;
}

interface Due {
  at: number;
  life: Life;
}

/** Everybody's messages in the order of time, on a clock that jumps from one to the next. One seed tells one story. */
export class Story {
  readonly lives: Life[];
  readonly breaches: string[] = [];
  private readonly queue: Due[] = [];
  private messages = 0;
  private readonly stuck: number[] = [];
  private readonly worlds: [World, World];

  constructor(
    private readonly town: Town,
    private readonly random: Random,
  ) {
    const { dataSource } = town.stage;
    const world = (name: string): World => ({ dataSource, name, deliverSoon: () => undefined });
    this.worlds = [world('one'), world('another')];
    this.lives = town.residents.map((resident) => ({
      ...{ resident, lines: [], wrote: 0, useful: 0, achieved: false, shown: false, tooLate: false },
    }));
    // Who is to confirm something waits until they are asked.
    for (const life of this.lives)
      if (life.resident.goal !== 'confirm') this.later(life, Date.parse(MONDAY) + random.below(30 * HOUR));
  }

  async tell(): Promise<void> {
    const { setClock } = this.town.stage;
    for (;;) {
      const next = this.earliest();
      const timer = await this.timerBefore(next?.at ?? END);
      if (timer === undefined && !next) break;
      await setClock(new Date(timer ?? next?.at ?? END));
      if (timer !== undefined) await this.wake(timer);
      else if (next) {
        this.queue.shift();
        await this.oneMessage(next.life, next.at);
      }
    }
    await setClock(new Date(END));
  }

  private later(life: Life, at: number): void {
    this.queue.push({ at, life });
  }

  private earliest(): Due | undefined {
    this.queue.sort((a, b) => a.at - b.at || a.life.resident.nr - b.life.resident.nr);
    return this.queue[0];
  }

  /** What falls due on the way happens at its own moment. */
  private async timerBefore(end: number): Promise<number | undefined> {
    const [due] = await this.town.stage.db.query<{ at: Date }[]>(
      `select greatest(due_at, clock_now()) as at from timer
        where settled_at is null and kind <> 'hold_over' and due_at <= $1 and not id = any($2) order by due_at limit 1`,
      [new Date(end), this.stuck],
    );
    return due && +due.at;
  }

  private async wake(at: number): Promise<void> {
    const { db } = this.town.stage;
    const before = await this.dueIds(at);
    for (const contactId of await whatIsDue(db)) await this.woken(contactId, at);
    const after = await this.dueIds(at);
    // A timer that waits for something else would keep the clock where it is.
    if (before.length === after.length) this.stuck.push(...after);
  }

  private async dueIds(at: number): Promise<number[]> {
    const rows = await this.town.stage.db.query<{ id: number }[]>(
      `select id from timer where settled_at is null and kind <> 'hold_over' and due_at <= $1`,
      [new Date(at)],
    );
    return rows.map(({ id }) => id);
  }

  private async woken(contactId: ContactId, at: number): Promise<void> {
    const life = this.lives.find(({ resident }) => resident.contactId === contactId);
    await takeTurns(this.worlds[0], contactId);
    if (!life) return;
    const heard = await this.read(life, at);
    const asleep = life.stoppedAt !== undefined || at > LAST_ANSWER || this.queue.some((due) => due.life === life);
    if (heard > 0 && !asleep) this.later(life, at + MINUTE + this.random.below(2 * HOUR));
  }

  private async oneMessage(life: Life, at: number): Promise<void> {
    const screen = await this.screenOf(life);
    life.achieved = screen.achieved;
    const answer = nextMessage(life.resident, screen, this.random);
    const visit = life.resident.visit;
    life.tooLate = !screen.achieved && visit !== undefined && at > Date.parse(visit.starts);
    if (!answer || life.tooLate) return;
    await this.write(life, answer, at);
    const before = life.lines.length;
    await this.handle(life);
    const answers = await this.read(life, at);
    await this.checkIdentity(life);
    if (answers === 0) this.breach(life, 'a message was answered with silence');
    if (before === life.lines.length) return;
    if (answer.text === 'STOP') life.stoppedAt = at;
    else this.later(life, at + this.pause());
  }

  /** Mostly a minute; now and then an evening, or three days. */
  private pause(): number {
    const dice = this.random.next();
    if (dice < 0.9) return 10 * SECOND + this.random.below(2 * MINUTE);
    return dice < 0.98 ? 15 * MINUTE + this.random.below(5 * HOUR) : 72 * HOUR;
  }

  /** Sent twice, split in two, or overtaken by the one before it: as networks and people do. */
  private async write(life: Life, { text, aside, and }: Answer, at: number): Promise<void> {
    const { db } = this.town.stage;
    const { channel, address, born } = life.resident;
    const send = async (words: string, again: boolean): Promise<void> => {
      const message = {
        source: channel,
        sourceId: `message ${this.messages++}`,
        from: { channel, address },
        body: { text: words },
        sentAt: new Date(at + this.messages),
      };
      await receive(db, message);
      if (again) await receive(db, message);
      life.lines.push({ at, who: 'patient', text: words });
      life.wrote++;
    };
    if (!aside) life.useful++;
    life.shown ||= text.includes(born.slice(0, 4));
    await send(text, this.random.next() < 0.06);
    const parts = and ?? (this.random.next() < 0.03 ? this.random.pick(life.resident.words.manners) : undefined);
    if (parts !== undefined && text !== 'STOP') await send(parts, false);
  }

  /** Now and then two processes reach for the conversation at once. */
  private async handle({ resident: { contactId } }: Life): Promise<void> {
    const [one, another] = this.worlds;
    if (this.random.next() < 0.1) await Promise.all([takeTurns(one, contactId), takeTurns(another, contactId)]);
    // Whoever came second may have found the conversation taken, and left.
    await takeTurns(one, contactId);
  }

  /** What has come to their telephone; how many messages. */
  private async read(life: Life, at: number): Promise<number> {
    const [rows] = await this.town.stage.db.query<
      [{ id: number; kind: string; body: { text: string; choices: string[] } }[], number]
    >(
      `update outbox set status = 'delivered', settled_at = clock_now()
        where contact_id = $1 and status = 'pending' returning id, kind, body`,
      [life.resident.contactId],
    );
    for (const { kind, body } of rows.sort((a, b) => a.id - b.id)) {
      life.lines.push({ at, who: 'clinic', kind, text: [body.text, ...body.choices].join(' | ') });
      this.check(life, kind, `${body.text} ${body.choices.join(' ')}`);
    }
    return rows.length;
  }

  private check(life: Life, kind: string, text: string): void {
    const { visit } = life.resident;
    const said = life.lines.filter(({ who }) => who === 'clinic').slice(-CIRCLE);
    const choices = said.map((line) => line.text.split(' | ').slice(1).join(' | '));
    if (said.length === CIRCLE && choices[0] && choices.every((each) => each === choices[0]))
      this.breach(life, 'round in circles');
    const [before, now] = said.slice(-2);
    const soon = now && before && now.at - before.at < HOUR; // later, nobody has the words before them
    if (soon && before.kind === 'reply' && kind === 'reply' && choices.at(-1) && before.text === now.text)
      this.breach(life, 'the same words twice in a row');
    if (life.stoppedAt !== undefined && kind !== 'reply') this.breach(life, `after STOP came a ${kind}`);
    if (!life.shown && visit && text.includes(visit.reference))
      this.breach(life, 'a visit was shown before the birth date');
    const foreign = this.lives.some(
      (other) => other !== life && other.resident.visit && text.includes(other.resident.visit.reference),
    );
    if (foreign) this.breach(life, 'the visit of somebody else was shown');
  }

  private breach(life: Life, what: string): void {
    const last = life.lines.slice(-8).map(({ who, text }) => `      ${who}: ${text.replaceAll('\n', ' ')}`);
    this.breaches.push(
      [`${what} (person ${life.resident.nr}, ${life.resident.goal}, ${life.resident.language})`, ...last].join('\n'),
    );
  }

  /** Whoever has a visit hears nothing of it, in whatever words, before they have written their birth date. */
  private async checkIdentity(life: Life): Promise<void> {
    if (!life.resident.visit || life.shown) return;
    const { running } = await this.envelopeOf(life);
    if (running?.context.verified) this.breach(life, 'a visit was shown before the birth date');
  }

  private async envelopeOf({ resident }: Life): Promise<Partial<Envelope>> {
    const [row] = await this.town.stage.db.query<{ envelope: Envelope | null }[]>(
      'select envelope from conversation where contact_id = $1',
      [resident.contactId],
    );
    return row?.envelope ?? {};
  }

  /** Those who wrote STOP and nothing after it, and are down as people who want to be written to. */
  async stopsNotKept(): Promise<number> {
    const stopped = this.lives.filter(({ stoppedAt }) => stoppedAt !== undefined);
    const [row] = await this.town.stage.db.query<{ n: number }[]>(
      'select count(*)::int as n from contact where id = any($1) and stopped_at is null',
      [stopped.map(({ resident }) => resident.contactId)],
    );
    return row?.n ?? 0;
  }

  private async screenOf(life: Life): Promise<Screen> {
    const { db } = this.town.stage;
    const prompt = (await this.envelopeOf(life)).running?.prompt;
    const achieved = life.achieved || (await isAchieved(db, life.resident));
    const hopeless = life.lines.filter(({ who }) => who === 'patient').length > 16;
    return { wrote: life.wrote, achieved, hopeless, ...(prompt && { question: prompt }) };
  }
}
