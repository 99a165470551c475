import { EventEmitter } from 'node:events';
import type { WebClient } from '../../src/channels/whatsapp-web/linked-phone';
import type { WebMessage } from '../../src/channels/whatsapp-web/news';

export interface FakeClient extends Omit<WebClient, 'on'>, EventEmitter {
  destroyed: boolean;
}

export interface FakeWhatsapp {
  /** Every client that was made, the newest last: each is used once. */
  clients: FakeClient[];
  makeClient(): Promise<WebClient>;
  ledger: { to: string; text: string; id: string }[];
  /** The next message to somebody is not sent, or is sent and the answer lost. */
  nextTo(chatId: string, fault: 'nothing sent' | 'sent and lost'): void;
  /** How the next clients start. */
  starts: 'linked' | 'unlinked' | 'not at all';
}

/** Plays the events of whatsapp-web.js, as its documentation and its source have them. No browser, no WhatsApp. */
export function fakeWhatsapp(): FakeWhatsapp {
  const faults = new Map<string, 'nothing sent' | 'sent and lost'>();
  const fake: FakeWhatsapp = {
    clients: [],
    ledger: [],
    starts: 'linked',
    nextTo: (chatId, fault) => void faults.set(chatId, fault),
    makeClient() {
      const client: FakeClient = Object.assign(new EventEmitter(), {
        destroyed: false,
        async initialize() {
          // It rejects with a plain string there.
          if (fake.starts === 'not at all') return Promise.reject('auth timeout' as unknown as Error);
          if (fake.starts === 'unlinked') return void client.emit('qr', '2@abc,def');
          client.emit('authenticated');
          client.emit('ready');
          client.emit('ready'); // and once more, as it does
        },
        async destroy() {
          client.destroyed = true;
        },
        async sendMessage(to: string, text: string): Promise<WebMessage | null> {
          const fault = faults.get(to);
          faults.delete(to);
          if (fault === 'nothing sent') return null;
          const id = `true_${to}_3EB0${fake.ledger.length}`;
          fake.ledger.push({ to, text, id });
          if (fault) throw new Error('Protocol error: Session closed.');
          return { id: { _serialized: id, fromMe: true }, from: 'us', type: 'chat', fromMe: true };
        },
      });
      fake.clients.push(client);
      // The cast: an emitter takes listeners of any kind.
      return Promise.resolve(client as unknown as WebClient);
    },
  };
  return fake;
}
