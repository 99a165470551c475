import { zones } from '../prove/calendar/zones';

// A slice that is the same on every run; `npm run prove -- calendar` goes through every zone. The limit is for a busy machine.
test('offered is bookable and is stored as it was shown, around every kind of change of clocks', async () => {
  const tally = await zones({ seed: 20260601, quick: true });
  expect(tally.offered).toBeGreaterThan(1_000);
  expect(tally.booked).toBeGreaterThan(100);
  expect(tally.refused).toBeGreaterThan(500);
}, 180_000);
