import { takeTurn, takeTurns, type World } from '../../src/conversation/take-turn';
import { Strangers } from '../../src/conversation/too-much';
import type { ContactId } from '../../src/database/ids';
import { receive } from '../../src/inbox/receive';
import { whoWaits } from '../../src/inbox/work-off';
import { makeUniverse, type Universe } from '../universe';

let u: Universe;
beforeAll(async () => void (u = await makeUniverse()));
afterAll(() => u.close());
beforeEach(() =>
  u.db.query(
    'delete from outbox; delete from case_event; delete from consent; update inbox set case_id = null; delete from inbox; delete from desk_case; delete from conversation',
  ),
);

const world = (most = 1_000): World => ({
  dataSource: u.dataSource,
  name: 'test',
  deliverSoon: () => undefined,
  strangers: new Strangers(most),
});
let count = 0;
const write = async (at: World, number: string, text: string): Promise<string[]> => {
  const from = { channel: 'sms', address: number };
  const { contactId } = await receive(u.db, { source: 'sms', sourceId: `m${count++}`, from, body: { text } });
  const before = await said(contactId);
  await takeTurns(at, contactId);
  return (await said(contactId)).slice(before.length);
};
const said = async (who: ContactId): Promise<string[]> =>
  (
    await u.db.query<{ body: { text: string } }[]>('select body from outbox where contact_id = $1 order by id', [who])
  ).map(({ body }) => body.text);
const cases = async (): Promise<string[]> =>
  (await u.db.query<{ kind: string }[]>('select kind from desk_case order by id')).map(({ kind }) => kind);

const ANN = '+15550100001';
const TOLD = expect.stringMatching(/^We cannot read so much at once/);

/** A program has written to us for a while, and was answered. */
async function sixtyMessages(): Promise<void> {
  for (let i = 0; i < 60; i++)
    await receive(u.db, {
      ...{ source: 'sms', sourceId: `flood${count++}`, from: { channel: 'sms', address: ANN } },
      body: { text: `thank you ${i}` },
    });
  await u.db.query('update inbox set handled_at = clock_now()');
}

test('who writes without end is told so once, and the desk sees it once', async () => {
  await sixtyMessages();
  expect(await write(world(), ANN, 'hello')).toEqual([TOLD]);
  expect(await write(world(), ANN, 'hello')).toEqual([]);
  expect(await write(world(), ANN, 'book a visit')).toEqual([]);
  expect(await cases()).toEqual(['loop']);
  const [kept] = await u.db.query<{ n: number }[]>(
    'select count(*)::integer as n from inbox where handled_at is not null',
  );
  expect(kept?.n).toBe(63); // nothing was thrown away
});

test('danger and a stop are heard all the same', async () => {
  await sixtyMessages();
  await write(world(), ANN, 'hello');
  expect((await write(world(), ANN, 'I am having a heart attack')).join()).toMatch(/\b(112|999|911)\b/);
  expect(await cases()).toEqual(['loop', 'emergency']);
  await write(world(), ANN, 'STOP');
  const [ann] = await u.db.query<{ stopped: boolean }[]>(
    'select stopped_at is not null as stopped from contact where id = $1',
    [u.contacts.Ann],
  );
  expect(ann?.stopped).toBe(true);
});

test('the same words again and again are enough to stop answering, and a pause to begin again', async () => {
  for (let i = 0; i < 20; i++)
    await receive(u.db, {
      source: 'sms',
      sourceId: `same${i}`,
      from: { channel: 'sms', address: ANN },
      body: { text: 'ok' },
    });
  await u.db.query('update inbox set handled_at = clock_now()');
  expect(await write(world(), ANN, 'ok')).toEqual([TOLD]);
  expect(await write(world(), ANN, 'something else')).not.toEqual([]);
});

test('of many strangers at once only so many are answered; those who are known, and those in danger, always', async () => {
  const at = world(2);
  await u.db.query(`insert into contact_patient (contact_id, patient_id) values ($1, $2)`, [
    u.contacts.Ann,
    u.patients.Ann,
  ]);
  for (const one of ['+254711000001', '+254711000002']) expect(await write(at, one, 'hello')).not.toEqual([TOLD]);
  expect(await write(at, '+254711000003', 'hello')).toEqual([TOLD]);
  expect(await write(at, '+254711000003', 'hello')).toEqual([]);
  expect(await write(at, '+254711000004', 'hello')).toEqual([TOLD]);
  expect((await write(at, '+254711000005', 'I am having a heart attack')).join()).toMatch(/\b(112|999|911)\b/);
  expect(await write(at, ANN, 'hello')).not.toEqual([TOLD]);
  expect(await cases()).toEqual(['lagging', 'emergency']);
  await u.db.query(`update clock set frozen_at = frozen_at + interval '2 minutes'`);
  expect(await write(at, '+254711000003', 'hello')).not.toEqual([]);
});

test('a quiet clinic does not stand behind a thousand messages to another', async () => {
  const other = await u.add.clinic({ name: 'Quiet Clinic' });
  const ids: ContactId[] = [];
  for (let i = 0; i < 5; i++) {
    const from = { channel: 'sms', address: `+25472200000${i}` };
    ids.push((await receive(u.db, { source: 'sms', sourceId: `many${i}`, from, body: { text: 'hello' } })).contactId);
  }
  await u.db.query('update contact set clinic_id = $1 where id = $2', [other, ids[4]]);
  expect(await whoWaits(u.db, 2)).toEqual([ids[0], ids[4]]);
  expect(await takeTurn(world(), ids[4]!)).toBe(true);
});
