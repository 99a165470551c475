import type { FailureName } from '../delivery';
import { chatIdOf, messageNews, type News, receiptNews, type WebMessage } from './news';

/** What we use of the client of whatsapp-web.js. */
export interface WebClient {
  on(event: string, listener: (...about: never[]) => void): unknown;
  initialize(): Promise<void>;
  destroy(): Promise<void>;
  sendMessage(chatId: string, text: string, options: object): Promise<WebMessage | null | undefined>;
}

export type PhoneState =
  | { is: 'starting' | 'connected' }
  /** Somebody must scan this with the clinic's phone. */
  | { is: 'to be linked'; qr: string }
  /** It comes back by itself. */
  | { is: 'away'; because: string }
  /** The phone has thrown us out: only a person can link it again, by starting this process anew. */
  | { is: 'logged out' };

export interface Surroundings {
  /** A client is used once: after it was disconnected, the next attempt needs a new one. */
  makeClient(): Promise<WebClient>;
  /** Resolves when the news is safely kept. */
  tell(news: News): Promise<void>;
  changed(state: PhoneState): void;
  pause(ms: number): Promise<void>;
  random(): number;
}

export interface LinkedPhone {
  state(): PhoneState;
  send(to: string, text: string): Promise<{ receipt: string } | { failure: FailureName }>;
  stop(): Promise<void>;
}

const OURS_TO_MEND = new Set(['LOGOUT', 'UNPAIRED']);
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [5_000, 300_000];
/** A person needs some seconds to write. */
const [WRITES_FROM_MS, WRITES_FOR_MS] = [2_000, 4_000];

/** Keeps a phone linked: starts, waits for somebody to scan the code, and begins anew whenever WhatsApp ends it. */
export function linkPhone(around: Surroundings): LinkedPhone {
  let [state, client, pauseMs, stopped]: [PhoneState, WebClient | undefined, number, boolean] = [
    { is: 'starting' },
    undefined,
    FIRST_PAUSE_MS,
    false,
  ];
  let writing: Promise<unknown> = Promise.resolve();
  const become = (next: PhoneState): void => around.changed((state = next));

  const begin = async (): Promise<void> => {
    if (stopped) return;
    become({ is: 'starting' });
    try {
      const fresh = await around.makeClient();
      client = fresh;
      listen(fresh);
      await fresh.initialize();
    } catch (error) {
      // It rejects with words as often as with errors.
      await again(error instanceof Error ? error.message : String(error));
    }
  };

  const again = async (because: string): Promise<void> => {
    const gone = client;
    client = undefined;
    become({ is: 'away', because });
    await gone?.destroy().catch(() => undefined);
    await around.pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    await begin();
  };

  const listen = (fresh: WebClient): void => {
    const on = (event: string, listener: (...about: never[]) => void): unknown =>
      fresh.on(event, ((...about: never[]) => (fresh === client ? listener(...about) : undefined)) as never);
    on('qr', (qr: string) => become({ is: 'to be linked', qr }));
    on('ready', () => {
      pauseMs = FIRST_PAUSE_MS;
      if (state.is !== 'connected') become({ is: 'connected' });
    });
    on('auth_failure', (why: string) => void again(`not let in: ${why}`));
    on('disconnected', (reason: string) => {
      if (!OURS_TO_MEND.has(reason)) return void again(reason);
      client = undefined;
      become({ is: 'logged out' });
    });
    on('message', (message: WebMessage) => told(messageNews(message)));
    on('message_ack', (message: WebMessage, ack: number) => told(receiptNews(message, ack)));
  };

  const told = (news: News | undefined): void => void (news && around.tell(news));

  const send: LinkedPhone['send'] = async (to, text) => {
    await around.pause(WRITES_FROM_MS + around.random() * WRITES_FOR_MS);
    if (!client || state.is !== 'connected') return { failure: 'unavailable' };
    const sent = await client
      .sendMessage(chatIdOf(to), text, { linkPreview: false, sendSeen: true, waitUntilMsgSent: true })
      .catch(() => 'unknown' as const);
    if (sent === 'unknown') return { failure: 'unknown_outcome' };
    // It says nothing where nothing was sent.
    return sent ? { receipt: sent.id._serialized } : { failure: 'unreachable' };
  };

  void begin();
  return {
    state: () => state,
    // One after the other, as a person would.
    send: (to, text) => (writing = writing.then(() => send(to, text))) as ReturnType<LinkedPhone['send']>,
    async stop() {
      stopped = true;
      await client?.destroy().catch(() => undefined);
    },
  };
}
