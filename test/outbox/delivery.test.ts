import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ContactId, OutboxId } from '../../src/database/ids';
import { keepConsent } from '../../src/inbox/consent';
import { deadLetters, redrive } from '../../src/outbox/dead-letters';
import { senderFor } from '../../src/outbox/deliver';
import { failOver } from '../../src/outbox/fail-over';
import { beat, hold, holdAfterRestore, release } from '../../src/outbox/hold';
import { noteReceipt } from '../../src/outbox/note-receipt';
import { reconcile } from '../../src/outbox/reconcile';
import { book } from '../../src/scheduling/book';
import { BY_ANN, settled } from '../scheduling/people';
import { makeStage, type Stage } from './stage';
import { sealedAddress } from '../../src/sealing/sealed';

let stage: Stage;
let Ann: ContactId;
let Bob: ContactId;
beforeAll(async () => {
  stage = await makeStage();
  ({ Ann, Bob } = stage.u.contacts);
});
beforeEach(() => stage.clear());
afterAll(async () => {
  stage.sender.stop();
  await stage.u.close();
});

const texts = (): string[] => stage.sms.ledger.map(({ text }) => text);
const again = (): Promise<unknown> =>
  stage.u.db.query(
    `update outbox set due_at = clock_now() where status = 'pending'; update sender set closed_until = null`,
  );
const look = (graceSeconds: number): Promise<number> =>
  reconcile(stage.u.db, stage.channels, { graceSeconds, lookSeconds: 0 });

describe('in which order', () => {
  test('answers go before what nobody waits for, and each person hears in the order of writing', async () => {
    const kinds = ['feedback', 'reminder', 'waiting_offer', 'notice', 'reply'];
    for (const [i, kind] of kinds.entries()) await stage.put(i % 2 ? Ann : Bob, kind, { kind });
    await stage.put(Ann, 'reply 2');
    await stage.deliver();
    const of = (at: string): string[] => stage.sms.ledger.filter(({ to }) => to.at === at).map(({ text }) => text);
    expect(texts()[0]).toBe('reply');
    expect(of('+15550100001').indexOf('reply 2')).toBeLessThan(of('+15550100001').indexOf('reminder'));
    expect([...texts()].sort()).toEqual([...kinds, 'reply 2'].sort());
  });

  test('what waits for a second try is not overtaken by what was said after it', async () => {
    await stage.put(Ann, 'first');
    await stage.put(Ann, 'second');
    stage.sms.next('throttled');
    await stage.deliver();
    expect(texts()).toEqual([]);
    await again();
    await stage.deliver();
    expect(texts()).toEqual(['first', 'second']);
  });
});

describe('whether at all', () => {
  test('nobody is woken, answers excepted; in the morning it goes', async () => {
    await stage.u.setClock('2026-06-01T21:00:00+03:00');
    await stage.put(Ann, 'reminder', { kind: 'reminder' });
    await stage.put(Ann, 'answer');
    await stage.deliver();
    expect(texts()).toEqual(['answer']);
    await stage.u.setClock('2026-06-02T09:00:00+03:00');
    await stage.deliver();
    expect(texts()).toEqual(['answer', 'reminder']);
  });

  test('the night is that of the patient', async () => {
    await stage.u.db.query(`update contact set time_zone = 'America/New_York' where id = $1`, [Ann]); // five in the morning
    await stage.put(Ann, 'reminder', { kind: 'reminder' });
    await stage.deliver();
    expect(texts()).toEqual([]);
  });

  test('two a day are enough, six a week; tomorrow is another day', async () => {
    for (let i = 1; i <= 3; i++) await stage.put(Ann, `feedback ${i}`, { kind: 'feedback' });
    await stage.deliver();
    expect(texts()).toEqual(['feedback 1', 'feedback 2']);
    expect(await stage.rows()).toContain('feedback 3 pending enough');
    await stage.u.setClock('2026-06-02T09:00:00+03:00');
    await stage.deliver();
    expect(texts()).toHaveLength(3);
    for (let day = 3; day <= 6; day++) {
      await stage.put(Ann, `day ${day}`, { kind: 'reminder' });
      await stage.u.setClock(`2026-06-0${day}T12:00:00+03:00`);
      await stage.deliver();
    }
    expect(texts()).toHaveLength(6);
  });

  test('after a stop only answers leave', async () => {
    await stage.put(Ann, 'before', { kind: 'reminder' });
    await keepConsent(stage.u.db, { channel: 'sms', at: '+15550100001' }, false);
    await stage.put(Ann, 'after', { kind: 'reminder' });
    await stage.put(Ann, 'answer');
    await stage.deliver();
    expect(texts()).toEqual(['answer']);
    expect(await stage.rows()).toEqual(['before suppressed', 'after suppressed stopped', 'answer sent']);
  });

  test('what is too late, or speaks of a visit that has changed, is dropped', async () => {
    const slot = stage.u.slot('2 09:30');
    const visit = settled(await book(stage.u.db, { slot, patientId: stage.u.patients.Ann, by: BY_ANN }));
    await stage.put(Ann, 'late', { kind: 'reminder', useBy: '2026-06-01T11:00:00+03:00' });
    await stage.put(Ann, 'changed', { kind: 'reminder', visit: { id: visit.id, version: visit.version - 1 } });
    await stage.put(Ann, 'good', { kind: 'reminder', visit });
    await stage.deliver();
    expect(await stage.rows()).toEqual(['late suppressed too_late', 'changed suppressed changed', 'good sent']);
  });
});

describe('when the outcome is unknown', () => {
  test('the provider’s list closes it, and it is not sent again', async () => {
    await stage.put(Ann, 'hello');
    stage.sms.next('taken, answer lost');
    await stage.deliver();
    expect(await stage.rows()).toEqual(['hello uncertain unknown_outcome']);
    await look(600);
    expect(await stage.rows()).toEqual(['hello sent']);
    expect(texts()).toEqual(['hello']);
  });

  test('two alike are two lines of the list', async () => {
    await stage.put(Ann, 'hello');
    await stage.put(Ann, 'hello');
    stage.sms.next('taken, answer lost', 'unknown_outcome');
    await stage.deliver();
    await look(600);
    expect((await stage.rows()).sort()).toEqual(['hello sent', 'hello uncertain unknown_outcome']);
  });

  test('a receipt with our own id closes it before anybody looks', async () => {
    const id = await stage.put(Ann, 'hello');
    stage.sms.next('taken, answer lost');
    await stage.deliver();
    await noteReceipt(stage.u.db, { of: { reference: `outbox-${id}` }, status: 'delivered' });
    expect(await stage.rows()).toEqual(['hello delivered unknown_outcome']);
  });

  test('without a trace it is sent once more after the time of grace, and no third time where nobody can say', async () => {
    const { sentTo: _, ...blind } = stage.sms;
    const unlisted = (graceSeconds: number): Promise<number> =>
      reconcile(stage.u.db, new Map([['sms', blind]]), { graceSeconds, lookSeconds: 0 });
    await stage.put(Ann, 'hello');
    stage.sms.next('unknown_outcome', 'unknown_outcome');
    await stage.deliver();
    await unlisted(600);
    expect(await stage.rows()).toEqual(['hello uncertain unknown_outcome']);
    await unlisted(0);
    await stage.deliver();
    await unlisted(0);
    expect(await stage.rows()).toEqual(['hello dead no_trace']);
  });

  test.each([
    ['a code is never sent twice', 'code', undefined],
    ['nor is anything shortly before the visit', 'reminder', '1 13:00'],
  ])('%s', async (_what, kind, at) => {
    const slot = at && stage.u.slot(at);
    const visit = slot
      ? settled(await book(stage.u.db, { slot, patientId: stage.u.patients.Ann, by: 'staff:1' }))
      : undefined;
    await stage.put(Ann, 'hello', { kind, ...(visit && { visit }) });
    stage.sms.next('unknown_outcome');
    await stage.deliver();
    await look(0);
    expect(await stage.rows()).toEqual(['hello dead no_trace']);
  });

  test('a list that cannot be read decides nothing', async () => {
    await stage.put(Ann, 'hello');
    stage.sms.next('unknown_outcome');
    await stage.deliver();
    const broken = { ...stage.sms, sentTo: () => Promise.reject(new Error('no list today')) };
    await reconcile(stage.u.db, new Map([['sms', broken]]), { graceSeconds: 0, lookSeconds: 0 });
    expect(await stage.rows()).toEqual(['hello uncertain unknown_outcome']);
  });

  test('what a dead sender had in hand is looked for at once, without waiting for its lease', async () => {
    await stage.put(Ann, 'hello');
    const other = senderFor(stage.u.db, stage.channels);
    let go = (): void => undefined;
    stage.sms.meanwhile = () => new Promise<void>((resume) => (go = resume));
    const sending = other.deliverDue();
    while (texts().length === 0) await new Promise((resume) => setTimeout(resume, 5));
    await look(600);
    expect(await stage.rows()).toEqual(['hello sending']);
    other.stop(); // as its session ends when its process does
    while ((await stage.rows())[0] === 'hello sending') await look(600);
    expect(await stage.rows()).toEqual(['hello sent']);
    go();
    await sending;
    expect(texts()).toEqual(['hello']);
  });
});

describe('when a provider is unwell', () => {
  test('after five failures nobody knocks, and then one does', async () => {
    for (let i = 0; i < 12; i++) await stage.put(await stage.u.add.contact(`+1555020${100 + i}`), `m${i}`);
    stage.sms.next(...Array<'unavailable'>(12).fill('unavailable'));
    while ((await stage.sender.deliverDue()) > 0);
    await stage.u.db.query(`update outbox set due_at = clock_now()`);
    await stage.deliver();
    expect(texts()).toEqual([]); // closed
    await again();
    await stage.sender.deliverDue();
    expect(texts()).toHaveLength(1);
    await again();
    await stage.deliver();
    expect(texts()).toHaveLength(12);
  });

  test('a channel with a speed is spoken to at that speed', async () => {
    await stage.u.db.query(
      `insert into sender (channel, per_second, micros_per_segment, currency) values ('sms', 20, 7900, 'USD')`,
    );
    for (let i = 0; i < 10; i++) await stage.put(await stage.u.add.contact(`+1555030${100 + i}`), `m${i}`);
    const began = performance.now();
    while (texts().length < 10) await stage.sender.deliverDue();
    expect(performance.now() - began).toBeGreaterThan(400);
    expect(await stage.u.db.query('select sum(cost_micros) as cost, min(currency) as currency from outbox')).toEqual([
      { cost: '79000', currency: 'USD' },
    ]);
  });
});

describe('what does not get through', () => {
  test('is listed, and driven again once however often it is asked for', async () => {
    await stage.put(Ann, 'hello');
    stage.sms.next('our_setup');
    await stage.deliver();
    const [letter] = await deadLetters(stage.u.db);
    expect(letter).toMatchObject({ kind: 'reply', channel: 'sms', status: 'failed', why: 'our_setup' });
    for (let i = 0; i < 3; i++) await redrive(stage.u.db, [letter?.id as OutboxId], 'staff:1');
    await again();
    await stage.deliver();
    await redrive(stage.u.db, [letter?.id as OutboxId], 'staff:1');
    await stage.deliver();
    expect(texts()).toEqual(['hello']);
  });

  test('on WhatsApp goes out as an SMS, once', async () => {
    const onWhatsapp = await whatsappOf('15550100009');
    await stage.put(onWhatsapp, 'hello', { kind: 'reminder' });
    stage.whatsapp.next('bad_address');
    await stage.deliver();
    await Promise.all([failOver(stage.u.db, stage.channels), failOver(stage.u.db, stage.channels)]);
    await stage.deliver();
    expect(stage.sms.ledger.map(({ to, text }) => `${to.at} ${text}`)).toEqual(['+15550100009 hello']);
  });

  test('unless it arrives after all before the SMS has left', async () => {
    const id = await stage.put(await whatsappOf('15550100008'), 'hello', { kind: 'reminder' });
    await stage.deliver();
    await noteReceipt(stage.u.db, { of: { reference: `outbox-${id}` }, status: 'failed', failure: 'unreachable' });
    await failOver(stage.u.db, stage.channels);
    await noteReceipt(stage.u.db, { of: { reference: `outbox-${id}` }, status: 'delivered' });
    await stage.deliver();
    expect(await stage.rows()).toEqual(['hello delivered unreachable', 'hello suppressed arrived_otherwise']);
  });

  const whatsappOf = async (address: string): Promise<ContactId> => {
    const insert = `insert into contact (channel, address, clinic_id) values ('whatsapp', $1, $2) returning id`;
    const [row] = await stage.u.db.query<{ id: ContactId }[]>(insert, [sealedAddress(address), stage.u.clinic]);
    return row?.id as ContactId;
  };
});

describe('after a restored backup', () => {
  let dir: string;
  beforeEach(() => void (dir = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi-beat-'))));
  afterEach(() => fs.rmSync(dir, { recursive: true }));

  test.each([
    ['another database', `update sending set database_was = '1:2'`, 'another_database'],
    ['an earlier day of the same', `update sending set beat_at = beat_at - interval '1 day'`, 'back_in_time'],
  ])('%s sends nothing until somebody says so, and then nothing twice', async (_what, restored, because) => {
    expect(await holdAfterRestore(stage.u.db, dir)).toBeUndefined();
    await beat(stage.u.db, dir);
    await stage.put(Ann, 'sent before the backup was restored');
    await stage.put(Bob, 'not sent yet');
    stage.sms.ledger.push({
      to: { channel: 'sms', at: '+15550100001' },
      text: 'sent before the backup was restored',
      choices: [],
      reference: 'x',
    });
    await stage.u.db.query(restored);
    expect(await holdAfterRestore(stage.u.db, dir)).toBe(because);
    await stage.put(Ann, 'a new answer');
    await stage.deliver();
    expect(texts()).toHaveLength(1);
    expect(await release(stage.u.db, 'staff:1')).toBe(true);
    expect(await release(stage.u.db, 'staff:1')).toBe(false);
    await look(0);
    await stage.deliver();
    expect(texts().sort()).toEqual(['a new answer', 'not sent yet', 'sent before the backup was restored']);
    expect(await holdAfterRestore(stage.u.db, dir)).toBeUndefined();
  });

  test('somebody may hold it by hand, and nothing is in doubt by that', async () => {
    await hold(stage.u.db, 'by_hand');
    await stage.put(Ann, 'hello');
    await stage.deliver();
    expect(await stage.rows()).toEqual(['hello pending']);
  });
});
