import { figures } from '../../src/reports/figures';
import { readFigure, type Row } from '../../src/reports/read-figure';
import type { By } from '../../src/reports/figure';
import { thirdNext } from '../../src/reports/third-next';
import { asCsv } from '../../src/reports/csv';
import { blockTime } from '../../src/scheduling/work-time';
import type { VisitId } from '../../src/database/ids';
import { makeUniverse, type Name, type Universe } from '../universe';

/**
 * A small world, made by hand. Dr Okafor works Monday to Friday 9 to 17 with an hour's break: 7 hours a day. The answers below
 * were worked out on paper from this list.
 *
 *   visit  who  language  by       booked      for         became
 *   1      Ann  en        sms      1 June      2 June 9    done      reminded, had said yes
 *   2      Bob  sw        desk     1 June      2 June 10   missed    not reminded
 *   3      Cat  sw        sms      1 June      11 June 9   missed    reminded
 *   4      Dan  en        desk     3 June      5 June 9    cancelled on 4 June 20:00, 13 hours before: late; booked again as 6
 *   5      Ann  en        sms      3 June      9 June 9    moved to 10 June 9, then booked
 *   6      Dan  en        sms      5 June      12 June 9   booked
 */
let u: Universe;
const visits: Record<number, VisitId> = {};

beforeAll(async () => {
  u = await makeUniverse();
  for (const [name, language] of Object.entries({ Ann: 'en', Bob: 'sw', Cat: 'sw', Dan: 'en' }))
    await u.db.query('update patient set language = $2 where id = $1', [u.patients[name as Name], language]);
  const ann = `patient:${u.contacts.Ann}`;
  const cat = `patient:${u.contacts.Cat}`;
  const dan = `patient:${u.contacts.Dan}`;
  await visit(1, 'Ann', ann, '1 08:00', '2 09:00', 'done');
  await visit(2, 'Bob', 'staff:1', '1 08:00', '2 10:00', 'missed');
  await visit(3, 'Cat', cat, '1 08:00', '11 09:00', 'missed');
  await visit(4, 'Dan', 'staff:1', '3 08:00', '5 09:00', 'cancelled', '4 20:00');
  await visit(5, 'Ann', ann, '3 08:00', '9 09:00', 'moved');
  await visit(50, 'Ann', ann, '4 08:00', '10 09:00', 'booked');
  await u.db.query('update visit set moved_from = $1 where id = $2', [visits[5], visits[50]]);
  await visit(6, 'Dan', dan, '5 08:00', '12 09:00', 'booked');
  await u.db.query('update visit set confirmed_at = created_at where id = $1', [visits[1]]);
  await blockTime(u.db, { providerId: u.okafor, during: { from: +at('3 00:00'), to: +at('4 00:00') }, by: 'system' });
  await message('Ann', 'reminder', 1, [1, 7_900, 'USD']);
  await message('Cat', 'reminder', 3, [2, 15_800, 'USD']);
  await message('Dan', 'reply', null, [1, 50_000, 'KES']);
  await thoseWhoWait();
  await questions();
  await cases();
  await u.setClock('2026-06-30T12:00:00+03:00');
});
afterAll(() => u.close());

const at = (when: string): Date => u.slot(when).starts;

async function visit(n: number, who: Name, by: string, made: string, when: string, status: string, changed = made) {
  const [row] = await u.db.query<{ id: VisitId }[]>(
    `insert into visit (id, clinic_id, reference, provider_id, service_id, patient_id, status, day, starts, ends, during, sitting, booked_by,
                        created_at, changed_at)
     values ($1::bigint, $2, 'R' || $1::bigint, $3, $4, $5, $6, ($7::timestamptz at time zone 'Africa/Nairobi')::date, $7, $7::timestamptz + interval '30 min',
             tstzrange($7, $7::timestamptz + interval '30 min'), $1::bigint, $8, $9, $10) returning id`,
    [1000 + n, u.clinic, u.okafor, u.skin, u.patients[who], status, at(when), by, at(made), at(changed)],
  );
  visits[n] = row!.id;
}

async function message(who: Name, kind: string, n: number | null, cost: [number, number, string]) {
  await u.db.query(
    `insert into outbox (clinic_id, contact_id, kind, body, visit_id, status, settled_at, segments, cost_micros, currency)
     values ($1, $2, $3, '{}', $4, 'delivered', $5, $6, $7, $8)`,
    [u.clinic, u.contacts[who], kind, n && visits[n], at('1 12:00'), ...cost],
  );
}

const read = (name: string, by?: By, more: object = {}): Promise<Row[]> =>
  readFigure(u.db, figures.find((one) => one.name === name)!, { from: '2026-06-01', to: '2026-06-30', by, clinics: null, ...more }); // prettier-ignore

/** Bob waits from the 2nd and takes the time of visit 4, which came free on the 4th at 20:00, three quarters of an hour later. */
async function thoseWhoWait(): Promise<void> {
  const ids: Record<string, number> = {};
  for (const [who, when, status] of [
    ['Ann', '2 08:00', 'waiting'],
    ['Bob', '2 08:45', 'booked'],
    ['Cat', '3 08:00', 'waiting'],
  ] as const)
    // prettier-ignore
    ids[who] = await idOf(
      `insert into waiting (clinic_id, patient_id, contact_id, specialty, from_day, to_day, joined_at, status, instead_of)
       values ($1, $2, $3, 'dermatology', '2026-06-02', '2026-06-30', $4, $5, $6)`,
      [u.clinic, u.patients[who], u.contacts[who], at(when), status, who === 'Bob' ? visits[6] : null],
    );
  const opening = (freed: number, took: number | null, status: string, settled: string): Promise<number> =>
    idOf(
      `insert into opening (clinic_id, freed_visit_id, hold_visit_id, status, created_at, settled_at) values ($1, $2, $3, $4, $5, $6)`,
      [u.clinic, visits[freed], took && visits[took], status, at('4 20:00'), at(settled)],
    );
  const offer = (openingId: number, who: string, status: string): Promise<number> =>
    idOf(
      `insert into waiting_offer (opening_id, waiting_id, wave, reason, status, expires_at, answered_at) values ($1, $2, 1, '{}', $3, $4, $4)`,
      [openingId, ids[who], status, at('4 20:45')],
    );
  await offer(await opening(4, 4, 'filled', '4 20:45'), 'Bob', 'accepted');
  await offer(await opening(5, null, 'unfilled', '5 08:00'), 'Cat', 'lapsed');
}

/** The same question three times: Ann answers after an hour, Cat after two days, Bob never. */
async function questions(): Promise<void> {
  for (const [who, answered] of [
    ['Ann', '1 10:00'],
    ['Bob', null],
    ['Cat', '3 09:00'],
  ] as const) {
    await idOf(
      `insert into dialogue_step (contact_id, clinic_id, language, flow, asked, inbox_id, at) values ($1, $2, 'en', 'booking', 'book.choose', 0, $3)`,
      [u.contacts[who], u.clinic, at('1 09:00')],
    );
    if (answered)
      await idOf(
        `insert into inbox (source, source_id, contact_id, body, received_at) values ('sms', $1, $2, '{}', $3)`,
        [...[who, u.contacts[who], at(answered)]],
      );
  }
}

/** One taken after 5 minutes, answered after 10 and settled after 30; one taken after 15, answered after 30 and still open. */
async function cases(): Promise<void> {
  for (const [who, opened, claimed, answered, settled] of [
    ['Ann', '1 10:00', '1 10:05', '1 10:10', '1 10:30'],
    ['Bob', '1 11:00', '1 11:15', '1 11:30', null],
  ] as const) {
    const id = await idOf(
      `insert into desk_case (clinic_id, contact_id, kind, opened_at, settled_at, status) values ($1, $2, 'person', $3, $4, $5)`,
      [u.clinic, u.contacts[who], at(opened), settled && at(settled), settled ? 'resolved' : 'claimed'],
    );
    for (const [kind, when] of [
      ['claimed', claimed],
      ['answered', answered],
    ] as const)
      await idOf(`insert into case_event (case_id, kind, actor, at) values ($1, $2, 'staff:1', $3)`, [
        id,
        kind,
        at(when),
      ]);
  }
}

const idOf = async (sql: string, values: unknown[]): Promise<number> =>
  (await u.db.query<{ id: number }[]>(`${sql} returning id`, values))[0]!.id;

test('six bookings, because a move is none; four by patients themselves', async () => {
  expect(await read('bookings')).toEqual([{ key: '', name: '', bookings: 6, byPatients: 4, selfService: 0.6667 }]);
  expect(await read('bookings', 'channel')).toMatchObject([
    { key: 'desk', bookings: 2 },
    { key: 'sms', bookings: 4 },
  ]);
  expect(await read('bookings', 'day')).toMatchObject([
    { key: '2026-06-01', bookings: 3 },
    { key: '2026-06-03', bookings: 2 },
    { key: '2026-06-05', bookings: 1 },
  ]);
  expect(await read('bookings', 'week')).toMatchObject([{ key: '2026-06-01', name: '2026-W23', bookings: 6 }]);
  expect(await read('bookings', 'month')).toMatchObject([{ name: '2026-06', bookings: 6 }]);
});

test('lead times of 25 h, 26 h, 2, 6, 7 and 10 days and an hour each', async () => {
  expect(await read('lead-time')).toMatchObject([{ bookings: 6, median: 4.04, ninety: 8.54, overFourWeeks: 0 }]);
});

test('one of six was cancelled, thirteen hours before, and booked again', async () => {
  const all = { visits: 6, cancelled: 1, cancelledShare: 0.1667, late: 1, rebooked: 1 };
  expect(await read('cancellations')).toMatchObject([all]);
});

test('two of three were missed: both by those who read Swahili', async () => {
  expect(await read('no-shows')).toMatchObject([{ visits: 3, missed: 2, missedShare: 0.6667 }]);
  expect(await read('no-shows', 'language')).toMatchObject([
    { key: 'en', visits: 1, missed: 0, missedShare: 0 },
    { key: 'sw', visits: 2, missed: 2, missedShare: 1 },
  ]);
});

test('one of two reminded was missed, and the one who was not', async () => {
  expect(await read('reminders')).toMatchObject([
    { visits: 3, reminded: 2, missedReminded: 0.5, missedUnreminded: 1, confirmed: 1, missedConfirmed: 0 },
  ]);
});

test('four days of seven hours, for the fifth is leave; then five', async () => {
  const weeks = await read('utilisation', 'week', { to: '2026-06-12' });
  expect(weeks).toMatchObject([
    { key: '2026-06-01', open: 1680, used: 60, usedShare: 0.0357 },
    { key: '2026-06-08', open: 2100, used: 90, usedShare: 0.0429 },
  ]);
  expect(await read('utilisation', 'provider', { to: '2026-06-12' })).toMatchObject([
    { name: 'Dr Ngozi Okafor', open: 3780, used: 150 },
  ]);
});

test('of two freed times one was taken, in three quarters of an hour', async () => {
  expect(await read('openings')).toMatchObject([
    { freed: 2, offered: 2, filled: 1, filledShare: 0.5, minutesToFill: 45 },
  ]);
});

test('three wait, two were asked, one took it after two and a half days and comes a week sooner', async () => {
  expect(await read('waiting-list')).toMatchObject([
    { joined: 3, waiting: 2, offered: 2, accepted: 1, acceptedShare: 0.5, daysWaited: 2.5, daysSooner: 7 },
  ]);
});

test('what messages cost is never added up over currencies', async () => {
  expect(await read('message-cost')).toMatchObject([
    { currency: 'KES', messages: 1, segments: 1, cost: 0.05, each: 0.05 },
    { currency: 'USD', messages: 2, segments: 3, cost: 0.0237, each: 0.01185 },
  ]);
});

test('of three who were asked two had not answered a day later', async () => {
  expect(await read('drop-off', 'step')).toMatchObject([
    { key: 'booking: book.choose', asked: 3, left: 2, leftShare: 0.6667 },
  ]);
});

test('the desk takes within 10 minutes and answers within 20, half of the time', async () => {
  expect(await read('response-time')).toMatchObject([
    { cases: 2, urgent: 0, settledShare: 0.5, toTake: 10, toAnswer: 20, toAnswerNinety: 28, toSettle: 30 },
  ]);
});

test('languages side by side', async () => {
  expect(await read('equity', 'language')).toMatchObject([
    { key: 'en', visits: 1, missedShare: 0, leadDays: 1.04, waited: 1, offeredShare: 0, acceptedShare: null },
    {
      key: 'sw',
      visits: 2,
      missedShare: 1,
      leadDays: 5.56,
      waited: 2,
      offeredShare: 1,
      acceptedShare: 0.5,
      daysWaited: 2.5,
    },
  ]);
});

test('the third free time after noon, an hour ahead and every quarter from one: half past one', async () => {
  const [first] = await thirdNext(u.db, { clinics: null });
  expect(first).toMatchObject({ provider: 'Dr Ngozi Okafor', days: 0.06 });
});

test('every figure can be told apart by all it names, and limited by all it knows; another clinic sees nothing', async () => {
  const other = await u.add.clinic({ name: 'Amani Clinic' });
  for (const { name, by } of figures)
    for (const each of by) {
      const limited = { clinicId: u.clinic, providerId: u.okafor, serviceId: u.skin, channel: 'sms', language: 'en' };
      expect({ name, each, rows: (await read(name, each)).length > 0 }).toEqual({ name, each, rows: true });
      await read(name, each, limited);
      expect(await read(name, each, { clinics: [other] })).toEqual([]);
      expect(await read(name, each, { clinicId: other })).toEqual([]);
    }
});

test('no cell of a table is a formula', () => {
  const rows = [{ a: '=1+1', b: -3 }, { a: '+254', b: 1 }, { a: '@x', b: 1 }, { a: '\tx', b: 1 }, { a: '-x', b: 1 }, { a: '\rx', b: 1 }]; // prettier-ignore
  const text = asCsv([{ key: 'a', header: 'A' }, { key: 'b', header: 'B' }], rows); // prettier-ignore
  expect(text).toContain("'=1+1,-3");
  const cells = text.replace('\ufeff', '').split('\r\n').slice(1).map((line) => line.replace(/^"/, '')); // prettier-ignore
  expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
});
