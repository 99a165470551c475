import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Channel, ChannelMemory, Door, InboundMessage } from './channels/channel';
import type { SecondOpinion } from './conversation/second-opinion';
import { takeTurns, type World } from './conversation/take-turn';
import { Strangers } from './conversation/too-much';
import { turnQueue, type TurnQueue } from './conversation/turn-queue';
import type { ContactId, OutboxId } from './database/ids';
import { type Database, database } from './database/statements';
import { alarmWatch } from './desk/sound-alarm';
import { Problem } from './hub/errors';
import { holdBack } from './hub/hold-back';
import { memoryOf } from './inbox/channel-memory';
import { crowdIn } from './inbox/crowd';
import { history } from './inbox/history';
import { type Inbound, receive } from './inbox/receive';
import { safekeeping, type Safekeeping } from './inbox/safekeeping';
import { openSpool, SpoolFull } from './inbox/spool';
import { whoWaits } from './inbox/work-off';
import { sendInvitations } from './invitations/send-invitations';
import { type Doorbell, doorbellOn } from './jobs/doorbell';
import { runInProcess, type Runner } from './jobs/in-process';
import { type Sender, senderFor } from './outbox/deliver';
import { type Due, dueIn } from './outbox/due';
import { failOver } from './outbox/fail-over';
import { tellOnce } from './outbox/hand-on';
import { beat, holdAfterRestore } from './outbox/hold';
import { reconcile } from './outbox/reconcile';
import { whatIsDue } from './reminders/what-is-due';
import type { Secret } from './secret';

export interface Messaging {
  /** Opens a channel in a scope of its own: its parsers and checks are nobody else's. */
  open(hub: FastifyInstance): Promise<void>;
  /** A hub only takes messages in; what follows from them is done by the workers. */
  start(role: 'hub' | 'worker' | 'all'): Promise<void>;
  /** Something has been put into the outbox from outside of a turn. */
  deliverSoon(): void;
  stop(): Promise<void>;
}

/** Between the channels and the conversation: what comes in becomes turns, and what turns say goes out. */
export function messagingOf(
  dataSource: DataSource,
  channels: Channel[],
  about: {
    publicUrl: string;
    dataDir: string;
    /** For what must lie on the disk while the database is away. */
    secretKey: Secret;
    now(): Date;
    redisUrl?: string | undefined;
    /** The address that mails come from, where there is somebody to send them. */
    mailFrom?: string | undefined;
    /** Keeps this house apart from others on the same Redis. */
    space: string;
    model?: SecondOpinion | undefined;
    onMistake(error: unknown): void;
    onHeld(because: string): void;
  },
): Messaging {
  const db = database(dataSource);
  const byName = new Map(channels.map((channel) => [channel.name, remembering(channel, db)]));
  const runners = new Map<string, Runner>();
  const watch = alarmWatch(db, [...byName.keys()]);
  let sender: Sender | undefined;
  let bell: Doorbell | undefined;
  const soon = (chore: 'turns' | 'delivery'): void => runners.get(chore)?.soon();
  const { model } = about;
  const world: World = {
    dataSource,
    name: `process ${process.pid}`,
    deliverSoon: () => soon('delivery'),
    ...(model && { model }),
    strangers: new Strangers(),
  };

  const queue = turnQueue((contactId) => takeTurns(world, contactId), about.onMistake);

  /** The only work that a hub does beside answering: what came while the database was away. */
  let catchingUp: Runner | undefined;

  const door = (channel: Channel, routes: FastifyInstance, safe: Safekeeping): Door => ({
    routes,
    publicUrl: about.publicUrl,
    history: (from, after = 0) => history(db, from, after),
    async converse(message) {
      const { contactId } = await receive(db, asInbound(message, channel.name));
      // It is ours already: a turn that fails now is taken again, and is no reason to have the message sent once more.
      await takeTurns(world, contactId).catch(about.onMistake);
    },
    async receive(message) {
      const contactId = await orNotReady(safe.message(asInbound(message, channel.name), about.now()));
      if (runners.size > 0 && !(contactId && queue.add(contactId))) soon('turns');
      else if (runners.size === 0 && contactId) bell?.ring('turns', [contactId]);
    },
    receipt: (receipt) => orNotReady(safe.receipt(receipt)),
    memory: rememberingSafely(memoryOf(db, channel.name), channel.name, safe),
    async tell(to, about) {
      if (!byName.has(to.channel)) return;
      await tellOnce(db, to, about);
      soon('delivery');
    },
    consent: (from, given) => orNotReady(safe.consent(from, given)),
  });

  /** What time brings about enters the inbox, and becomes a turn like any message. */
  const wake = async (): Promise<number> => {
    const woken = await whatIsDue(db);
    if (woken.length > 0) soon('turns');
    if (about.mailFrom && (await sendInvitations(db, about.mailFrom)) > 0) soon('delivery');
    return woken.length;
  };

  /** What was left in doubt, what must go another way, and the sign that this database is being sent from. */
  const care = async (): Promise<number> => {
    await beat(db, about.dataDir);
    await watch();
    const settled = (await reconcile(db, byName)) + (await failOver(db, byName));
    if (settled > 0) soon('delivery');
    return 0;
  };

  /** With Redis, any worker may send what is due; without it, or when nobody has come to the bell for a while, we do. */
  const deliver = async (): Promise<number> => {
    if (!sender) return 0;
    if (!bell?.ready()) return inLanes(sender);
    const due = await dueIn(db, [...byName.keys()]);
    const ids = (which: (one: Due) => boolean): OutboxId[] => due.filter(which).map(({ id }) => id);
    bell.ring(
      'delivery',
      ids(({ first, overdue }) => !first && !overdue),
    );
    bell.ring(
      'delivery',
      ids(({ first, overdue }) => first && !overdue),
      { first: true },
    );
    const overdue = ids((one) => one.overdue);
    return overdue.length > 0 ? sender.deliverDue(overdue) : 0;
  };

  return {
    async open(hub) {
      const spool = await openSpool(path.join(about.dataDir, 'spool'), about.secretKey.reveal());
      const safe = safekeeping(db, spool);
      const crowd = crowdIn(db);
      const catchUp = async (): Promise<number> => {
        await crowd.look().catch(() => undefined); // while the database is away, others say so
        const taken = await safe.catchUp();
        if (taken > 0) soon('turns');
        return 0;
      };
      catchingUp = runInProcess(catchUp, about.onMistake);
      for (const channel of channels)
        await hub.register(async (routes) => {
          if (channel.openToAll) await holdBack(routes, crowd.isTooLarge);
          await channel.open(door(channel, routes, safe));
        });
    },
    async start(role) {
      if (about.redisUrl) bell = doorbellOn(about.redisUrl, about.space, about.onMistake);
      if (role === 'hub') return;
      sender = senderFor(db, byName);
      const held = await holdAfterRestore(db, about.dataDir);
      if (held) about.onHeld(held);
      const works = { turns: () => workOff(db, queue), delivery: deliver, time: wake, care };
      for (const [chore, work] of Object.entries(works)) runners.set(chore, runInProcess(work, about.onMistake));
      bell?.answer('delivery', (ids) => sender?.deliverDue(ids as OutboxId[]) ?? Promise.resolve());
      bell?.answer('turns', (ids) => Promise.all(ids.map((id) => queue.take(id as ContactId))));
    },
    deliverSoon: () => soon('delivery'),
    async stop() {
      await bell?.close();
      await catchingUp?.stop();
      await queue.stop();
      for (const runner of runners.values()) await runner.stop();
      sender?.stop();
      await Promise.all(model?.comparing ?? []);
    },
  };
}

const asInbound = (message: InboundMessage, source: string): Inbound => {
  const { id, from, text, tapped, media, command, sentAt } = message;
  return {
    source,
    sourceId: id,
    from: { channel: from.channel, address: from.at },
    body: { ...(text !== undefined && { text }), ...tapped, ...(media && { media }), ...(command && { command }) },
    ...(sentAt && { sentAt }),
  };
};

/** The database is away, and so much has come meanwhile that the disk takes no more: the provider must keep it. */
const orNotReady = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((cause: unknown) => {
    throw cause instanceof SpoolFull ? new Problem('not_ready', { cause, retryAfterSeconds: 60 }) : cause;
  });

/** By what is kept for good somebody is written to; without it, their message could be taken and not answered. */
const rememberingSafely = (memory: ChannelMemory, channel: string, safe: Safekeeping): ChannelMemory => ({
  recall: memory.recall,
  keep: (key, value, lasts) => (lasts ? orNotReady(safe.memory(channel, key, value)) : memory.keep(key, value)),
});

/** What a channel kept when somebody wrote is at hand when they are written to. */
const remembering = (channel: Channel, db: Database): Channel => ({
  ...channel,
  send: (message) => channel.send(message, memoryOf(db, channel.name)),
});

/** While the one waits for its providers the other fetches what is next. */
const inLanes = async ({ deliverDue }: Sender): Promise<number> =>
  (await Promise.all([deliverDue(), deliverDue()])).reduce((sum, sent) => sum + sent);

/** One conversation that fails is tried again in a later round; the others do not wait for it. */
async function workOff(db: Database, queue: TurnQueue): Promise<number> {
  const waiting = await whoWaits(db);
  const handled = await Promise.all(waiting.map((contactId) => queue.take(contactId)));
  return handled.reduce((sum, each) => sum + each, 0);
}
