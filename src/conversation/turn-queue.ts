import type { ContactId } from '../database/ids';

export interface TurnQueue {
  /** Takes the turns of somebody soon. False when too many wait already: the round that looks at everybody will find them. */
  add(contactId: ContactId): boolean;
  /** The same, and resolves when they are taken. */
  take(contactId: ContactId): Promise<number>;
  stop(): Promise<void>;
}

/** As many as share the connections of a process with those who bring and send messages. */
const AT_ONCE = 6;
/** Beyond this, who is next is decided by clinic and not by who came first (whoWaits). */
const MOST_WAITING = 60;

/** The turns that this process takes: so many at once, and of one person never two. */
export function turnQueue(
  takeTurns: (contactId: ContactId) => Promise<number>,
  onMistake: (error: unknown) => void,
): TurnQueue {
  const waiting = new Map<ContactId, ((handled: number) => void)[]>();
  const busy = new Map<ContactId, Promise<void>>();
  let stopped = false;

  const next = (): void => {
    for (const [contactId, told] of waiting) {
      if (stopped || busy.size >= AT_ONCE) return;
      if (busy.has(contactId)) continue;
      waiting.delete(contactId);
      const turns = takeTurns(contactId)
        .catch((error: unknown) => (onMistake(error), 0))
        .then((handled) => {
          busy.delete(contactId);
          for (const tell of told) tell(handled);
          next();
        });
      busy.set(contactId, turns);
    }
  };
  const wait = (contactId: ContactId, tell?: (handled: number) => void): void => {
    waiting.set(contactId, [...(waiting.get(contactId) ?? []), ...(tell ? [tell] : [])]);
    next();
  };
  return {
    add(contactId) {
      if (stopped || waiting.size >= MOST_WAITING) return false;
      wait(contactId);
      return true;
    },
    take: (contactId) => (stopped ? Promise.resolve(0) : new Promise((tell) => wait(contactId, tell))),
    async stop() {
      stopped = true;
      for (const told of waiting.values()) for (const tell of told) tell(0);
      waiting.clear();
      await Promise.all(busy.values());
    },
  };
}
