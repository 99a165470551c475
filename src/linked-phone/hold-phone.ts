import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { type LinkedPhone, linkPhone, type PhoneState, type WebClient } from '../channels/whatsapp-web/linked-phone';
import type { News } from '../channels/whatsapp-web/news';
import type { Signing } from '../channels/whatsapp-web/signed';
import type { Spool } from '../inbox/spool';

export interface Holding {
  makeClient(): Promise<WebClient>;
  /** Of this machine only: 0 for any that is free. */
  port: number;
  hubUrl: string;
  signing: Signing;
  /** Where news lies until the hub has it: WhatsApp does not bring it again. */
  spool: Spool<News>;
  changed(state: PhoneState): void;
  onMistake(error: unknown): void;
  pause(ms: number): Promise<void>;
  random(): number;
}

export interface HeldPhone {
  url: string;
  state(): PhoneState;
  stop(): Promise<void>;
}

const AGAIN_MS = 2_000;
const HUB_WITHIN_MS = 10_000;

/** Holds the clinic's linked phone: what it hears goes to the hub, in order and surely; what the hub has to say goes out by it. */
export async function holdPhone(holding: Holding): Promise<HeldPhone> {
  const { spool, signing, onMistake } = holding;
  const bring = async (news: News): Promise<void> => {
    const body = JSON.stringify(news);
    const signal = AbortSignal.timeout(HUB_WITHIN_MS);
    const url = `${holding.hubUrl}/webhooks/whatsapp-web`;
    const { ok, status } = await fetch(url, { method: 'POST', headers: signing.headers(body), body, signal });
    if (!ok) throw new Error(`the hub answered ${status}`);
  };
  const flush = async (): Promise<void> => {
    while (!spool.isEmpty()) await spool.empty(bring);
  };
  const tryToFlush = (): void => void flush().catch(() => undefined); // the hub is away: the timer tries again
  const phone = linkPhone({
    ...holding,
    async tell(news) {
      await spool.put(news).catch(onMistake);
      tryToFlush();
    },
  });
  const server = await answer(phone, holding);
  const timer = setInterval(tryToFlush, AGAIN_MS).unref();
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state: phone.state,
    async stop() {
      clearInterval(timer);
      await phone.stop();
      await server.close();
    },
  };
}

async function answer(phone: LinkedPhone, { port, signing }: Holding) {
  const server = Fastify();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.post<{ Body?: string }>('/send', async ({ headers, body }, reply) => {
    if (!body || !signing.isOurs(headers, body)) return reply.code(403).send();
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    const sent = await phone.send(to, text);
    return reply.code('receipt' in sent ? 200 : 503).send(sent);
  });
  server.get('/health', () => ({ status: 'alive', phone: phone.state().is }));
  await server.listen({ host: '127.0.0.1', port });
  return server;
}
