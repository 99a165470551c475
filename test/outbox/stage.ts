import type { Channel, Found, OutboundMessage } from '../../src/channels/channel';
import { type FailureName, NotSent } from '../../src/channels/delivery';
import type { ContactId, OutboxId } from '../../src/database/ids';
import { type Sender, senderFor } from '../../src/outbox/deliver';
import { putInOutbox } from '../../src/outbox/put-in-outbox';
import { makeUniverse, type Universe } from '../universe';

/** A provider with books of its own, which can be told how to treat the next messages. */
export interface Provider extends Channel {
  ledger: OutboundMessage[];
  /** For each of the next messages: a failure before it was taken, or the loss of the answer afterwards. */
  next(...faults: (FailureName | 'taken, answer lost')[]): void;
  /** Called while a message is on its way. */
  meanwhile: (message: OutboundMessage) => Promise<void> | void;
  /** Whether its list shows what it has taken. */
  lists: boolean;
}

export function provider(name: string, also: Partial<Channel> = {}): Provider {
  const faults: (FailureName | 'taken, answer lost')[] = [];
  const ledger: OutboundMessage[] = [];
  const made: Provider = {
    name,
    shows: { characters: 459 },
    ledger,
    lists: true,
    meanwhile: () => undefined,
    next: (...more) => void faults.push(...more),
    open: () => Promise.resolve(),
    async send(message) {
      const fault = faults.shift();
      if (fault && fault !== 'taken, answer lost') throw new NotSent(fault);
      ledger.push(message);
      const receipt = `${name}-${ledger.length}`;
      await made.meanwhile(message);
      if (fault) throw new NotSent('unknown_outcome');
      return { receipt };
    },
    sentTo: (to): Promise<Found[]> =>
      Promise.resolve(
        made.lists
          ? ledger.flatMap(({ to: { at }, text }, i) =>
              at === to.at ? [{ receipt: `${name}-${i + 1}`, text, status: 'sent' as const }] : [],
            )
          : [],
      ),
    ...also,
  };
  return made;
}

export interface Stage {
  u: Universe;
  sms: Provider;
  whatsapp: Provider;
  channels: Map<string, Channel>;
  sender: Sender;
  put(
    to: ContactId,
    text: string,
    about?: { kind?: string; visit?: { id: number; version: number }; useBy?: string },
  ): Promise<OutboxId>;
  /** Until nothing more is due. */
  deliver(): Promise<void>;
  rows(): Promise<string[]>;
  /** As if nothing had ever been said. */
  clear(): Promise<void>;
}

export const NOON = '2026-06-01T12:00:00+03:00';

export async function makeStage(): Promise<Stage> {
  const u = await makeUniverse();
  const sms = provider('sms');
  const whatsapp = provider('whatsapp');
  const channels = new Map<string, Channel>([sms, whatsapp].map((channel) => [channel.name, channel]));
  const sender = senderFor(u.db, channels);
  return {
    ...{ u, sms, whatsapp, channels, sender },
    put: (contactId, text, { kind = 'reply', visit, useBy } = {}) =>
      putInOutbox(u.db, {
        ...{ contactId, clinicId: u.clinic, kind, useBy },
        message: { text, choices: [], language: 'en', digits: 'latn' },
        ...(visit && { visit }),
      }),
    async deliver() {
      while ((await sender.deliverDue()) > 0);
    },
    async rows() {
      const rows = await u.db.query<{ body: { text: string }; status: string; why: string | null }[]>(
        'select body, status, why from outbox order by id',
      );
      return rows.map(({ body, status, why }) => [body.text, status, why].filter(Boolean).join(' '));
    },
    async clear() {
      await u.db
        .query(`delete from outbox; delete from sender; delete from timer; delete from visit; delete from consent;
        delete from contact where channel <> 'sms'; update contact set stopped_at = null, time_zone = null;
        update sending set held_since = null, held_because = null, database_was = null, beat_at = null`);
      await u.setClock(NOON);
      for (const each of [sms, whatsapp])
        Object.assign(each, { lists: true, meanwhile: () => undefined }).ledger.length = 0;
    },
  };
}
