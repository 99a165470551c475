import type { Channel, Door, OutboundMessage, Receipt } from '../channel';
import { type FailureName, neverArrived, NotSent } from '../delivery';
import { type AfricasTalkingSettings, takeForms, UNDER, word } from './webhooks';

// https://developers.africastalking.com/docs/sms/notifications
interface Incoming {
  id: string;
  from: string;
  text?: string;
}

interface Report {
  id: string;
  status: string;
  failureReason?: string;
}

const incoming = { type: 'object', required: ['id', 'from'], properties: { id: word, from: word } } as const;
const report = { type: 'object', required: ['id', 'status'], properties: { id: word, status: word } } as const;
const optOut = { type: 'object', required: ['phoneNumber'], properties: { phoneNumber: word } } as const;

export const sms = (settings: AfricasTalkingSettings): Channel => ({
  name: 'sms',
  shows: { characters: 459, letters: 'gsm7' }, // three segments; some carriers drop the fourth

  async open(door: Door) {
    await takeForms(door, settings);
    const { routes } = door;
    routes.post<{ Body: Incoming }>(`${UNDER}/sms`, { schema: { body: incoming } }, async ({ body }, reply) => {
      const { id, from, text = '' } = body;
      if (isPerson(from)) await door.receive({ id, from: { channel: 'sms', at: from }, text });
      return reply.send();
    });
    routes.post<{ Body: Report }>(`${UNDER}/receipts`, { schema: { body: report } }, async ({ body }, reply) => {
      const news = asReceipt(body);
      if (news) await door.receipt(news);
      return reply.send();
    });
    routes.post<{ Body: { phoneNumber: string } }>(
      `${UNDER}/opt-outs`,
      { schema: { body: optOut } },
      async ({ body }, reply) => {
        await door.consent({ channel: 'sms', at: body.phoneNumber }, false);
        return reply.send();
      },
    );
  },

  async send(message: OutboundMessage) {
    const answer = await post(settings, message);
    if (!answer.ok) throw explain(answer);
    // It is "201 Created" for messages that were refused, too: what counts stands beside each recipient.
    const { SMSMessageData } = (await answer.json().catch(() => ({}))) as Answer;
    if (!SMSMessageData?.Recipients) throw new NotSent('unknown_outcome');
    const [recipient] = SMSMessageData.Recipients;
    if (!recipient) throw new NotSent('our_setup'); // nobody was tried: a wrong sender, as a rule
    const failure = meaningOf(recipient.statusCode);
    if (failure) throw new NotSent(failure);
    return { receipt: recipient.messageId };
  },
});

// A name such as MTN cannot be answered, and is no patient.
const isPerson = (from: string): boolean => /^\+\d{7,15}$/.test(from);

// https://developers.africastalking.com/docs/sms/sending/bulk
interface Answer {
  SMSMessageData?: { Message: string; Recipients?: { statusCode: number; messageId: string }[] };
}

const WITHIN_MS = 10_000;

async function post(settings: AfricasTalkingSettings, { to, text }: OutboundMessage): Promise<Response> {
  const { apiUrl, username, apiKey, smsFrom } = settings;
  const form = { username, to: to.at, message: text, bulkSMSMode: '1', enqueue: '1' };
  try {
    return await fetch(`${apiUrl}/version1/messaging`, {
      method: 'POST',
      headers: { apiKey: apiKey.reveal(), accept: 'application/json' },
      body: new URLSearchParams({ ...form, ...(smsFrom && { from: smsFrom }) }),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
  } catch (cause) {
    throw new NotSent(neverArrived(cause) ? 'unavailable' : 'unknown_outcome', { cause });
  }
}

function explain({ status }: Response): NotSent {
  if (status === 429) return new NotSent('throttled');
  if (status === 503) return new NotSent('unavailable');
  // Nothing of ours comes back with a receipt, so what broke on their side is not simply sent again.
  if (status >= 500) return new NotSent('unknown_outcome');
  return new NotSent(status === 401 || status === 403 ? 'our_setup' : 'refused');
}

const MEANING: Record<number, FailureName> = {
  401: 'our_setup', // held as a risk
  402: 'our_setup', // sender id
  403: 'bad_address',
  404: 'bad_address',
  405: 'our_setup', // no balance
  406: 'opted_out',
  407: 'bad_address', // no route
  500: 'unavailable',
  501: 'unavailable',
  502: 'unavailable',
};

const meaningOf = (code: number): FailureName | undefined =>
  code >= 100 && code <= 102 ? undefined : (MEANING[code] ?? 'refused');

const STATUS: Record<string, Receipt['status']> = {
  Sent: 'sent',
  Submitted: 'sent',
  Buffered: 'sent',
  Success: 'delivered',
  Rejected: 'failed',
  Failed: 'failed',
  Expired: 'failed',
  AbsentSubscriber: 'failed',
};

const REASON: Record<string, FailureName> = {
  UserInBlackList: 'opted_out',
  UserDoesNotExist: 'bad_address',
  NotNetworkSubcriber: 'bad_address', // spelt so
  UserIsInactive: 'unreachable',
  DeliveryFailure: 'unreachable',
  InsufficientCredit: 'our_setup',
};

function asReceipt({ id, status, failureReason = '' }: Report): Receipt | undefined {
  const known = STATUS[status];
  if (!known) return undefined;
  return {
    of: { receipt: id },
    status: known,
    ...(known === 'failed' && { failure: REASON[failureReason] ?? 'refused' }),
  };
}
