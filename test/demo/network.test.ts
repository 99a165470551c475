import { findInDirectory } from '../../src/directory/find';
import { isEmpty, seedDemoNetwork } from '../../src/demo/network';
import { SPECIALTIES } from '../../src/directory/specialties';
import type { ProviderId } from '../../src/database/ids';
import { findTimes } from '../../src/scheduling/find-times';
import { freshDatabase, type FreshDatabase } from '../database';
import { sealedAddress } from '../../src/sealing/sealed';

// A span with a change of the clocks in Lisbon and in New York.
const MADE = { seed: 1, today: '2026-09-14' };
const NOON = '2026-09-14T12:00:00Z';

async function seeded(made = MADE): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  await fresh.dataSource.query('update clock set frozen_at = $1', [NOON]);
  await seedDemoNetwork(fresh.dataSource, made);
  return fresh;
}

let fresh: FreshDatabase;
beforeAll(async () => void (fresh = await seeded()));
afterAll(() => fresh.drop());

const ask = <Row>(text: string, values: unknown[] = []): Promise<Row[]> => fresh.dataSource.query<Row[]>(text, values);
const count = async (rest: string): Promise<number> =>
  (await ask<{ n: number }>(`select count(*)::int as n ${rest}`))[0]?.n ?? 0;

describe('the same seed and day', () => {
  const TABLES = `
    place clinic specialty provider provider_specialty room service provider_service search_term working_hours working_break leave
    closure group_session shift shifts_made patient contact contact_patient visit waiting timer reminder_rule`;

  // A name is sealed anew each time; its words are found by the same marks.
  const UNSEALED = `(to_jsonb(t) - 'name')`;

  const dump = async ({ dataSource }: FreshDatabase): Promise<Record<string, string>> => {
    const tables = TABLES.trim().split(/\s+/);
    const rows = await Promise.all(
      tables.map((table) =>
        dataSource.query<[{ hash: string }]>(
          `select md5(string_agg(row, e'\\n' order by row)) as hash from (select ${table === 'patient' ? UNSEALED : 't'}::text as row from ${table} t) rows`,
        ),
      ),
    );
    return Object.fromEntries(tables.map((table, at) => [table, rows[at]?.[0].hash ?? '']));
  };

  test('give the same network, to the last column', async () => {
    const again = await seeded();
    expect(await dump(again)).toEqual(await dump(fresh));
    await again.drop();
  });

  test('another seed gives other people in the same clinics', async () => {
    const other = await seeded({ ...MADE, seed: 2 });
    const [one, two] = [await dump(fresh), await dump(other)];
    expect(two.visit).not.toBe(one.visit);
    expect(two.provider).toBe(one.provider);
    await other.drop();
  });
});

test('an empty database is empty, and a seeded one is not', async () => {
  const empty = await freshDatabase();
  expect(await isEmpty(empty.dataSource)).toBe(true);
  expect(await isEmpty(fresh.dataSource)).toBe(false);
  await empty.drop();
});

test('a seeding that fails leaves nothing behind', async () => {
  const spoilt = await freshDatabase();
  await spoilt.dataSource.query(`alter table waiting add check (specialty <> 'physiotherapy')`);
  await expect(seedDemoNetwork(spoilt.dataSource, MADE)).rejects.toThrow('waiting');
  expect(await isEmpty(spoilt.dataSource)).toBe(true);
  await spoilt.drop();
});

describe('the network', () => {
  test('three clinics in three zones, two dozen providers, and somebody for every specialty', async () => {
    expect(await count('from (select distinct time_zone from clinic) zone')).toBe(3);
    expect(await count('from provider')).toBe(24);
    expect(await count('from (select distinct specialty from provider_specialty) known')).toBe(SPECIALTIES.length);
  });

  test.each([
    ['a video-only therapist', `from working_hours where modes = '{video}'`],
    ['hours every second week', 'from working_hours where every_weeks = 2'],
    ['an afternoon for vaccines only', 'from working_hours where only_service_id is not null'],
    [
      'a service that needs approval, a room and buffers',
      `from service where needs_approval and room_kind is not null and buffer_after_minutes > 0`,
    ],
    ['a cap for a day', 'from provider where daily_cap is not null'],
    ['a cap for a service', 'from service where daily_cap is not null'],
    ['leave ahead', `from leave where kind = 'leave' and lower(during) > '${NOON}'`],
    ['a holiday on which all is closed', `from closure where name = 'Public holiday'`],
    ['a reminder by the wall clock', 'from reminder_rule where at_local is not null'],
    ['requests to answer', `from visit where status = 'requested'`],
    ['people in the waiting list', `from waiting where status = 'waiting'`],
    [
      'a full session',
      `from group_session g where g.seats = (select count(*) from visit v where v.session_id = g.id and v.status = 'booked')`,
    ],
    [
      'reminders for Ann',
      `from timer t join visit v on v.id = t.visit_id join patient p on p.id = v.patient_id where p.birth_date = '1991-03-14'`,
    ],
  ])('%s', async (_, rest) => expect(await count(rest)).toBeGreaterThan(0));

  test.each(['done', 'missed', 'cancelled', 'arrived'])('some of last week were %s', async (status) =>
    expect(await count(`from visit where day < '${MADE.today}' and status = '${status}'`)).toBeGreaterThan(0),
  );

  test('nobody of last week is still expected, and nothing was booked in the future', async () => {
    expect(await count(`from visit where day < '${MADE.today}' and status in ('booked', 'requested')`)).toBe(0);
    expect(await count(`from visit where created_at > '${NOON}' or created_at >= starts`)).toBe(0);
  });

  test('about a third of the coming three months is taken', async () => {
    const [{ share }] = (await ask<{ share: number }>(
      `with open as (select sum(upper(during) - lower(during)) as time from shift where day >= $1),
            taken as (select sum(upper(during) - lower(during)) as time from visit
                       where day >= $1 and session_id is null and status in ('booked', 'requested'))
       select (extract(epoch from taken.time) / extract(epoch from open.time))::float8 as share from open, taken`,
      [MADE.today],
    )) as [{ share: number }];
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.4);
  });

  test('every visit lies in a shift of its provider, on the grid, within the caps', async () => {
    expect(
      await count(`from visit v where session_id is null and not exists (
        select from shift s join service sv on sv.id = v.service_id
         where s.provider_id = v.provider_id and s.day = v.day and s.during @> v.during and s.modes @> array[v.mode]
           and sv.modes @> array[v.mode] and (s.only_service_id is null or s.only_service_id = v.service_id)
           and date_bin(sv.start_grid_minutes * interval '1 minute', v.starts, s.midnight) = v.starts)`),
    ).toBe(0);
    expect(
      await count(`from (select v.provider_id from visit v join provider p on p.id = v.provider_id
                          group by v.provider_id, v.day, p.daily_cap having count(*) > p.daily_cap) over_cap`),
    ).toBe(0);
  });

  test('what people type leads to free times', async () => {
    const [okafor] = await findInDirectory(fresh.dataSource.manager, 'dr okafr', { kinds: ['provider'] });
    expect(okafor?.name).toBe('Dr Ngozi Okafor');
    const times = await findTimes(fresh.dataSource.manager, { providers: [okafor?.target as ProviderId] });
    expect(times).toHaveLength(3);
  });

  test('Ann has her visit, and speaks for her daughter', async () => {
    const patients = await ask<{ name: string; relation: string }>(
      `select p.name, cp.relation from contact c join contact_patient cp on cp.contact_id = c.id join patient p on p.id = cp.patient_id
        where c.channel = 'sms' and c.address = $1 order by p.id`,
      [sealedAddress('+15550100001')],
    );
    expect(patients).toEqual([
      { name: 'Ann', relation: 'self' },
      { name: 'Zuri', relation: 'child' },
    ]);
    expect(await count(`from visit where reference = 'K7QM' and status = 'booked'`)).toBe(1);
  });
});

// A holiday at the start, the end of a year, 29 February in the span, and each hour change: no date may break the story.
test.each(['2026-01-01', '2028-02-20', '2026-10-25'])('it can be told on %s', async (today) => {
  const other = await seeded({ seed: 3, today });
  const [row] = await other.dataSource.query<[{ n: number }]>('select count(*)::int as n from visit');
  expect(row.n).toBeGreaterThan(2000);
  const [named] = await other.dataSource.query<[{ n: number }]>(
    `select count(*)::int as n from visit where reference in ('K7QM', 'W3RT', 'H4XN', 'P9CE')`,
  );
  expect(named.n).toBe(4);
  await other.drop();
});
