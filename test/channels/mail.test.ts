import { email } from '../../src/channels/email/email';
import type { OutboundMessage } from '../../src/channels/channel';
import { NotSent } from '../../src/channels/delivery';
import { asMailAddress } from '../../src/outbox/put-mail';
import { type StandInForSmtp, standInForSmtp } from '../stand-ins/smtp';

let smtp: StandInForSmtp;
beforeAll(async () => void (smtp = await standInForSmtp()));
afterAll(() => smtp.close());

const FROM = 'visits@clinic.example';
const by = (url = smtp.url) => email({ url: { reveal: () => url }, from: FROM });
const message = (change: Partial<OutboundMessage> = {}): OutboundMessage => ({
  to: { channel: 'email', at: 'amina@example.org' },
  text: 'Your visit is booked.',
  choices: [],
  reference: 'outbox-91',
  mail: { subject: 'Your visit' },
  ...change,
});
const failure = async (url: string, change?: Partial<OutboundMessage>): Promise<unknown> =>
  by(url)
    .send(message(change))
    .then(
      () => 'sent',
      (error: unknown) => (error instanceof NotSent ? error.failure : error),
    );

test('a mail has our own id, our address in the name of the clinic, and says that a machine wrote it', async () => {
  const { receipt } = await by().send(message({ mail: { subject: 'Your visit', from: 'Uhuru Clinic, “Nairobi”' } }));
  const { read, from, to } = smtp.ledger.at(-1)!;
  expect(receipt).toBe('<outbox-91@clinic.example>');
  expect([from, to, read.messageId]).toEqual([FROM, ['amina@example.org'], receipt]);
  expect(read.from).toMatchObject({ address: FROM, name: 'Uhuru Clinic, “Nairobi”' });
  expect(read.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  expect(read.text?.trim()).toBe('Your visit is booked.');
});

test('no word of anybody becomes a header or a second recipient', async () => {
  const evil = 'Visit\r\nBcc: thief@example.net\r\n\r\nbody\u2028x';
  await by().send(message({ mail: { subject: evil, from: `"\r\nBcc: thief@example.net\r\n` } }));
  const { to, read } = smtp.ledger.at(-1)!;
  expect(to).toEqual(['amina@example.org']);
  expect(read.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(read.subject).toBe('Visit Bcc: thief@example.net body x');
  expect(read.text?.trim()).toBe('Your visit is booked.');
});

test('files and every script arrive as they were', async () => {
  const files = [{ name: 'visits.csv', type: 'text/csv', content: 'día,ዛሬ\r\n' }];
  await by().send(message({ text: 'زيارتك غدا\n.\nनमस्ते', mail: { subject: 'موعدك 👍', files } }));
  const { read } = smtp.ledger.at(-1)!;
  expect([read.subject, read.text?.trim()]).toEqual(['موعدك 👍', 'زيارتك غدا\n.\nनमस्ते']);
  const [file] = read.attachments;
  expect([file?.filename, file?.mimeType]).toEqual(['visits.csv', 'text/csv']);
  expect(Buffer.from(file!.content as ArrayBuffer).toString()).toBe('día,ዛሬ\r\n');
});

test.each([
  ['a mailbox that is not there', { at: 'RCPT TO', answer: 550 } as const, 'bad_address'],
  ['a server that wants to see us again', { at: 'RCPT TO', answer: 451 } as const, 'throttled'],
  ['words that a filter does not like', { at: 'DATA', answer: 554 } as const, 'refused'],
  ['a line that breaks when the mail was taken', 'reset_after_accepting' as const, 'unknown_outcome'],
])('%s', async (_what, fault, expected) => {
  smtp.nextTo('bob@example.org', fault);
  expect(await failure(smtp.url, { to: { channel: 'email', at: 'bob@example.org' } })).toBe(expected);
});

test('a wrong password is our own affair, and a server that is away is tried again', async () => {
  expect(await failure(smtp.url.replace('test-password', 'other'))).toBe('our_setup');
  expect(await failure('smtp://127.0.0.1:1')).toBe('unavailable');
});

test.each([
  ['Amina@Example.org ', 'amina@example.org'],
  ["o'neill+visit@mail.example.co.ke", "o'neill+visit@mail.example.co.ke"],
  ['أمينة@مثال.مصر', 'أمينة@مثال.مصر'],
  ['a@example.org, b@example.org', undefined],
  ['Amina <a@example.org>', undefined],
  ['a@example.org\r\nBcc: b@example.org', undefined],
  ['a@localhost', undefined],
  ['@example.org', undefined],
  [`${'a'.repeat(65)}@example.org`, undefined],
])('as an address %j is %j', (typed, expected) => expect(asMailAddress(typed)).toBe(expected));
