import { setTimeout as pause } from 'node:timers/promises';
import { startApp, type TestApp } from '../app';
import { signedForm, standInForTwilio, type TwilioStandIn } from '../stand-ins/twilio';
import { sealedAddress } from '../../src/sealing/sealed';

const TOKEN = 'test-auth-token';
const PUBLIC_URL = 'https://hub.example.org';

let twilio: TwilioStandIn;
let app: TestApp;
beforeAll(async () => {
  twilio = await standInForTwilio();
  app = await startApp({
    PUBLIC_URL,
    TWILIO_ACCOUNT_SID: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_SMS_FROM: '+15550100002',
    TWILIO_WHATSAPP_FROM: '+15550100003',
    TWILIO_API_URL: twilio.url,
  });
});
afterAll(async () => {
  await app.end();
  await twilio.close();
});

let messages = 0;
const deliver = (kind: string, fields: Record<string, string>) => {
  const url = `/webhooks/twilio/${kind}`;
  const form = { MessageSid: `SM${++messages}`, Body: '', NumMedia: '0', ...fields };
  return app.hub.inject({ method: 'POST', url, ...signedForm(TOKEN, PUBLIC_URL + url, form) });
};

async function handedTo(address: string, count = 1) {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const handed = twilio.ledger.filter(({ to }) => to === address);
    if (handed.length >= count) return handed;
    await pause(20);
  }
  throw new Error(`Nothing for ${address}`);
}

test('is answered where it came from, beside SMS with the same account', async () => {
  await deliver('whatsapp', { From: 'whatsapp:+254711000001', WaId: '254711000001', Body: 'hello' });
  await deliver('sms', { From: '+254711000001', Body: 'hello' });
  const [chat] = await handedTo('whatsapp:+254711000001');
  const [text] = await handedTo('+254711000001');
  expect([chat?.from, text?.from]).toEqual(['whatsapp:+15550100003', '+15550100002']);
});

test('somebody without a number is answered by their own id', async () => {
  await deliver('whatsapp', { From: 'whatsapp:KE.13491208655302741918', Body: 'hello' });
  expect(await handedTo('whatsapp:KE.13491208655302741918')).toHaveLength(1);
});

test('a tapped button names the question it answers', async () => {
  await deliver('whatsapp', {
    From: 'whatsapp:+254711000002',
    Body: 'Book a visit',
    ButtonPayload: 'p7c2',
    MessageType: 'button',
  });
  const [row] = await app.dataSource.query(
    `select i.body from inbox i join contact c on c.id = i.contact_id where c.address = $1`,
    [sealedAddress('254711000002')],
  );
  expect(row).toEqual({ body: { text: 'Book a visit', prompt: 7, choice: 2 } });
});

test('that the window has closed may come late, and the message counts as undelivered', async () => {
  await deliver('whatsapp', { From: 'whatsapp:+254711000003', Body: 'hello' });
  const [handed] = await handedTo('whatsapp:+254711000003');
  const url = (handed?.statusCallback ?? '').replace(PUBLIC_URL, '');
  const form = {
    MessageSid: handed?.sid ?? '',
    MessageStatus: 'failed',
    ErrorCode: '63016',
    ChannelPrefix: 'whatsapp',
  };
  const answer = await app.hub.inject({ method: 'POST', url, ...signedForm(TOKEN, PUBLIC_URL + url, form) });
  expect(answer.statusCode).toBe(200);
  const [row] = await app.dataSource.query(
    `select o.status from outbox o join contact c on c.id = o.contact_id where c.address = $1`,
    [sealedAddress('254711000003')],
  );
  expect(row).toEqual({ status: 'undelivered' });
});
