import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import type { Address, Door, HistoryLine, InboundMessage } from '../../src/channels/channel';
import { screensOf } from '../../src/channels/africas-talking/screens';
import { typedSince } from '../../src/channels/africas-talking/typed';
import { ussd } from '../../src/channels/africas-talking/ussd';
import { tellOnce } from '../../src/outbox/hand-on';
import { isGsm7, placesOf } from '../../src/outbox/segments';
import { startApp, type TestApp } from '../app';
import { type AtStandIn, plainForm, standInForAfricasTalking } from '../stand-ins/africas-talking';
import { sealedAddress } from '../../src/sealing/sealed';

const ENGLISH = { back: 'back', menu: 'menu', more: 'more' };

describe('a screen', () => {
  const long = Array.from({ length: 12 }, (_, i) => `Sentence number ${i} is here.`).join(' ');

  test.each([
    ['a question', { text: 'Which one?', choices: ['Mon 09:00', 'Tue 10:00'] }, false],
    ['a long answer', { text: long, choices: [] }, true],
    [
      'a long list',
      { text: 'Which?', choices: Array.from({ length: 9 }, () => 'Monday 23 November 13:30, Dr Okafor') },
      false,
    ],
    ['accents and an emoji', { text: 'Inês, sábado às 9 — até já 👍', choices: ['João'] }, false],
    ['another script', { text: 'أي موعد يناسبك؟ '.repeat(12), choices: ['الأول'] }, false],
    ['letters that count twice', { text: '[€]'.repeat(90), choices: [] }, true],
  ])('of %s is no longer than a phone shows, in letters that it has', (_what, words, ends) => {
    const screens = screensOf(words, ends, ENGLISH);
    for (const screen of screens) {
      expect(placesOf(screen)).toBeLessThanOrEqual(182);
      expect(isGsm7(screen)).toBe(true);
      expect(screen).toMatch(/^(CON|END) \S/);
    }
    expect(screens.at(-1)).toMatch(ends ? /^END / : /^CON /);
  });

  test('that is not the last says how to go on', () => {
    const screens = screensOf({ text: long, choices: [] }, true, ENGLISH);
    expect(screens.length).toBeGreaterThan(2);
    for (const screen of screens.slice(0, -1)) expect(screen).toMatch(/^CON [^]*\n98 more 0 back 00 menu$/);
  });
});

test.each([
  ['the first call', undefined, '', { parts: [], afresh: true }],
  ['a dial string with keys', undefined, '1*2', { parts: ['1', '2'], afresh: true }],
  ['one key', '', '1', { parts: ['1'], afresh: false }],
  ['the next key', '1', '1*2', { parts: ['2'], afresh: false }],
  ['several keys at once', '1', '1*2*98', { parts: ['2', '98'], afresh: false }],
  ['words with a star in them', '1', '1*Ann * Lee', { parts: ['Ann * Lee'], afresh: false }],
  ['a text that does not go on from the last', '1*2', '3', { parts: ['3'], afresh: true }],
  ['a text that only looks as if it did', '1', '12', { parts: ['12'], afresh: true }],
])('what was typed: %s', (_what, before, text, typed) => {
  expect(typedSince(before, text, { choices: 3 })).toEqual(typed);
});

test('a date typed with stars is one answer where no list was shown', () => {
  expect(typedSince('1', '1*3*4*1990', { choices: 0 }).parts).toEqual(['3*4*1990']);
});

describe('an answer that asks nothing', () => {
  const BOOKED = 'Booked: Tue 2 June, 09:00, Dr Okafor. Your reference is K7QM.';

  /** A house that answers everything with the same words. */
  async function houseThatSays(text: string) {
    const hub = Fastify();
    const kept = new Map<string, unknown>();
    const lines: HistoryLine[] = [];
    const told: string[] = [];
    const door = {
      routes: hub,
      publicUrl: 'http://localhost',
      memory: {
        recall: async (key: string) => kept.get(key),
        keep: async (key: string, value: object) => void kept.set(key, value),
      },
      converse: async ({ id }: InboundMessage) =>
        void lines.push(
          { seq: lines.length, mine: true, text: '', choices: [], id },
          { seq: lines.length + 1, mine: false, text, choices: [] },
        ),
      history: async () => lines,
      tell: async (_to: Address, about: { text: string }) => void told.push(about.text),
    };
    const secret = { reveal: () => 'a-long-secret' };
    const settings = { username: 'clinic', apiKey: secret, webhookSecret: secret, apiUrl: '', smsFrom: undefined };
    // The cast: a door has more than this channel uses.
    await ussd(settings).open(door as unknown as Door);
    const form = plainForm({ sessionId: 's1', phoneNumber: '+254711000001', text: 'yes' });
    const call = () => hub.inject({ method: 'POST', url: '/webhooks/africastalking/a-long-secret/ussd', ...form });
    return { call, told };
  }

  test('ends the session, and its details follow by SMS, once', async () => {
    const { call, told } = await houseThatSays(BOOKED);
    expect((await call()).body).toBe(`END ${BOOKED}`);
    expect((await call()).body).toBe(`END ${BOOKED}`);
    expect(told).toEqual([BOOKED]);
  });

  test('and holds nothing to keep is not sent', async () => {
    const { call, told } = await houseThatSays('All right. Write to us any time.');
    expect((await call()).body).toMatch(/^END All right/);
    expect(told).toEqual([]);
  });
});

describe('a session', () => {
  let at: AtStandIn;
  let app: TestApp;
  beforeAll(async () => {
    at = await standInForAfricasTalking('test-api-key');
    app = await startApp({
      AT_USERNAME: 'clinic',
      AT_API_KEY: 'test-api-key',
      AT_WEBHOOK_SECRET: 'a-long-secret',
      AT_API_URL: at.url,
    });
  });
  afterAll(async () => {
    await app.end();
    await at.close();
  });

  const dial = async (phoneNumber: string, sessionId: string, text: string): Promise<string> => {
    const form = plainForm({ sessionId, serviceCode: '*384*123#', phoneNumber, networkCode: '63902', text });
    const answer = await app.hub.inject({
      method: 'POST',
      url: '/webhooks/africastalking/a-long-secret/ussd',
      ...form,
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain']);
    return answer.body;
  };
  const written = (phone: string): Promise<unknown[]> =>
    app.dataSource.query(
      `select 1 from inbox i join contact c on c.id = i.contact_id where c.channel = 'ussd' and c.address = $1`,
      [sealedAddress(phone)],
    );

  test('begins with the menu, and every key leads on from there', async () => {
    const menu = await dial('+254711000001', 's1', '');
    expect(menu).toMatch(/^CON [^]*\n1\) Book a visit\n2\) See my visits\n[^]*\n0 back 00 menu$/);
    const languages = await dial('+254711000001', 's1', '4');
    expect(languages).toMatch(/^CON Which language\?\n1\) /);
    expect(await dial('+254711000001', 's1', '4*0')).toBe(menu);
    expect(await dial('+254711000001', 's1', '4*0*4*00')).toBe(menu);
  });

  test('called twice, and late, and at once, goes on only once', async () => {
    await dial('+254711000002', 's2', '');
    const [one, two] = await Promise.all([dial('+254711000002', 's2', '4'), dial('+254711000002', 's2', '4')]);
    expect(two).toBe(one);
    const menu = await dial('+254711000002', 's2', '4*00');
    expect(await dial('+254711000002', 's2', '4')).toBe(one);
    expect(await dial('+254711000002', 's2', '4*00')).toBe(menu);
    expect(await written('+254711000002')).toHaveLength(3);
  });

  test('begun with keys in the dial string goes straight there', async () => {
    expect(await dial('+254711000003', 's3', '4')).toMatch(/^CON Which language\?/);
  });

  test('that was cut off is taken up by the next', async () => {
    await dial('+254711000004', 's4', '');
    const languages = await dial('+254711000004', 's4', '4');
    expect(await dial('+254711000004', 's5', '')).toBe(languages);
    expect(await dial('+254711000004', 's5', '00')).toMatch(/Book a visit/);
  });

  test('in another language has its keys in that language', async () => {
    await app.dataSource.query(`insert into contact (channel, address, language) values ('ussd', $1, 'sw')`, [
      sealedAddress('+254711000005'),
    ]);
    expect(await dial('+254711000005', 's6', '')).toMatch(/0 nyuma 00 menyu$/);
  });

  test('what a session told is written once, to the number and by the SMS that is on', async () => {
    const db = app.dataSource.manager;
    const asWith = { channel: 'ussd', at: '+254711000008' };
    await dial('+254711000008', 's10', '');
    for (const _ of [1, 2])
      await tellOnce(db, { channel: 'sms', at: asWith.at }, { text: 'Booked: K7QM', once: 's10', asWith });
    for (let waited = 0; waited < 5_000 && at.ledger.length === 0; waited += 50) await pause(50);
    await pause(300);
    expect(at.ledger.map(({ to, text }) => [to, text])).toEqual([['+254711000008', 'Booked: K7QM']]);
    at.ledger.length = 0;
  });

  test('what is sent unasked goes to the same number by SMS', async () => {
    await dial('+254711000006', 's7', '');
    await app.dataSource.query(
      `insert into outbox (contact_id, kind, body)
       select id, 'reminder', '{"text":"Will you come?","choices":["Yes","No"]}' from contact where address = $1`,
      [sealedAddress('+254711000006')],
    );
    for (let waited = 0; waited < 5_000 && at.ledger.length === 0; waited += 50) await pause(50);
    expect(at.ledger).toMatchObject([{ to: '+254711000006', text: 'Will you come?\n1) Yes\n2) No' }]);
  });
});
