import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/statements';
import { alarmsIn, type Figures, figuresOf } from './figures';

/** Read from the database when somebody asks, so that every process says the same about the house. */
export function measureDelivery(db: Database, channels: readonly string[], registry: Registry): void {
  let asked: Promise<Figures> | undefined;
  // One look for all gauges of one answer.
  const figures = (): Promise<Figures> =>
    (asked ??= figuresOf(db, channels).finally(() => setTimeout(() => (asked = undefined), 500).unref()));

  const gauge = (name: string, help: string, labelNames: string[], set: (gauge: Gauge, now: Figures) => void): void => {
    const made: Gauge = new Gauge({
      ...{ name: `miadi_${name}`, help, labelNames, registers: [registry] },
      async collect() {
        made.reset();
        set(made, await figures());
      },
    });
  };

  gauge('lag_seconds', 'For how long the oldest that is due has waited', ['of'], (made, { lag }) => {
    for (const [of, seconds] of Object.entries(lag)) made.set({ of }, seconds);
  });
  gauge('outbox_uncertain', 'Messages of which nobody knows whether they were sent', [], (made, now) =>
    made.set(now.uncertain),
  );
  gauge('outbox_dead', 'Messages of the last day that did not get through', [], (made, now) => made.set(now.dead));
  gauge('sending_held', '1 while nothing may be sent', [], (made, now) => made.set(now.held ? 1 : 0));
  gauge('alarms', 'Figures that are out of bounds', [], (made, now) => made.set(alarmsIn(now).length));
  gauge('sent', 'Messages of the last day', ['channel', 'outcome'], (made, now) => {
    for (const { channel, sent, failed } of now.channels) {
      made.set({ channel, outcome: 'sent' }, sent);
      made.set({ channel, outcome: 'failed' }, failed);
    }
  });
  gauge('channel_closed', '1 while a provider is left in peace after failures', ['channel'], (made, now) => {
    for (const { channel, closed } of now.channels) made.set({ channel }, closed ? 1 : 0);
  });
  gauge('cost_day', 'What the messages of the last day cost, in money', ['channel', 'currency'], (made, now) => {
    for (const { channel, costMicros, currency } of now.channels)
      if (currency) made.set({ channel, currency }, costMicros / 1e6);
  });
}
