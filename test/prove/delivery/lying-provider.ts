import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from '../random';

/** What the provider has really taken, by its own books. */
export interface Taken {
  sid: string;
  to: string;
  body: string;
  at: number;
  callback: string | undefined;
}

export interface LyingProvider {
  url: string;
  ledger: Taken[];
  /** What was done to whom asked, by kind. */
  lies: Record<string, number>;
  close(): Promise<void>;
}

export interface Lies {
  random: Random;
  /** How far its list lags behind what it has taken. */
  listLagMs: number;
  /** Of the callbacks, this share never comes; the others come through here. */
  callbacksLost: number;
  tell(taken: Taken): void;
}

/**
 * The Messages API of Twilio, as bad as providers get: 3 % of connections break after it has taken the message, 2 % get a 500
 * after and 2 % before, 2 % a 429; its list lags, and its callbacks get lost.
 */
export async function lyingProvider({ random, listLagMs, callbacksLost, tell }: Lies): Promise<LyingProvider> {
  const ledger: Taken[] = [];
  const lies: Record<string, number> = {};
  const tallied = (lie: string): string => ((lies[lie] = (lies[lie] ?? 0) + 1), lie);
  const fate = (): string => {
    const dice = random.next();
    if (dice < 0.03) return tallied('reset after taking');
    if (dice < 0.05) return tallied('500 after taking');
    if (dice < 0.07) return tallied('500 before taking');
    return dice < 0.09 ? tallied('429') : 'well';
  };

  function take(form: URLSearchParams): Taken {
    const taken = {
      sid: `SM${String(ledger.length + 1).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      body: form.get('Body') ?? '',
      at: performance.now(),
      callback: form.get('StatusCallback') ?? undefined,
    };
    ledger.push(taken);
    if (random.next() < callbacksLost) tallied('callback lost');
    else setTimeout(() => tell(taken), 20 + random.below(200));
    return taken;
  }

  const server = http.createServer((request, response) => {
    const answer = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'GET') {
      const to = new URL(request.url ?? '', 'http://x').searchParams.get('To');
      const seen = ledger.filter((taken) => taken.to === to && taken.at < performance.now() - listLagMs);
      return answer(200, { messages: seen.map(listed).reverse(), page: 0, page_size: 50, uri: '' });
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const dealt = fate();
      if (dealt === '429') return answer(429, { code: 20429, message: 'Too Many Requests', status: 429 });
      if (dealt === '500 before taking') return answer(500, { code: 20500, message: 'Internal', status: 500 });
      const taken = take(new URLSearchParams(body));
      if (dealt === 'reset after taking') return void request.socket.destroy();
      if (dealt === '500 after taking') return answer(500, { code: 20500, message: 'Internal', status: 500 });
      answer(201, listed(taken));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    lies,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

const listed = ({ sid, to, body }: Taken): object => ({
  ...{ sid, to, body, status: 'sent', direction: 'outbound-api', from: '+15550109999', account_sid: 'AC1' },
  ...{ date_created: new Date(Date.now()).toUTCString(), date_updated: null, date_sent: null, num_segments: '1' },
});
