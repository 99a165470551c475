import type { ApprovedWords, Channel, Envelope, OutboundMessage } from '../channels/channel';
import { failures, NotSent } from '../channels/delivery';
import type { ContactId, OutboxId } from '../database/ids';
import { type Database, run } from '../database/statements';
import { keepConsent } from '../inbox/consent';
import { Alive } from './alive';
import { asShown } from './as-shown';
import { handOn } from './hand-on';
import { referenceOf } from './note-receipt';
import { noteHealth, noteTrouble, reserve } from './pace';
import { type Outcome, Recorder } from './record';
import { segmentsOf } from './segments';
import { CLAIM, STILL_WANTED } from './statements';

interface Claimed {
  id: OutboxId;
  contactId: ContactId;
  kind: string;
  attempts: number;
  tries: number;
  channel: string;
  address: string;
  body: { text: string; choices?: string[]; prompt?: number; mail?: Envelope; template?: ApprovedWords };
  perSecond: number | null;
  micros: number | null;
  /** The channel has failed often, and this is the first look whether it is well again. */
  probing: boolean;
  /** And not dropped or put off at this last look. */
  going: boolean;
  currency: string | null;
  /** They have not written for so long that the channel lets only approved words through. */
  windowShut: boolean;
}

export interface Sender {
  /** Sends what is due (or of these what is), and says how much there was. */
  deliverDue(only?: readonly OutboxId[]): Promise<number>;
  stop(): void;
}

const AT_ONCE = 50;

/** Longer than any provider is given to answer. It counts only for a holder that is gone in a way nobody saw. */
const LEASE_SECONDS = 60;

/**
 * A row is claimed in one commit, sent with no transaction that writes open, and what came of it is written under the number
 * of the attempt, so that a process that was thought dead cannot overwrite another's answer. Whatever may have been accepted
 * before the answer was lost is `uncertain`, and not simply sent again (reconcile.ts).
 */
export function senderFor(
  db: Database,
  channels: ReadonlyMap<string, Channel>,
  { atOnce = AT_ONCE }: { atOnce?: number } = {},
): Sender {
  const alive = new Alive(db);
  const at: Sending = { db, channels, recorder: new Recorder(db), troubled: new Set() };
  return {
    async deliverDue(only) {
      const number = await alive.number();
      const claim = (): Promise<Claimed[]> =>
        run<Claimed>(db, CLAIM, [atOnce, [...channels.keys()], number, LEASE_SECONDS, only ?? null]);
      const enough = performance.now() + AT_A_STRETCH_MS;
      const more = (rows: Claimed[]): boolean => rows.length === atOnce && !only && performance.now() < enough;
      return inTurn(at, claim, more);
    },
    stop: () => alive.release(),
  };
}

interface Sending {
  db: Database;
  channels: ReadonlyMap<string, Channel>;
  recorder: Recorder;
  /** Channels of which this process knows that they have failed. */
  troubled: Set<string>;
}

/** Then whoever asked for it looks around: to stop, for one thing. */
const AT_A_STRETCH_MS = 1_000;

/** While there is a queue, the next are claimed while these are on the wire: neither waits for the other's way to the database. */
async function inTurn(
  at: Sending,
  claim: () => Promise<Claimed[]>,
  more: (rows: Claimed[]) => boolean,
): Promise<number> {
  let looked = 0;
  for (let rows = await claim(); rows.length > 0;) {
    looked += rows.length;
    const next = more(rows) ? claim() : Promise.resolve([]);
    const [sent, claimed] = await Promise.allSettled([sendAll(at, going(rows)), next]);
    if (sent.status === 'rejected') {
      // They have not begun, and can go in a moment.
      if (claimed.status === 'fulfilled')
        await Promise.all(going(claimed.value).map((row) => settle(at, row, NOT_NOW)));
      throw sent.reason;
    }
    if (claimed.status === 'rejected') throw claimed.reason;
    rows = claimed.value;
  }
  return looked;
}

const going = (rows: Claimed[]): Claimed[] => rows.filter((row) => row.going);

/** Those with a speed wait for their place; all others leave at once, together. To a channel that was unwell only one goes. */
async function sendAll(at: Sending, rows: Claimed[]): Promise<void> {
  const first = new Map(rows.toReversed().map(({ channel, id }) => [channel, id]));
  const back = rows.filter(({ probing, channel, id }) => probing && first.get(channel) !== id);
  const now = rows.filter((row) => !back.includes(row));
  const paced = now.filter(({ perSecond }) => perSecond !== null);
  const free = now.filter(({ perSecond }) => perSecond === null);
  await Promise.all([
    begin(at, free),
    ...paced.map((row) => inItsPlace(at, row)),
    ...back.map((row) => settle(at, row, NOT_NOW)),
  ]);
}

async function inItsPlace(at: Sending, row: Claimed): Promise<void> {
  const wait = await reserve(at.db, row.channel, costIn(at, row));
  if (wait > 0) await new Promise((resume) => setTimeout(resume, wait));
  await begin(at, [row]);
}

/**
 * The last look before the wire. While the contacts are locked a stop cannot be settled, so after it has been, nothing leaves;
 * the lock is let go as soon as the sendings have begun, and no answer is waited for under it.
 */
async function begin(at: Sending, rows: Claimed[]): Promise<void> {
  if (rows.length === 0) return;
  // Who has written is answered, whatever else they have asked for.
  if (rows.every(({ kind }) => kind === 'reply')) return void (await Promise.all(rows.map((row) => deliver(at, row))));
  let sendings: Promise<void>[] | undefined;
  try {
    await at.db.transaction(async (tx) => {
      const hear = await whoHears(tx, rows);
      sendings = rows.map((row) => (hear.has(row.id) ? deliver(at, row) : settle(at, row, STOPPED)));
    });
  } finally {
    // Nothing has begun: it can be begun again in a moment, and nobody need wonder what became of it.
    await Promise.all(sendings ?? rows.map((row) => settle(at, row, NOT_NOW)));
  }
}

async function whoHears(tx: Database, rows: Claimed[]): Promise<Set<OutboxId>> {
  const unasked = rows.filter(({ kind }) => kind !== 'reply').map(({ contactId }) => contactId);
  const wanted = unasked.length > 0 ? await run<{ id: ContactId }>(tx, STILL_WANTED, [unasked]) : [];
  const contacts = new Set(wanted.map(({ id }) => id));
  return new Set(rows.filter(({ kind, contactId }) => kind === 'reply' || contacts.has(contactId)).map(({ id }) => id));
}

const STOPPED: Outcome = { status: 'suppressed', why: 'stopped' };
const NOT_NOW: Outcome = { status: 'pending', why: 'not_now', afterSeconds: 2 };

async function deliver(at: Sending, row: Claimed): Promise<void> {
  const channel = at.channels.get(row.channel);
  if (!channel) return;
  const unasked = row.kind === 'reply' ? undefined : channel.writesFirstBy;
  if (unasked && at.channels.has(unasked)) return handOn(at.db, row, unasked);
  const outcome = unasked ? NOBODY_TO_WRITE : await attempt(at, channel, row);
  await settle(at, row, outcome);
}

const settle = (at: Sending, row: Claimed, outcome: Outcome): Promise<void> => {
  const segments = costIn(at, row);
  const paid = outcome.status === 'sent' && row.micros !== null;
  const cost = paid ? { costMicros: (row.micros ?? 0) * segments, currency: row.currency ?? undefined } : {};
  return at.recorder.write({ ...outcome, id: row.id, attempt: row.attempts, segments, ...cost });
};

const NOBODY_TO_WRITE: Outcome = { status: 'failed', why: 'cannot_be_written_to' };

async function attempt(at: Sending, channel: Channel, row: Claimed): Promise<Outcome> {
  try {
    const { receipt } = await channel.send(messageOf(row, channel));
    if (at.troubled.delete(channel.name)) await noteHealth(at.db, channel.name);
    return { status: 'sent', receipt };
  } catch (error) {
    // What is no NotSent is our own mistake, made before or after the provider heard of it: we cannot know.
    const failure = error instanceof NotSent ? error : new NotSent('unknown_outcome', { cause: error });
    if (TROUBLE.has(failure.failure)) {
      at.troubled.add(channel.name);
      await noteTrouble(at.db, channel.name);
    }
    if (failure.failure === 'opted_out') await keepConsent(at.db, { channel: row.channel, at: row.address }, false);
    return after(failure, row.tries, channel.repeatable === true);
  }
}

/** The provider itself is unwell, and not this one message. */
const TROUBLE: ReadonlySet<string> = new Set(['unavailable', 'unknown_outcome', 'our_setup']);

const MOST_TRIES = 8;
/** Nothing is wrong with the message: a provider may be away for hours. */
const PATIENT: ReadonlySet<string> = new Set(['throttled', 'unavailable', 'not_taken']);

function after({ failure, afterSeconds }: NotSent, tries: number, repeatable: boolean): Outcome {
  const { again, uncertain } = failures[failure];
  if (uncertain && !repeatable) return { status: 'uncertain', why: failure };
  if (!again && !uncertain) return { status: 'failed', why: failure };
  if (tries >= (PATIENT.has(failure) ? MOST_TRIES * 8 : MOST_TRIES)) return { status: 'dead', why: failure };
  return { status: 'pending', why: failure, afterSeconds: afterSeconds ?? backOff(tries) };
}

/** Twice as long each time, up to ten minutes, and never the same for two. */
const backOff = (tries: number): number => Math.min(600, 2 ** tries) * (0.5 + Math.random() / 2);

/** In the words of the channel: choices to tap where it can, numbered lines in the text where it cannot. */
export function messageOf(
  { id, channel, address, body, windowShut }: Pick<Claimed, 'id' | 'channel' | 'address' | 'body'> & Partial<Claimed>,
  { shows }: Pick<Channel, 'shows'>,
): OutboundMessage {
  const { screens, taps } = asShown(body, shows);
  return {
    to: { channel, at: address },
    text: screens.join('\n'),
    choices: taps,
    reference: referenceOf(id),
    ...(body.prompt !== undefined && { prompt: body.prompt }),
    ...(body.mail && { mail: body.mail }),
    ...(windowShut && body.template && { template: body.template }),
  };
}

/** As how many a message counts: SMS by segments, all else as one. */
function costIn({ channels }: Sending, row: Claimed): number {
  const channel = channels.get(row.channel);
  return channel?.shows.letters === 'gsm7' ? segmentsOf(messageOf(row, channel).text) : 1;
}
