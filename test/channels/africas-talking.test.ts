import { sms } from '../../src/channels/africas-talking/sms';
import { type AtFault, type AtStandIn, standInForAfricasTalking } from '../stand-ins/africas-talking';

let at: AtStandIn;
beforeAll(async () => void (at = await standInForAfricasTalking('test-api-key')));
afterAll(() => at.close());

const send = (apiKey: string) =>
  sms({
    username: 'clinic',
    apiKey: { reveal: () => apiKey },
    webhookSecret: { reveal: () => 'a-long-secret' },
    apiUrl: at.url,
    smsFrom: '22384',
  }).send({ to: { channel: 'sms', at: '+254711000001' }, text: 'Habari', choices: [], reference: 'outbox-1' });

test.each<[string, AtFault, string]>([
  ['who is on their blacklist', { recipient: 406 }, 'opted_out'],
  ['a number that is none', { recipient: 403 }, 'bad_address'],
  ['an empty account', { recipient: 405 }, 'our_setup'],
  ['a gateway that is down', { recipient: 501 }, 'unavailable'],
  ['a sender that is not ours', 'nobody', 'our_setup'],
  ['too many at once', { status: 429 }, 'throttled'],
  ['an error after they may have taken it', { status: 500 }, 'unknown_outcome'],
  ['an answer that never came', 'reset_after_accepting', 'unknown_outcome'],
])('"created" is not "sent": %s', async (_what, fault, failure) => {
  at.nextTo('+254711000001', fault);
  await expect(send('test-api-key')).rejects.toMatchObject({ failure });
});

test('a wrong key is our mistake', () => expect(send('another')).rejects.toMatchObject({ failure: 'our_setup' }));

test('a message goes out under our short code', async () => {
  const { receipt } = await send('test-api-key');
  expect(at.ledger.at(-1)).toMatchObject({ messageId: receipt, from: '22384', text: 'Habari' });
});
