import type { Address, Receipt } from '../channels/channel';
import type { ContactId } from '../database/ids';
import { lostConnection } from '../database/lost-connection';
import type { Database } from '../database/statements';
import { noteReceipt } from '../outbox/note-receipt';
import { memoryOf } from './channel-memory';
import { keepConsent } from './consent';
import { type Inbound, receive } from './receive';
import { type Spool, type Spooled } from './spool';

/** What providers bring, into the database, or onto the disk while that is away. Either way it is ours, and they hear 200. */
export interface Safekeeping {
  /** Nothing comes back for what lies on the disk: it is taken when the database is back. */
  message(message: Inbound, arrived: Date): Promise<ContactId | undefined>;
  receipt(receipt: Receipt): Promise<void>;
  consent(from: Address, given: boolean): Promise<void>;
  /** What a channel keeps for good. */
  memory(channel: string, key: string, value: object): Promise<void>;
  /** Takes what lies on the disk, in the order of its coming. Says how much. */
  catchUp(): Promise<number>;
}

/** Meta wants an answer at once, and others within a few seconds. */
const PATIENCE_MS = 4_000;

export function safekeeping(db: Database, spool: Spool): Safekeeping {
  const take = async (spooled: Spooled): Promise<void> => {
    if (spooled.what === 'message') await receive(db, { ...spooled.message, sentAt: new Date(spooled.message.sentAt) });
    else if (spooled.what === 'receipt') await noteReceipt(db, spooled.receipt);
    else if (spooled.what === 'consent') await keepConsent(db, spooled.from, spooled.given);
    else await memoryOf(db, spooled.channel).keep(spooled.key, spooled.value, 'for good');
  };
  /** While anything lies on the disk, what comes goes behind it: or somebody's second message would be the first. */
  const orSpool = async <Result>(work: () => Promise<Result>, spooled: Spooled): Promise<Result | undefined> => {
    try {
      if (spool.isEmpty()) return await within(PATIENCE_MS, work());
    } catch (error) {
      // If it was stored after all, taking it once more does nothing.
      if (!lostConnection(error) && !(error instanceof TooSlow)) throw error;
    }
    await spool.put(spooled);
    return undefined;
  };
  return {
    async message(message, arrived) {
      const sentAt = (message.sentAt ?? arrived).toISOString();
      const stored = await orSpool(() => receive(db, message), { what: 'message', message: { ...message, sentAt } });
      return stored?.contactId;
    },
    receipt: (receipt) => orSpool(() => noteReceipt(db, receipt), { what: 'receipt', receipt }),
    consent: (from, given) => orSpool(() => keepConsent(db, from, given), { what: 'consent', from, given }),
    memory: (channel, key, value) =>
      orSpool(() => memoryOf(db, channel).keep(key, value, 'for good'), { what: 'memory', channel, key, value }),
    catchUp: async () => {
      if (spool.isEmpty()) return 0;
      return spool.empty(take).catch((error: unknown) => {
        if (!lostConnection(error)) throw error;
        return 0; // still away
      });
    },
  };
}

class TooSlow extends Error {}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`not within ${ms} ms`)), ms);
  });
  return Promise.race([work, tooSlow]).finally(() => clearTimeout(timer));
}
