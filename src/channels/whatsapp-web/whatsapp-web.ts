import type { FastifyRequest } from 'fastify';
import { Problem } from '../../hub/errors';
import type { Channel, ChannelMemory, Door, OutboundMessage } from '../channel';
import { type FailureName, failures, neverArrived, NotSent } from '../delivery';
import type { News } from './news';
import type { Signing } from './signed';

export interface WhatsappWebSettings {
  /** Where the process that holds the phone answers: on this machine. */
  phoneUrl: string;
  signing: Signing;
}

/** It writes like a person, a few seconds later. */
const WITHIN_MS = 30_000;

/** WhatsApp by a phone that is linked like WhatsApp Web. The phone is held by a process of its own (src/whatsapp-web.ts). */
export const whatsappWeb = ({ phoneUrl, signing }: WhatsappWebSettings): Channel => ({
  name: 'whatsapp',
  // Buttons and lists are shown no more to whoever gets them from a linked phone.
  shows: { characters: 1600 },

  async open({ routes, receive, receipt, memory }: Door) {
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    routes.post('/webhooks/whatsapp-web', async (request: FastifyRequest<{ Body?: string }>, reply) => {
      if (!request.body || !signing.isOurs(request.headers, request.body)) return reply.code(403).send();
      const { message, receipt: news } = read(request.body);
      if (message) {
        const { sentAt, ...written } = message;
        await memory.keep(wrote(message.from.at), {}, 'for good');
        await receive({ ...written, ...(sentAt && { sentAt: new Date(sentAt) }) });
      }
      if (news) await receipt(news);
      return reply.send();
    });
  },

  async send(message: OutboundMessage, memory?: ChannelMemory) {
    // Whoever writes to strangers from a linked phone loses the number; these get an SMS.
    if (!(await memory?.recall(wrote(message.to.at)))) throw new NotSent('refused');
    const { to, text, reference } = message;
    const answer = await post({ phoneUrl, signing }, JSON.stringify({ to: to.at, text, reference }));
    const said = (await answer.json().catch(() => ({}))) as { receipt?: string; failure?: string };
    if (answer.ok && said.receipt) return { receipt: said.receipt };
    throw new NotSent(isFailure(said.failure) ? said.failure : answer.status === 403 ? 'our_setup' : 'unknown_outcome');
  },
});

const wrote = (at: string): string => `wrote ${at}`;

const isFailure = (name: string | undefined): name is FailureName =>
  name !== undefined && Object.hasOwn(failures, name);

function read(body: string): News {
  try {
    return JSON.parse(body) as News;
  } catch (cause) {
    throw new Problem('bad_request', { cause });
  }
}

async function post({ phoneUrl, signing }: WhatsappWebSettings, body: string): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    return await fetch(`${phoneUrl}/send`, { method: 'POST', headers: signing.headers(body), body, signal });
  } catch (cause) {
    throw new NotSent(neverArrived(cause) ? 'unavailable' : 'unknown_outcome', { cause });
  }
}
