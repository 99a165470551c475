import { randomBytes } from 'node:crypto';
import type { Environment } from '../config';
import { approvedWords } from '../conversation/templates';
import { segmentsOf } from '../outbox/segments';
import { type AtStandIn, plainForm, standInForAfricasTalking } from '../stand-ins/africas-talking';
import { type MetaHanded, signedNews, standInForMeta } from '../stand-ins/meta';
import { type Handed, signedForm, standInForTwilio } from '../stand-ins/twilio';
import type { Line, Wire } from './phone';

/** Where the hub answers, and under which name providers know it. */
export interface Hub {
  readonly address: string;
  readonly publicUrl: string;
}

/** A call of one of the providers to us, as it would make it. */
export interface Webhook {
  path: string;
  headers: Record<string, string>;
  payload: string;
}

export interface Providers {
  /** With this the product believes that it has three real accounts. */
  readonly environment: Environment;
  sms(number: string, text: string): Webhook;
  whatsapp(number: string, said: { text: string; tap?: { label: string; carries: string; list?: true } }): Webhook;
  ussd(call: { sessionId: string; phoneNumber: string; text: string }): Webhook;
  /** From now on what is handed over reaches phones, and receipts come back. */
  connect(hub: Hub, arrived: (wire: Wire, number: string, line: Line) => void): void;
  close(): Promise<void>;
}

const made = (): string => randomBytes(24).toString('hex');
const OUR_WHATSAPP = '106540352242922';
const OUR_SMS = '+15550199000';

/** The three providers on loopback, with credentials that were made a moment ago and are nowhere else. */
export async function openProviders(): Promise<Providers> {
  const [twilioToken, metaToken, metaSecret, atKey, atSecret] = [made(), made(), made(), made(), made()];
  let connected: { hub: Hub; arrived: (wire: Wire, number: string, line: Line) => void } | undefined;

  const fromTwilio = (path: string, form: Record<string, string>): Webhook => ({
    path,
    ...signedForm(twilioToken, (connected?.hub.publicUrl ?? '') + path, form),
  });
  const fromMeta = (news: { messages?: object[]; statuses?: object[] }): Webhook => ({
    path: '/webhooks/whatsapp',
    ...signedNews(metaSecret, OUR_WHATSAPP, news),
  });

  // A provider answers the hand-over first; the phone and the receipt come a moment later.
  const soon = (then: () => void): void => void setTimeout(then, DELIVERY_MS).unref();
  const bySms = ({ to, text, receipt }: { to: string; text: string; receipt: Webhook | undefined }): void =>
    soon(() => {
      connected?.arrived('sms', to, { mine: false, text, segments: segmentsOf(text) });
      if (receipt && connected) void deliver(connected.hub, receipt);
    });
  const twilio = await standInForTwilio(({ sid, to, body }: Handed) =>
    bySms({
      to,
      text: body,
      receipt: fromTwilio('/webhooks/twilio/status', { MessageSid: sid, MessageStatus: 'delivered' }),
    }),
  );
  const meta = await standInForMeta(
    metaToken,
    (handed: MetaHanded) =>
      soon(() => {
        connected?.arrived('whatsapp', `+${handed.to}`, { mine: false, text: handed.text, taps: tapsOf(handed) });
        const status = { id: handed.id, status: 'delivered', biz_opaque_callback_data: handed.reference };
        if (connected) void deliver(connected.hub, fromMeta({ statuses: [status] }));
      }),
    approvedWords,
  );
  const africasTalking: AtStandIn = await standInForAfricasTalking(atKey, ({ to, text }) =>
    bySms({ to, text, receipt: undefined }),
  );

  return {
    environment: {
      TWILIO_ACCOUNT_SID: `AC${made().slice(0, 32)}`,
      TWILIO_AUTH_TOKEN: twilioToken,
      TWILIO_SMS_FROM: OUR_SMS,
      TWILIO_API_URL: twilio.url,
      META_ACCESS_TOKEN: metaToken,
      META_APP_SECRET: metaSecret,
      META_VERIFY_TOKEN: made(),
      META_PHONE_NUMBER_ID: OUR_WHATSAPP,
      META_API_URL: meta.url,
      AT_USERNAME: 'sandbox',
      AT_API_KEY: atKey,
      AT_WEBHOOK_SECRET: atSecret,
      AT_API_URL: africasTalking.url,
    },
    sms: (number, text) =>
      fromTwilio('/webhooks/twilio/sms', {
        MessageSid: `SM${made().slice(0, 32)}`,
        From: number,
        To: OUR_SMS,
        Body: text,
        NumMedia: '0',
      }),
    whatsapp: (number, { text, tap }) => fromMeta({ messages: [asWhatsapp(number.slice(1), text, tap)] }),
    ussd: (call) => ({
      path: `/webhooks/africastalking/${atSecret}/ussd`,
      ...plainForm({ serviceCode: '*384*123#', networkCode: '63902', ...call }),
    }),
    connect: (hub, arrived) => void (connected = { hub, arrived }),
    async close() {
      connected = undefined;
      await Promise.all([twilio.close(), meta.close(), africasTalking.close()]);
    },
  };
}

/** As long as the air takes. */
const DELIVERY_MS = 350;

function asWhatsapp(from: string, text: string, tap?: { label: string; carries: string; list?: true }): object {
  const id = `wamid.${made()}`;
  if (!tap) return { from, id, type: 'text', text: { body: text } };
  const kind = tap.list ? 'list_reply' : 'button_reply';
  return { from, id, type: 'interactive', interactive: { type: kind, [kind]: { id: tap.carries, title: tap.label } } };
}

const tapsOf = ({ taps, titles, isList }: MetaHanded): NonNullable<Line['taps']> =>
  taps.map((carries, i) => ({ label: titles[i] ?? '', carries, ...(isList && { list: true as const }) }));

/** Says what the hub answered; anything but 2xx is a fault of ours that the page shows. */
export async function deliver({ address }: Hub, { path, headers, payload }: Webhook): Promise<string> {
  const answer = await fetch(address + path, { method: 'POST', headers, body: payload });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path.replace(/[\da-f]{20,}/, '…')} answered ${answer.status}`);
  return text;
}
