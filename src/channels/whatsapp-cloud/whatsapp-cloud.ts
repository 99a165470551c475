import { Problem } from '../../hub/errors';
import type { Channel, Door, OutboundMessage } from '../channel';
import { neverArrived, NotSent } from '../delivery';
import { meaningOf } from './errors';
import { asPayload } from './payload';
import { newsIn, signedByMeta, type Webhook } from './webhook';

export interface MetaSettings {
  accessToken: { reveal(): string };
  appSecret: { reveal(): string };
  verifyToken: { reveal(): string };
  phoneNumberId: string;
  apiUrl: string;
}

const VERSION = 'v23.0';
const WITHIN_MS = 10_000;

/** Meta puts many messages into one call, up to three megabytes. */
const LARGEST_BODY = 3 * 1024 * 1024;

/** WhatsApp straight from Meta. */
export const whatsappCloud = (meta: MetaSettings): Channel => ({
  name: 'whatsapp',
  // The most that may stand above buttons. Without them it could be 4096; nobody reads that far.
  // A row's title of 24 goes on in its description of 72; its number takes three.
  shows: { characters: 1024, buttons: { most: 3, characters: 20 }, list: { most: 10, characters: 24 + 72 - 4 } },

  async open({ routes, receive, receipt }: Door) {
    routes.get<{ Querystring: Record<string, string> }>('/webhooks/whatsapp', async ({ query }, reply) => {
      const known = query['hub.mode'] === 'subscribe' && query['hub.verify_token'] === meta.verifyToken.reveal();
      return known ? reply.type('text/plain').send(query['hub.challenge'] ?? '') : reply.code(403).send();
    });

    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    routes.post<{ Body: Buffer }>('/webhooks/whatsapp', { bodyLimit: LARGEST_BODY }, async (request, reply) => {
      const signature = request.headers['x-hub-signature-256'];
      if (!request.body || !signedByMeta(meta.appSecret.reveal(), request.body, signature))
        return reply.code(403).send();
      const { messages, receipts } = read(request.body, meta.phoneNumberId);
      for (const message of messages) await receive(message);
      for (const each of receipts) await receipt(each);
      return reply.send();
    });
  },

  async send(message: OutboundMessage) {
    const answer = await post(meta, message);
    const body = (await answer.json().catch(() => ({}))) as Answer;
    const receipt = body.messages?.[0]?.id;
    if (answer.ok && receipt) return { receipt };
    throw explain(answer, body);
  },
});

function read(raw: Buffer, phoneNumberId: string): ReturnType<typeof newsIn> {
  try {
    return newsIn(JSON.parse(raw.toString('utf8')) as Webhook, phoneNumberId);
  } catch (cause) {
    throw new Problem('bad_request', { cause });
  }
}

interface Answer {
  messages?: { id: string }[];
  error?: { code: number };
}

async function post({ apiUrl, phoneNumberId, accessToken }: MetaSettings, message: OutboundMessage): Promise<Response> {
  try {
    return await fetch(`${apiUrl}/${VERSION}/${phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken.reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify(asPayload(message)),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
  } catch (cause) {
    throw new NotSent(neverArrived(cause) ? 'unavailable' : 'unknown_outcome', { cause });
  }
}

function explain(answer: Response, { error }: Answer): NotSent {
  const wait = Number(answer.headers.get('retry-after')) || undefined;
  if (answer.status === 429) return new NotSent('throttled', wait ? { afterSeconds: wait } : {});
  // There is no idempotency key, so what broke on their side may still have been sent.
  if (answer.status >= 500 || answer.ok) return new NotSent('unknown_outcome');
  return new NotSent(error ? meaningOf(error.code) : 'refused');
}
