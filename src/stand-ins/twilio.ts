import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';

/** What Twilio was handed, as its own books would say. */
export interface Handed {
  sid: string;
  to: string;
  from: string;
  body: string;
  /** Where it was asked to tell what became of the message. */
  statusCallback: string | undefined;
  /** Words that were approved beforehand, and what was filled in. */
  content?: { sid: string; variables: Record<string, string> };
}

/** The next answers, instead of "created". Afterwards everything goes well again. */
export type Fault = { status: number; code?: number; retryAfter?: number } | 'reset_after_accepting' | 'silence';

export interface TwilioStandIn {
  url: string;
  ledger: Handed[];
  /** What has been registered with the Content API, by its name. */
  contents: Map<string, string>;
  next(...faults: Fault[]): void;
  /** The next answer about one number, whatever others are sent meanwhile. */
  nextTo(number: string, fault: Fault): void;
  close(): Promise<void>;
}

/** The numbers that Twilio's own test credentials refuse, and why. */
const MAGIC: Record<string, number> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

interface Form {
  To: string;
  From?: string;
  MessagingServiceSid?: string;
  Body?: string;
  ContentSid?: string;
  ContentVariables?: string;
  StatusCallback?: string;
}

/** The Messages API of Twilio on loopback. https://www.twilio.com/docs/messaging/api/message-resource */
export async function standInForTwilio(onHanded: (handed: Handed) => void = () => undefined): Promise<TwilioStandIn> {
  const server = Fastify({ forceCloseConnections: true });
  const ledger: Handed[] = [];
  const faults: Fault[] = [];
  const ofOne = new Map<string, Fault>();
  const contents = new Map<string, string>();
  server.get('/v1/Content', () => contentPage(contents));
  await server.register(formbody);
  server.post<{ Params: { sid: string }; Body: Form }>(
    '/2010-04-01/Accounts/:sid/Messages.json',
    async ({ params, body }, reply) => {
      const fault = ofOne.get(body.To) ?? faults.shift();
      ofOne.delete(body.To);
      if (fault === 'silence') return new Promise(() => undefined);
      if (typeof fault === 'object') return refuse(reply, fault.status, fault.code ?? 20500);
      const magic = MAGIC[body.To];
      if (magic) return refuse(reply, 400, magic);
      if (body.ContentSid ? ![...contents.values()].includes(body.ContentSid) : !body.Body)
        return refuse(reply, 400, 21656);
      const sid = `SM${String(ledger.length + 1).padStart(32, '0')}`;
      const from = body.From ?? body.MessagingServiceSid ?? '';
      const handed = {
        sid,
        to: body.To,
        from,
        body: body.Body ?? '',
        statusCallback: body.StatusCallback,
        ...contentIn(body),
      };
      ledger.push(handed);
      onHanded(handed);
      if (fault === 'reset_after_accepting') return reply.raw.destroy();
      return reply.code(201).send(created(params.sid, sid, body));
    },
  );
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    ledger,
    contents,
    next: (...more) => void faults.push(...more),
    nextTo: (to, fault) => void ofOne.set(to, fault),
    close: () => server.close(),
  };
}

const contentIn = ({ ContentSid, ContentVariables = '{}' }: Form): Pick<Handed, 'content'> =>
  ContentSid ? { content: { sid: ContentSid, variables: JSON.parse(ContentVariables) as Record<string, string> } } : {};

const contentPage = (contents: ReadonlyMap<string, string>): object => ({
  contents: [...contents].map(([friendly_name, sid]) => ({
    sid,
    friendly_name,
    language: 'en',
    variables: {},
    types: {},
  })),
  meta: {
    key: 'contents',
    page: 0,
    page_size: 50,
    first_page_url: '',
    url: '',
    next_page_url: null,
    previous_page_url: null,
  },
});

const refuse = (reply: { code(n: number): { send(body: unknown): unknown } }, status: number, code: number): unknown =>
  reply
    .code(status)
    .send({ code, message: `Error ${code}`, more_info: `https://www.twilio.com/docs/errors/${code}`, status });

const created = (account: string, sid: string, { To, From, MessagingServiceSid, Body = '' }: Form): object => ({
  sid,
  account_sid: account,
  api_version: '2010-04-01',
  status: 'queued',
  to: To,
  from: From ?? null,
  messaging_service_sid: MessagingServiceSid ?? null,
  body: Body,
  num_segments: '1',
  num_media: '0',
  direction: 'outbound-api',
  error_code: null,
  error_message: null,
  price: null,
  price_unit: 'USD',
  date_created: 'Fri, 20 Nov 2026 09:00:00 +0000',
  date_updated: 'Fri, 20 Nov 2026 09:00:00 +0000',
  date_sent: null,
  uri: `/2010-04-01/Accounts/${account}/Messages/${sid}.json`,
  subresource_uris: {},
});

/** A webhook as Twilio would send it: the form, and the signature over the address it was told to call. */
export function signedForm(
  authToken: string,
  url: string,
  form: Record<string, string>,
): { headers: Record<string, string>; payload: string } {
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, url, form),
    },
    payload: new URLSearchParams(form).toString(),
  };
}
