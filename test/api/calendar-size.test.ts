import { type ApiWorld, makeApiWorld } from './world';

let w: ApiWorld;
beforeAll(async () => void (w = await makeApiWorld()));
afterAll(() => w.end());

const PROVIDERS = 20;
const VISITS_EACH = 16;

test('a full day of twenty providers comes in one answer of less than 150 KB', async () => {
  const desk = await w.staff('staff', { clinicId: w.clinic });
  for (let n = 1; n < PROVIDERS; n++) await w.add.hours(await w.add.provider(`Dr Number ${n}`, [w.skin]));
  await w.db.query(
    `insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by, overbooked_by)
     select n, $1, 'R' || n, p.id, $2, $3, 'booked', '2026-06-02', t, t + interval '30 min', tstzrange(t, t + interval '30 min'), n, 'system', 'x'
       from provider p cross join generate_series(1, $4::int) k
      cross join lateral (select p.id * 100 + k as n, '2026-06-02T06:00:00Z'::timestamptz + k * interval '30 min' as t) x where p.id <> $5`,
    [w.clinic, w.skin, w.patients.Ann, VISITS_EACH, w.otieno],
  );
  const { status, body, text } = await desk.get(`/calendar?clinicId=${w.clinic}&from=2026-06-02&to=2026-06-02`);
  expect(status).toBe(200);
  expect((body.providers as unknown[]).length).toBe(PROVIDERS);
  expect((body.visits as unknown[]).length).toBe(PROVIDERS * VISITS_EACH);
  expect(Buffer.byteLength(text)).toBeLessThan(150_000);
});
