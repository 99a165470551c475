import type { Channel, OutboundMessage, Shows } from '../channels/channel';
import { failures, NotSent } from '../channels/delivery';
import type { OutboxId } from '../database/ids';
import type { Database } from '../database/statements';
import { run } from '../database/statements';
import { keepConsent } from '../inbox/consent';
import { asShown } from './as-shown';
import { handOn } from './hand-on';
import { referenceOf } from './note-receipt';
import { CLAIM, MARK_LOST, RECORD } from './statements';

interface Claimed {
  id: OutboxId;
  kind: string;
  attempts: number;
  channel: string;
  address: string;
  body: { text: string; choices?: string[]; prompt?: number };
}

const AT_ONCE = 20;

/**
 * Sends what is due, and says how much there was. A row is claimed in one commit, sent with no transaction open, and what
 * came of it is written under the number of the attempt, so that a process that was thought dead cannot overwrite another's
 * answer. Whatever may have been accepted before the answer was lost is `uncertain`, and not simply sent again.
 */
export async function deliverDue(db: Database, channels: ReadonlyMap<string, Channel>): Promise<number> {
  await run(db, MARK_LOST, []);
  const due = await run<Claimed>(db, CLAIM, [AT_ONCE, [...channels.keys()]]);
  // One person's messages keep their order; different people's do not wait for each other.
  await Promise.all([...byPerson(due).values()].map((rows) => inOrder(db, channels, rows)));
  return due.length;
}

const keyOf = ({ channel, address }: Claimed): string => `${channel} ${address}`;

function byPerson(rows: Claimed[]): Map<string, Claimed[]> {
  const groups = new Map<string, Claimed[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

async function inOrder(db: Database, channels: ReadonlyMap<string, Channel>, rows: Claimed[]): Promise<void> {
  for (const row of rows) await deliver(db, channels, row);
}

async function deliver(db: Database, channels: ReadonlyMap<string, Channel>, row: Claimed): Promise<void> {
  const channel = channels.get(row.channel);
  if (!channel) return;
  const unasked = row.kind === 'reply' ? undefined : channel.writesFirstBy;
  if (unasked && channels.has(unasked)) return handOn(db, row, unasked);
  const outcome = unasked ? NOBODY_TO_WRITE : await attempt(channel, row);
  if (outcome.optedOut) await keepConsent(db, { channel: row.channel, at: row.address }, false);
  await run(db, RECORD, [row.id, row.attempts, outcome.status, outcome.receipt ?? null, outcome.afterSeconds ?? null]);
}

const NOBODY_TO_WRITE: Outcome = { status: 'failed' };

interface Outcome {
  status: 'sent' | 'pending' | 'uncertain' | 'failed';
  receipt?: string;
  afterSeconds?: number;
  optedOut?: true;
}

async function attempt(channel: Channel, row: Claimed): Promise<Outcome> {
  try {
    const { receipt } = await channel.send(asMessage(row, channel.shows));
    return { status: 'sent', receipt };
  } catch (error) {
    // What is no NotSent is our own mistake, made before or after the provider heard of it: we cannot know.
    return error instanceof NotSent ? after(error, row.attempts) : { status: 'uncertain' };
  }
}

const MOST_TRIES = 8;

function after({ failure, afterSeconds }: NotSent, attempts: number): Outcome {
  const { again, uncertain } = failures[failure];
  if (uncertain) return { status: 'uncertain' };
  if (failure === 'opted_out') return { status: 'failed', optedOut: true };
  if (!again || attempts >= MOST_TRIES) return { status: 'failed' };
  return { status: 'pending', afterSeconds: afterSeconds ?? backOff(attempts) };
}

/** Twice as long each time, up to an hour, and never the same for two. */
const backOff = (attempts: number): number => Math.min(3600, 2 ** attempts) * (0.5 + Math.random() / 2);

/** In the words of the channel: choices to tap where it can, numbered lines in the text where it cannot. */
function asMessage({ id, channel, address, body }: Claimed, shows: Shows): OutboundMessage {
  const { screens, taps } = asShown(body, shows);
  return {
    to: { channel, at: address },
    text: screens.join('\n'),
    choices: taps,
    reference: referenceOf(id),
    ...(body.prompt !== undefined && { prompt: body.prompt }),
  };
}
