import { Registry } from 'prom-client';
import { soundAlarm } from '../../src/desk/sound-alarm';
import { alarmsIn, figuresOf } from '../../src/outbox/figures';
import { measureDelivery } from '../../src/outbox/metrics';
import { makeStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => void (stage = await makeStage()));
beforeEach(async () => {
  await stage.u.db.query('delete from case_event; delete from desk_case');
  await stage.clear();
});
afterAll(async () => {
  stage.sender.stop();
  await stage.u.close();
});

const figures = () => figuresOf(stage.u.db, ['sms']);

test('what is late, in doubt, failed and paid is counted', async () => {
  await stage.u.db.query(
    `insert into sender (channel, per_second, micros_per_segment, currency) values ('sms', 1000, 7900, 'USD')`,
  );
  await stage.put(stage.u.contacts.Ann, 'one');
  await stage.put(stage.u.contacts.Bob, 'two');
  await stage.put(stage.u.contacts.Cat, 'three');
  stage.sms.next('bad_address', 'unknown_outcome');
  await stage.deliver();
  await stage.put(stage.u.contacts.Ann, 'four');
  await stage.u.setClock('2026-06-01T12:03:00+03:00');
  expect(await figures()).toMatchObject({
    lag: { inbox: 0, timers: 0, outbox: 180 },
    uncertain: 1,
    dead: 1,
    held: false,
    channels: [{ channel: 'sms', sent: 1, failed: 1, costMicros: 7900, currency: 'USD' }],
  });
  const registry = new Registry();
  measureDelivery(stage.u.db, ['sms'], registry);
  const text = await registry.metrics();
  expect(text).toContain('miadi_lag_seconds{of="outbox"} 180');
  expect(text).toContain('miadi_cost_day{channel="sms",currency="USD"} 0.0079');
});

test('the desk hears of it once', async () => {
  expect(await soundAlarm(stage.u.db, ['sms'])).toBe(0);
  await stage.put(stage.u.contacts.Ann, 'late');
  await stage.u.setClock('2026-06-01T12:03:00+03:00');
  expect(alarmsIn(await figures())).toEqual([{ what: 'outbox', figure: 180, bound: 120 }]);
  expect(await soundAlarm(stage.u.db, ['sms'])).toBe(1);
  expect(await soundAlarm(stage.u.db, ['sms'])).toBe(0);
  expect(await stage.u.db.query('select kind, urgent from desk_case')).toEqual([{ kind: 'lagging', urgent: true }]);
});

test('what waits for the morning is not late', async () => {
  await stage.u.setClock('2026-06-01T21:00:00+03:00');
  await stage.put(stage.u.contacts.Ann, 'reminder', { kind: 'reminder' });
  await stage.deliver();
  await stage.u.setClock('2026-06-02T03:00:00+03:00');
  expect((await figures()).lag.outbox).toBe(0);
});
