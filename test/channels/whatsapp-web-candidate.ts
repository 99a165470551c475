import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chatIdOf, type News } from '../../src/channels/whatsapp-web/news';
import { signing } from '../../src/channels/whatsapp-web/signed';
import { openSpool } from '../../src/inbox/spool';
import { holdPhone } from '../../src/linked-phone/hold-phone';
import { MONDAY_8_00 } from '../app';
import { TEST_KEY } from '../test-key';
import { fakeWhatsapp } from '../stand-ins/whatsapp-web';
import type { Call, Candidate } from './conformance';

/** The process that holds the phone is the real one; only the client in it is played. */
export async function whatsappWeb(): Promise<Candidate> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'miadi-phone-'));
  const signed = signing(TEST_KEY, () => new Date(MONDAY_8_00));
  const fake = fakeWhatsapp();
  const held = await holdPhone({
    makeClient: fake.makeClient,
    port: 0,
    hubUrl: 'http://127.0.0.1:9',
    signing: signed,
    spool: await openSpool<News>(dir, TEST_KEY),
    changed: () => undefined,
    onMistake: () => undefined,
    pause: () => Promise.resolve(),
    random: () => 0,
  });
  const address = (who: number): string => `2547110${String(who).padStart(5, '0')}`;
  const call = (payload: string): Call => ({
    url: '/webhooks/whatsapp-web',
    headers: signed.headers(payload),
    payload,
  });
  const news = (one: News): Call => call(JSON.stringify(one));
  const noWord = 'a linked phone says only that nothing was sent, and never why';
  return {
    folder: 'whatsapp-web',
    channel: 'whatsapp',
    environment: { WHATSAPP_WEB: 'yes', WHATSAPP_WEB_PORT: new URL(held.url).port },
    address,
    message: ({ who, id, text = '', media }) =>
      news({
        message: {
          id: `false_${address(who)}@c.us_${id}`,
          from: { channel: 'whatsapp', at: address(who) },
          text,
          ...(media && { media }),
        },
      }),
    unsigned: (good) => ({ ...good, headers: { 'content-type': 'application/json' } }),
    forged: (good) => ({ ...good, payload: good.payload.replace('hello', 'hullo') }),
    unparseable: () => call('{"message":{'),
    tooLarge: () => call(JSON.stringify({ message: 'x'.repeat(4 * 1024 * 1024) })),
    provider: {
      handed: (who) =>
        fake.ledger.filter(({ to }) => to === chatIdOf(address(who))).map(({ text, id }) => ({ text, receipt: id })),
      trouble: (who, trouble) =>
        fake.nextTo(chatIdOf(address(who)), trouble === 'throttled' ? 'nothing sent' : 'sent and lost'),
    },
    receipt: ({ receipt }, status) => news({ receipt: { of: { receipt }, status } }),
    lacks: {
      'what is refused is not tried again': noWord,
      'who has opted out is written to no more': noWord,
      'a receipt settles what was uncertain': 'a receipt names the message by an id that we have not heard',
    },
    async close() {
      await held.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
