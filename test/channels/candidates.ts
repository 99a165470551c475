import { createHash } from 'node:crypto';
import { mail } from './mail-candidate';
import { whatsappWeb } from './whatsapp-web-candidate';
import { botFramework, directLine } from './microsoft-candidates';
import { plainForm, standInForAfricasTalking } from '../stand-ins/africas-talking';
import { signedBytes, signedNews, standInForMeta } from '../stand-ins/meta';
import { signedForm, standInForTwilio, type Fault as TwilioFault } from '../stand-ins/twilio';
import type { Call, Candidate, Trouble } from './conformance';

/** How each channel is spoken to. A new channel adds itself here, and the table asks the rest. */
export const candidates: Record<string, () => Promise<Candidate>> = {
  'SMS by Twilio': twilioSms,
  'WhatsApp by Twilio': twilioWhatsapp,
  'WhatsApp by Meta': whatsappCloud,
  "SMS by Africa's Talking": africasTalkingSms,
  "USSD by Africa's Talking": africasTalkingUssd,
  'Bot Framework': botFramework,
  'Direct Line': directLine,
  'our own page': webPage,
  mail,
  'WhatsApp by a linked phone': whatsappWeb,
};

const PUBLIC_URL = 'https://hub.example.org';
const SECRET = 'test-secret';
const HUGE = 'x'.repeat(4 * 1024 * 1024);
const without = ({ headers, ...call }: Call, name: string): Call => ({
  ...call,
  headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name)),
});
const number = (who: number): string => `+2547110${String(who).padStart(5, '0')}`;

interface TwilioKind {
  path: string;
  channel: string;
  environment: Record<string, string>;
  /** How Twilio writes somebody's number there, and how we do. */
  theirs(who: number): string;
  address(who: number): string;
  troubles: Record<Trouble, TwilioFault>;
}

const SMS_TROUBLES = {
  throttled: { status: 429, code: 20429 },
  refused: { status: 400, code: 30007 },
  opted_out: { status: 400, code: 21610 },
  reset_after_accepting: 'reset_after_accepting',
} as const;

function twilioSms(): Promise<Candidate> {
  return twilio({
    path: '/webhooks/twilio/sms',
    channel: 'sms',
    environment: { TWILIO_SMS_FROM: '+15550100002' },
    theirs: number,
    address: number,
    troubles: SMS_TROUBLES,
  });
}

function twilioWhatsapp(): Promise<Candidate> {
  return twilio({
    path: '/webhooks/twilio/whatsapp',
    channel: 'whatsapp',
    environment: { TWILIO_WHATSAPP_FROM: '+15550100003' },
    theirs: (who) => `whatsapp:${number(who)}`,
    address: (who) => number(who).slice(1),
    troubles: { ...SMS_TROUBLES, refused: { status: 400, code: 63016 }, opted_out: { status: 400, code: 63033 } },
  });
}

async function twilio({ path, channel, environment, theirs, address, troubles }: TwilioKind): Promise<Candidate> {
  const standIn = await standInForTwilio();
  const form = (url: string, fields: Record<string, string>): Call => ({
    url,
    ...signedForm(SECRET, PUBLIC_URL + url, fields),
  });
  return {
    folder: 'twilio',
    channel,
    environment: {
      PUBLIC_URL,
      TWILIO_ACCOUNT_SID: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      TWILIO_AUTH_TOKEN: SECRET,
      TWILIO_API_URL: standIn.url,
      ...environment,
    },
    address,
    message: ({ who, id, text = '', media }) =>
      form(path, { MessageSid: `SM${id}`, From: theirs(who), Body: text, NumMedia: media ? '1' : '0' }),
    unsigned: (good) => without(good, 'x-twilio-signature'),
    forged: (good) => ({ ...good, payload: good.payload.replace('hello', 'hullo') }),
    unparseable: () => form(path, { '%%%': '\u0000' }),
    tooLarge: () => form(path, { MessageSid: 'SMlarge', From: theirs(99), Body: HUGE }),
    provider: {
      handed: (who) =>
        standIn.ledger
          .filter(({ to }) => to === theirs(who))
          .map(({ body, sid, statusCallback }) => ({ text: body, receipt: sid, reference: statusCallback })),
      trouble: (who, trouble) => standIn.nextTo(theirs(who), troubles[trouble]),
    },
    // It calls the address that it was given with the message.
    receipt: ({ receipt, reference = '' }, status) =>
      form(reference.replace(PUBLIC_URL, ''), {
        MessageSid: receipt,
        MessageStatus: status === 'failed' ? 'undelivered' : status,
        ...(status === 'failed' && { ErrorCode: '30003' }),
      }),
    lacks: {},
    close: () => standIn.close(),
  };
}

async function whatsappCloud(): Promise<Candidate> {
  const meta = await standInForMeta('test-access-token');
  const OURS = '106540352242922';
  const url = '/webhooks/whatsapp';
  const TROUBLE = {
    throttled: { status: 400, code: 131056 },
    refused: { status: 400, code: 100 },
    opted_out: { status: 400, code: 131050 },
    reset_after_accepting: 'reset_after_accepting',
  } as const satisfies Record<Trouble, unknown>;
  const digits = (who: number): string => number(who).slice(1);
  const content = ({ text, media }: { text?: string; media?: true }): object =>
    media ? { type: 'audio', audio: { id: 'MEDIA', mime_type: 'audio/ogg' } } : { type: 'text', text: { body: text } };
  return {
    folder: 'whatsapp-cloud',
    channel: 'whatsapp',
    environment: {
      META_ACCESS_TOKEN: 'test-access-token',
      META_APP_SECRET: SECRET,
      META_VERIFY_TOKEN: 'test-verify-token',
      META_PHONE_NUMBER_ID: OURS,
      META_API_URL: meta.url,
    },
    address: digits,
    message: ({ who, id, ...written }) => ({
      url,
      ...signedNews(SECRET, OURS, {
        messages: [{ from: digits(who), id: `wamid.${id}`, timestamp: '1795165200', ...content(written) }],
      }),
    }),
    unsigned: (good) => without(good, 'x-hub-signature-256'),
    forged: (good) => ({ ...good, payload: good.payload.replace('hello', 'hullo') }),
    unparseable: () => ({ url, ...signedBytes(SECRET, '{"object":"whatsapp_business_account","entry":[') }),
    tooLarge: () => ({ url, ...signedBytes(SECRET, JSON.stringify({ object: HUGE })) }),
    provider: {
      handed: (who) =>
        meta.ledger
          .filter(({ to }) => to === digits(who))
          .map(({ text, id, reference }) => ({ text, receipt: id, reference })),
      trouble: (who, trouble) => meta.nextTo(digits(who), TROUBLE[trouble]),
    },
    receipt: ({ receipt, reference }, status) => ({
      url,
      ...signedNews(SECRET, OURS, {
        statuses: [
          {
            id: receipt,
            status,
            timestamp: '1795165205',
            biz_opaque_callback_data: reference,
            ...(status === 'failed' && { errors: [{ code: 131026, title: 'undeliverable' }] }),
          },
        ],
      }),
    }),
    lacks: {},
    close: () => meta.close(),
  };
}

const AT_SETTINGS = { AT_USERNAME: 'clinic', AT_API_KEY: 'test-api-key', AT_WEBHOOK_SECRET: 'a-long-secret' };

async function africasTalkingSms(): Promise<Candidate> {
  const standIn = await standInForAfricasTalking(AT_SETTINGS.AT_API_KEY);
  const under = `/webhooks/africastalking/${AT_SETTINGS.AT_WEBHOOK_SECRET}`;
  const form = (path: string, fields: Record<string, string>): Call => ({ url: under + path, ...plainForm(fields) });
  const TROUBLE = {
    throttled: { status: 429 },
    refused: { recipient: 402 },
    opted_out: { recipient: 406 },
    reset_after_accepting: 'reset_after_accepting',
  } as const;
  return {
    folder: 'africas-talking',
    channel: 'sms',
    environment: { ...AT_SETTINGS, AT_SMS_FROM: '22384', AT_API_URL: standIn.url },
    address: number,
    message: ({ who, id, text = '' }) =>
      form('/sms', { id, from: number(who), to: '22384', text, date: '2026-06-01 08:00:00', networkCode: '63902' }),
    unsigned: (good) => ({ ...good, url: good.url.replace(`/${AT_SETTINGS.AT_WEBHOOK_SECRET}`, '') }),
    forged: (good) => ({ ...good, url: good.url.replace('a-long', 'b-long') }),
    unparseable: () => form('/sms', { '%%%': '\u0000' }),
    tooLarge: () => form('/sms', { id: 'large', from: number(99), text: HUGE }),
    provider: {
      handed: (who) =>
        standIn.ledger
          .filter(({ to }) => to === number(who))
          .map((each) => ({ text: each.text, receipt: each.messageId })),
      trouble: (who, trouble) => standIn.nextTo(number(who), TROUBLE[trouble]),
    },
    receipt: ({ receipt }, status) =>
      form('/receipts', {
        id: receipt,
        status: { sent: 'Sent', delivered: 'Success', failed: 'Failed' }[status],
        ...(status === 'failed' && { failureReason: 'DeliveryFailure' }),
      }),
    lacks: {
      'a picture or a voice note gets a polite answer': 'they carry words only',
      'a receipt settles what was uncertain': 'a receipt names the message by an id that we have not heard',
    },
    close: () => standIn.close(),
  };
}

/** One call of a session of its own: a dial string, with what was to be said in it. */
async function africasTalkingUssd(): Promise<Candidate> {
  const under = `/webhooks/africastalking/${AT_SETTINGS.AT_WEBHOOK_SECRET}/ussd`;
  const form = (fields: Record<string, string>): Call => ({ url: under, ...plainForm(fields) });
  const nobody = 'the answer to a call is the answer on the screen; nothing is sent';
  return {
    folder: 'africas-talking',
    channel: 'ussd',
    environment: AT_SETTINGS,
    address: number,
    message: ({ who, id, text = '' }) =>
      form({
        sessionId: `ATUid_${id}`,
        serviceCode: '*384*123#',
        phoneNumber: number(who),
        networkCode: '63902',
        text,
      }),
    unsigned: (good) => ({ ...good, url: good.url.replace(`/${AT_SETTINGS.AT_WEBHOOK_SECRET}`, '') }),
    forged: (good) => ({ ...good, url: good.url.replace('a-long', 'b-long') }),
    unparseable: () => form({ '%%%': '\u0000' }),
    tooLarge: () => form({ sessionId: 'ATUid_large', phoneNumber: number(99), text: HUGE }),
    lacks: {
      'a picture or a voice note gets a polite answer': 'phones send keys and words only',
      'emoji and every script arrive as they were written': 'a dial string is divided at each *, and keys are plain',
      'a busy provider is asked again later': nobody,
      'what is refused is not tried again': nobody,
      'who has opted out is written to no more': nobody,
      'what may have been accepted is not sent again': nobody,
      'receipts in any order only climb': nobody,
      'a receipt settles what was uncertain': nobody,
    },
    close: async () => undefined,
  };
}

/** The page signs nothing: a cookie says who writes, and the browser from which site. */
async function webPage(): Promise<Candidate> {
  const url = '/chat/messages';
  const cookie = (who: number): string => `visitor${String(who).padStart(15, '0')}`;
  const json = (who: number, body: object): Call => ({
    url,
    headers: { 'content-type': 'application/json', cookie: `miadi_chat=${cookie(who)}` },
    payload: JSON.stringify(body),
  });
  const nobody = 'the page asks for its messages itself; there is nobody to send by';
  return {
    folder: 'web-page',
    channel: 'web',
    environment: { PUBLIC_URL },
    address: (who) => createHash('sha256').update(cookie(who)).digest('base64url'),
    message: ({ who, id, text }) => json(who, { id: id.padEnd(8, '-'), text }),
    unsigned: (good) => good,
    forged: (good) => ({ ...good, headers: { ...good.headers, origin: 'https://evil.example' } }),
    unparseable: () => ({ ...json(98, {}), payload: '{"id":' }),
    tooLarge: () => json(99, { id: 'large---', text: HUGE }),
    lacks: {
      'without a signature nothing is stored': 'without a cookie it is a new visitor, who has a place of their own',
      'a picture or a voice note gets a polite answer': 'the page takes no files',
      'a busy provider is asked again later': nobody,
      'what is refused is not tried again': nobody,
      'who has opted out is written to no more': nobody,
      'what may have been accepted is not sent again': nobody,
      'receipts in any order only climb': nobody,
      'a receipt settles what was uncertain': nobody,
    },
    close: async () => undefined,
  };
}
