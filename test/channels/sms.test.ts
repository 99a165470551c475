import { setTimeout as pause } from 'node:timers/promises';
import { startApp, type TestApp } from '../app';
import { signedForm, standInForTwilio, type TwilioStandIn } from '../stand-ins/twilio';
import { sealedAddress } from '../../src/sealing/sealed';

const TOKEN = 'test-auth-token';
const PUBLIC_URL = 'https://hub.example.org';
const INCOMING = '/webhooks/twilio/sms';

let twilio: TwilioStandIn;
let app: TestApp;
beforeAll(async () => {
  twilio = await standInForTwilio();
  app = await startApp({
    PUBLIC_URL,
    TWILIO_ACCOUNT_SID: 'ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_SMS_FROM: '+15550100002',
    TWILIO_API_URL: twilio.url,
  });
});
afterAll(async () => {
  await app.end();
  await twilio.close();
});

let messages = 0;
const form = (from: string, body: string, more: Record<string, string> = {}): Record<string, string> => ({
  MessageSid: `SM${String(++messages).padStart(32, 'f')}`,
  From: from,
  To: '+15550100002',
  Body: body,
  NumMedia: '0',
  ...more,
});

const post = (url: string, { headers, payload }: { headers: Record<string, string>; payload: string }) =>
  app.hub.inject({ method: 'POST', url, headers, payload });
const deliver = (url: string, fields: Record<string, string>) => post(url, signedForm(TOKEN, PUBLIC_URL + url, fields));

async function repliesTo(number: string, count: number): Promise<string[]> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const replies = twilio.ledger.filter((handed) => handed.to === number);
    if (replies.length >= count) return replies.map((handed) => handed.body);
    await pause(20);
  }
  throw new Error(`No ${count} replies for ${number}: ${JSON.stringify(twilio.ledger)}`);
}
const inboxOf = (number: string) =>
  app.dataSource.query('select i.id from inbox i join contact c on c.id = i.contact_id where c.address = $1', [
    sealedAddress(number),
  ]);

test('a text is answered by a text', async () => {
  const answer = await deliver(INCOMING, form('+254700000001', 'hello'));
  expect([answer.statusCode, answer.body]).toEqual([200, '<Response/>']);
  const [reply] = await repliesTo('+254700000001', 1);
  expect(reply).toContain('1');
});

test('the same text three times, two of them at once, is one text', async () => {
  const fields = form('+254700000002', 'hello');
  await deliver(INCOMING, fields);
  await Promise.all([deliver(INCOMING, fields), deliver(INCOMING, fields)]);
  await repliesTo('+254700000002', 1);
  await pause(200);
  expect(await inboxOf('+254700000002')).toHaveLength(1);
  expect(await repliesTo('+254700000002', 1)).toHaveLength(1);
});

test.each([
  ['no signature', (good: Record<string, string>) => ({ 'content-type': good['content-type']! })],
  [
    'a wrong one',
    (good: Record<string, string>) => ({ ...good, 'x-twilio-signature': 'TabaVirm8weZ/EATHjOP9/pkd5s=' }),
  ],
  [
    'one over another address',
    () => signedForm(TOKEN, `https://evil.example${INCOMING}`, form('+254700000003', 'x')).headers,
  ],
])('with %s nothing is stored', async (_, headersOf) => {
  const good = signedForm(TOKEN, PUBLIC_URL + INCOMING, form('+254700000003', 'hello'));
  const answer = await post(INCOMING, { ...good, headers: headersOf(good.headers) });
  expect(answer.statusCode).toBe(403);
  expect(await inboxOf('+254700000003')).toEqual([]);
});

test('a forwarded host does not make a signature good', async () => {
  const signed = signedForm(TOKEN, `https://evil.example${INCOMING}`, form('+254700000003', 'hello'));
  const headers = {
    ...signed.headers,
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  };
  expect((await post(INCOMING, { ...signed, headers })).statusCode).toBe(403);
});

test('a send that may have been accepted is not sent again', async () => {
  twilio.next('reset_after_accepting');
  await deliver(INCOMING, form('+254700000004', 'hello'));
  await repliesTo('+254700000004', 1);
  await pause(1500);
  expect(await repliesTo('+254700000004', 1)).toHaveLength(1);
  const rows = await app.dataSource.query(
    `select o.status from outbox o join contact c on c.id = o.contact_id where c.address = $1`,
    [sealedAddress('+254700000004')],
  );
  expect(rows).toEqual([{ status: 'uncertain' }]);
});

test('a busy provider is asked again later', async () => {
  twilio.next({ status: 429, code: 20429 });
  await deliver(INCOMING, form('+254700000005', 'hello'));
  expect(await repliesTo('+254700000005', 1)).toHaveLength(1);
});

test('what the carrier has stopped is stopped here, and not answered', async () => {
  await deliver(INCOMING, form('+254700000006', 'STOP', { OptOutType: 'STOP' }));
  const [contact] = await app.dataSource.query(
    `select stopped_at is not null as stopped from contact where address = $1`,
    [sealedAddress('+254700000006')],
  );
  expect(contact).toEqual({ stopped: true });
  await pause(200);
  expect(twilio.ledger.filter((handed) => handed.to === '+254700000006')).toEqual([]);
});

test('receipts only climb', async () => {
  await deliver(INCOMING, form('+254700000007', 'hello'));
  await repliesTo('+254700000007', 1);
  const sid = twilio.ledger.find((handed) => handed.to === '+254700000007')!.sid;
  await pause(100);
  for (const MessageStatus of ['delivered', 'sent', 'queued'])
    expect((await deliver('/webhooks/twilio/status', { MessageSid: sid, MessageStatus })).statusCode).toBe(200);
  expect(await app.dataSource.query('select status from outbox where receipt = $1', [sid])).toEqual([
    { status: 'delivered' },
  ]);
});
