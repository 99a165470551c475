import type { Client } from 'pg';
import { giveRole, invite } from '../../src/accounts/people';
import { beginSession } from '../../src/accounts/sessions';
import { type App, buildApp } from '../../src/app';
import { systemClock } from '../../src/clock';
import { readConfig } from '../../src/config';
import type { ClinicId } from '../../src/database/ids';
import { nameWords, sealed } from '../../src/sealing/sealed';
import { TEST_KEY } from '../test-key';
import { interleave, paired } from './rounds';
import type { Run } from './main';

const PATIENTS = 100_000;
const CLINICS = 20;
const PAGE = 50;
const PAGES_A_ROUND = 10;

/** Pages of patients of one clinic of twenty, at the beginning and at the end of 100,000; and one found by name. */
export async function benchLists(run: Run): Promise<void> {
  const patients = run.quick ? PATIENTS / 10 : PATIENTS;
  const url = await run.server.database('lists', (client) => fill(client, patients));
  const settings = { NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', SECRET_KEY: TEST_KEY };
  const app = buildApp(readConfig(settings), systemClock, url);
  await app.start();
  try {
    const cookie = await desk(app);
    const rounds = run.quick ? 5 : 15;
    const page = (after: number) => () =>
      timed(() => ask(app, cookie, `${after ? `after=${after}&` : ''}limit=${PAGE}`));
    const bare = (after: number) => () => timed(() => app.dataSource.query(FLOOR, [after, PAGE + 1]));
    const last = Math.floor(patients * 0.95);
    const [first, firstBare, end, endBare] = await interleave(rounds, [page(0), bare(0), page(last), bare(last)]);
    const common = { unit: 'ms', better: 'lower' } as const;
    run.report({ ...paired(first ?? [], firstBare ?? []), name: 'lists: first page of patients', ...common });
    run.report({ ...paired(end ?? [], endBare ?? []), name: 'lists: last page of patients', ...common });
    run.report({ ...paired(end ?? [], first ?? []), name: 'lists: last page beside first', ...common, target: 1.5 });
    const named = () => timed(() => ask(app, cookie, 'q=Name779'));
    const [found] = await interleave(rounds, [named, page(0)]);
    run.report({ ...paired(found ?? [], first ?? []), name: 'lists: by name beside first page', ...common });
  } finally {
    await app.stop();
  }
}

/** What a page needs at the least, on the same connections: the rows, in their order. */
const FLOOR = `select id, name, birth_date::text, sex, language, email from patient where clinic_id = 1 and id > $1 order by id limit $2`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < PAGES_A_ROUND; i++) await work();
  return (performance.now() - started) / PAGES_A_ROUND;
}

let source = 0;
async function ask({ hub }: App, cookie: string, query: string): Promise<void> {
  const remoteAddress = `10.1.${(source >> 8) & 255}.${source++ & 255}`;
  const answer = await hub.inject({ url: `/api/v1/patients?${query}`, headers: { cookie }, remoteAddress });
  if (answer.statusCode !== 200 || answer.json<{ items: unknown[] }>().items.length === 0)
    throw new Error(`A page could not be read: ${answer.statusCode}`);
}

async function desk({ dataSource }: App): Promise<string> {
  const db = dataSource.manager;
  const { id } = await invite(db, { email: 'desk@clinic.example', name: 'Desk' }, 'system');
  await giveRole(db, id, { role: 'staff', clinicId: 1 as ClinicId, providerId: null }, 'system');
  return `miadi=${await beginSession(db, { accountId: id }, 'bench')}`;
}

async function fill(client: Client, patients: number): Promise<void> {
  await client.query(`insert into place (name, country, latitude, longitude) values ('Nairobi', 'KE', -1.28, 36.82)`);
  await client.query(
    `insert into clinic (name, place_id, time_zone, emergency_number) select 'Clinic ' || n, 1, 'Africa/Nairobi', '112' from generate_series(1, $1::int) n`,
    [CLINICS],
  );
  for (let from = 0; from < patients; from += 10_000) {
    const names = Array.from({ length: 10_000 }, (_, i) => `Name${from + i} Family${(from + i) % 997}`);
    await client.query(
      `insert into patient (name, name_words, birth_date, clinic_id)
       select name, string_to_array(words, ' '), '1980-01-01', 1 + nth % ${CLINICS}
         from unnest($1::text[], $2::text[]) with ordinality t(name, words, nth)`,
      [names.map(sealed), names.map((name) => nameWords(name).join(' '))],
    );
  }
  await client.query('vacuum analyze');
}
