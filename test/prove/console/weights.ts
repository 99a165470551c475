import type { ApiWorld } from '../../api/world';
import type { Finding } from '../proof';

const PROVIDERS = 20;
const VISITS = 16;
const KB = 1024;

/** What comes over a slow line: the page with all it begins with, and a full day of twenty providers in one answer. */
export async function weights(w: ApiWorld): Promise<Finding> {
  const desk = await w.staff('staff', { clinicId: w.clinic });
  await fullDay(w);
  const ask = (url: string) => w.app.hub.inject({ url, headers: { 'accept-encoding': 'gzip', cookie: `miadi=${desk.token}` } }); // prettier-ignore
  const sizeOf = async (url: string): Promise<number> => (await ask(url)).rawPayload.length;
  const html = await w.app.hub.inject('/console');
  const urls = [...html.body.matchAll(/(?:href|src)="(\/console\/(?:app|part)[^"]*\.(?:js|css))"/g)].map(
    ([, url]) => url!,
  );
  const parts = await Promise.all(['/console', ...new Set(urls)].map(sizeOf));
  const calendar = await ask(`/api/v1/calendar?clinicId=${w.clinic}&from=2026-06-02&to=2026-06-02`);
  const { visits } = calendar.json<{ visits: unknown[] }>();
  const begins = parts.reduce((sum, one) => sum + one, 0);
  return {
    counts: {
      'bytes to begin with': begins,
      'bytes of the calendar part': await sizeOf('/console/calendar.js'),
      'bytes of a day of 20 providers': calendar.rawPayload.length,
      'bytes of the patient page': (await ask('/me')).rawPayload.length,
    },
    invariants: {
      'the console begins with less than 60 KB': begins < 60 * KB ? 0 : 1,
      'a day of 20 providers is one answer of less than 150 KB': calendar.rawPayload.length < 150 * KB ? 0 : 1,
      'and all of it is there': visits.length === PROVIDERS * VISITS ? 0 : 1,
    },
  };
}

async function fullDay(w: ApiWorld): Promise<void> {
  for (let i = 0; i < PROVIDERS; i++) {
    const provider = i === 0 ? w.okafor : await w.add.provider(`Dr Number ${i}`, [w.skin]);
    if (i > 0) await w.add.hours(provider, { clinic: w.clinic });
    await w.db.query(
      `insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by, overbooked_by)
       select $4 + n, $1, 'W' || ($4 + n), $2, $3, $5, 'booked', '2026-06-02', s, s + interval '30 min', tstzrange(s, s + interval '30 min'), $4 + n, 'system', 'staff:1'
         from (select n, timestamptz '2026-06-02T09:00:00+03:00' + n * interval '30 min' as s from generate_series(0, $6 - 1) n) t`,
      [w.clinic, provider, w.skin, 800_000 + i * 100, w.patients.Ann, VISITS],
    );
  }
}
