import { approvedWords } from '../../src/conversation/templates';
import type { Channel } from '../../src/channels/channel';
import { NotSent } from '../../src/channels/delivery';
import { twilioClient } from '../../src/channels/twilio/api';
import { whatsapp } from '../../src/channels/twilio/whatsapp';
import { whatsappCloud } from '../../src/channels/whatsapp-cloud/whatsapp-cloud';
import type { ContactId } from '../../src/database/ids';
import { wordsFor } from '../../src/conversation/in-words';
import { senderFor } from '../../src/outbox/deliver';
import { putInOutbox } from '../../src/outbox/put-in-outbox';
import { Secret } from '../../src/secret';
import { type MetaStandIn, standInForMeta } from '../stand-ins/meta';
import { standInForTwilio, type TwilioStandIn } from '../stand-ins/twilio';
import { makeUniverse, type Universe } from '../universe';
import { sealedAddress } from '../../src/sealing/sealed';

let u: Universe;
let meta: MetaStandIn;
let twilio: TwilioStandIn;
beforeAll(async () => {
  [u, meta, twilio] = await Promise.all([
    makeUniverse(),
    standInForMeta('token', undefined, approvedWords),
    standInForTwilio(),
  ]);
  await u.setClock('2026-06-01T10:00:00+03:00');
});
afterAll(() => Promise.all([u.close(), meta.close(), twilio.close()]));

const byMeta = (): Channel =>
  whatsappCloud({
    ...{ accessToken: new Secret('token'), appSecret: new Secret('s'), verifyToken: new Secret('v') },
    ...{ phoneNumberId: '1', apiUrl: meta.url },
  });
const byTwilio = (): Channel =>
  whatsapp({
    twilio: twilioClient({ accountSid: 'AC1', authToken: new Secret('t'), apiUrl: twilio.url }),
    ...{ ours: '+15550109999', authToken: 't', publicUrl: 'https://clinic.example' },
  });

let people = 0;
/** A reminder for somebody who wrote so many hours ago, sent as the sender would. */
async function remind(channel: Channel, hoursAgo: number | null, language = 'en'): Promise<string> {
  const at = `25471100${String(++people).padStart(4, '0')}`;
  const [contact] = await u.db.query<{ id: ContactId }[]>(
    `insert into contact (channel, address) values ('whatsapp', $1) returning id`,
    [sealedAddress(at)],
  );
  const contactId = contact!.id;
  if (hoursAgo !== null)
    await u.db.query(
      `insert into inbox (source, source_id, contact_id, body, handled_at, received_at)
       values ('whatsapp', $1, $2, '{}', clock_now(), clock_now() - $3::int * interval '1 hour')`,
      [`m${people}`, contactId, hoursAgo],
    );
  const starts = '2026-06-03T06:00:00.000Z';
  const visit = {
    id: 1,
    version: 1,
    reference: 'K7QM',
    starts,
    zone: 'Africa/Nairobi',
    provider: 'Dr Okafor',
    clinic: 'Uhuru Clinic',
  };
  const said = {
    phrase: 'reminder.ask',
    remembered: {
      ...{ people: [], verified: false, openFor: [], wanted: {}, tries: 0, offers: [], visits: [] },
      visit: { ...visit, patient: 'Ann', status: 'booked', serviceId: 1, providerId: 1 },
    },
    question: {
      phrase: 'reminder.ask',
      choices: ['will_come', 'move', 'cannot_come', 'running_late'].map((label) => ({ label: `choice.${label}` })),
      expects: 'choice' as const,
    },
  };
  const message = await wordsFor(u.db, [said], { language, clinicId: u.clinic });
  await putInOutbox(u.db, { contactId, clinicId: u.clinic, kind: 'reminder', message, prompt: 7 });
  const sender = senderFor(u.db, new Map([['whatsapp', channel]]));
  await sender.deliverDue();
  sender.stop();
  return at;
}

test('Meta: after a day of silence approved words go out, and their buttons answer the question', async () => {
  const at = await remind(byMeta(), 25);
  expect(meta.ledger.find(({ to }) => to === at)).toMatchObject({
    text: 'Hello from Uhuru Clinic: the visit of Ann is on Wed, 3 Jun, 09:00. Will you come?',
    taps: ['p7c1', 'p7c2', 'p7c3'],
    titles: ['I will come', 'Move it', 'I cannot come'],
  });
});

test.each(['es', 'fr', 'pt', 'sw', 'ar', 'hi'])('Meta takes them in %s', async (language) => {
  const at = await remind(byMeta(), null, language);
  expect(meta.ledger.find(({ to }) => to === at)?.text).toContain('Ann');
});

test('Meta: within a day the words are free, and all choices are there', async () => {
  const at = await remind(byMeta(), 23);
  expect(meta.ledger.find(({ to }) => to === at)).toMatchObject({
    text: 'Uhuru Clinic: the visit of Ann is on Wed, 3 Jun, 09:00. Will you come?',
    taps: ['p7c1', 'p7c2', 'p7c3', 'p7c4'],
  });
});

test('Twilio: the content is found by its name, and the question goes with it', async () => {
  twilio.contents.set('reminder_ask_v1_en', 'HX1');
  const channel = byTwilio();
  const at = await remind(channel, 25);
  expect(twilio.ledger.find(({ to }) => to === `whatsapp:+${at}`)?.content).toEqual({
    sid: 'HX1',
    variables: { 1: 'Uhuru Clinic', 2: 'Ann', 3: 'Wed, 3 Jun, 09:00', 4: '7' },
  });
});

test('Twilio: what has not been registered is not sent, and can go another way', async () => {
  const template = { name: 'reminder_ask_v9', language: 'en', values: [], text: 'x', buttons: 0 };
  const message = { to: { channel: 'whatsapp', at: '254711000009' }, text: 'x', choices: [], reference: 'r', template };
  await expect(byTwilio().send(message)).rejects.toThrow(NotSent);
  await expect(byTwilio().send(message)).rejects.toMatchObject({ failure: 'needs_template' });
});
