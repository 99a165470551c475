import type { ClinicId, ProviderId, ServiceId, SpecialtyCode } from '../../src/database/ids';
import { book } from '../../src/scheduling/book';
import { findAllTimes, findTimes } from '../../src/scheduling/find-times';
import { remakeShifts } from '../../src/scheduling/make-shifts';
import { noteShown } from '../../src/scheduling/shown';
import type { Wanted } from '../../src/scheduling/types';
import { blockTime } from '../../src/scheduling/work-time';
import { makeUniverse, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, localTimes, settled } from './people';

// Two clinics; a dentist who speaks Swahili, one who speaks French and works by video in the afternoon, one in New York.
let u: Universe;
let york: ClinicId;
let dental: ServiceId;
let dentalYork: ServiceId;
let amani: ProviderId;
let benoit: ProviderId;
let carol: ProviderId;
const DENTISTRY = 'dentistry' as SpecialtyCode;

beforeAll(async () => {
  u = await makeUniverse();
  dental = await u.add.service({ specialty: 'dentistry' });
  amani = await u.add.provider('Dr Amani', [dental]);
  await u.add.hours(amani, { modes: ['in_person'] });
  benoit = await u.add.provider('Dr Benoît', [dental]);
  await u.add.hours(benoit, { starts: '13:00', pause: null, modes: ['video'] });
  york = await u.add.clinic({ zone: 'America/New_York', name: 'York' });
  dentalYork = await u.add.service({ clinic: york, specialty: 'dentistry' });
  carol = await u.add.provider('Dr Carol', [dentalYork]);
  await u.add.hours(carol, { clinic: york });
  await u.db.query(
    `update provider set languages = case id when $1 then '{en,sw}'::text[] else '{en,fr}' end where id in ($1, $2)`,
    [amani, benoit],
  );
});
afterEach(async () => {
  await u.db.query(`${EMPTY}; update leave set ended_at = clock_now()`);
  await u.setClock('2026-06-01T08:00:00+03:00');
});
afterAll(() => u.close());

const providersOf = async (wanted: Wanted) =>
  new Set((await findAllTimes(u.db, wanted)).map((time) => time.providerId));
const okaforOn = (wanted: Wanted) =>
  findAllTimes(u.db, { providers: [u.okafor], fromDay: '2026-06-02', toDay: '2026-06-02', ...wanted });

test('a specialty is everybody who has it, in every clinic', async () => {
  expect(await providersOf({ specialty: DENTISTRY, toDay: '2026-06-02' })).toEqual(new Set([amani, benoit, carol]));
});

test('clinics narrow it down to a town', async () => {
  expect(await providersOf({ specialty: DENTISTRY, clinics: [york], toDay: '2026-06-02' })).toEqual(new Set([carol]));
  expect(await providersOf({ clinics: [u.clinic, york], toDay: '2026-06-02' })).toEqual(
    new Set([u.okafor, amani, benoit, carol]),
  );
});

test('a language narrows it down to who speaks it', async () => {
  expect(await providersOf({ specialty: DENTISTRY, language: 'sw', toDay: '2026-06-02' })).toEqual(new Set([amani]));
});

test('a mode is asked for by its hours, and comes back as asked', async () => {
  const times = await findAllTimes(u.db, {
    specialty: DENTISTRY,
    clinics: [u.clinic],
    mode: 'video',
    toDay: '2026-06-02',
  });
  expect(new Set(times.map((time) => time.providerId))).toEqual(new Set([benoit]));
  expect(new Set(times.map((time) => time.mode))).toEqual(new Set(['video']));
});

test('a service that is not the usual one is found only by its name', async () => {
  const rare = await u.add.service({ specialty: 'dentistry' });
  await u.db.query('update service set usual = false where id = $1', [rare]);
  await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [amani, rare]);
  const services = async (wanted: Wanted) =>
    new Set((await findAllTimes(u.db, { toDay: '2026-06-02', ...wanted })).map((time) => time.serviceId));
  expect(await services({ providers: [amani] })).toEqual(new Set([dental]));
  expect(await services({ services: [rare] })).toEqual(new Set([rare]));
});

describe('part of the day, by the wall clock', () => {
  test('after three', async () => {
    expect(localTimes(await okaforOn({ fromMinute: 15 * 60 }))[0]).toBe('02 15:00');
  });
  test('before ten', async () => {
    expect(localTimes(await okaforOn({ toMinute: 10 * 60 })).at(-1)).toBe('02 09:45');
  });
  test('after three is each clinic’s own three', async () => {
    const three = { specialty: DENTISTRY, fromDay: '2026-06-02', toDay: '2026-06-02', fromMinute: 15 * 60 };
    expect(localTimes(await findAllTimes(u.db, { ...three, clinics: [york] }), 'America/New_York')[0]).toBe('02 15:00');
    expect(localTimes(await findAllTimes(u.db, { ...three, clinics: [u.clinic] }))[0]).toBe('02 15:00');
  });
  test('an instant before and an instant after', async () => {
    const between = { earliest: u.slot('2 10:00').starts, latest: u.slot('2 10:30').starts };
    expect(localTimes(await okaforOn(between))).toEqual(['02 10:00', '02 10:15']);
  });
});

test('only on certain weekdays', async () => {
  const times = await findAllTimes(u.db, { providers: [u.okafor], weekdays: [3, 5], toDay: '2026-06-14' });
  expect(new Set(localTimes(times).map((time) => time.slice(0, 2)))).toEqual(new Set(['03', '05', '10', '12']));
});

test('a patient is not offered a time at which they are elsewhere, or would be by a minute', async () => {
  settled(
    await book(u.db, {
      slot: u.slot('2 10:00', { providerId: amani, serviceId: dental }),
      patientId: u.patients.Ann,
      by: BY_ANN,
    }),
  );
  const times = localTimes(await okaforOn({ patientId: u.patients.Ann }));
  expect(times).toEqual(expect.arrayContaining(['02 09:30', '02 10:30']));
  expect(times).not.toEqual(expect.arrayContaining(['02 09:45']));
  expect(localTimes(await okaforOn({ patientId: u.patients.Bob }))).toContain('02 10:00');
});

test('a buffer is the provider’s time: the patient may come straight from another visit', async () => {
  const tidy = await u.add.service({ before: 10, after: 10, grid: 10 });
  const provider = await u.add.provider('Dr Tidy', [tidy]);
  await u.add.hours(provider);
  settled(await book(u.db, { slot: u.slot('2 10:00'), patientId: u.patients.Ann, by: BY_ANN }));
  const next = u.slot('2 10:30', { providerId: provider, serviceId: tidy });
  expect(
    localTimes(await findAllTimes(u.db, { services: [tidy], patientId: u.patients.Ann, fromDay: '2026-06-02' })),
  ).toContain('02 10:30');
  settled(await book(u.db, { slot: next, patientId: u.patients.Ann, by: BY_ANN }));
});

test('a day that is full is passed over, for the provider and for the service', async () => {
  const twice = await u.add.service({ cap: 1 });
  const provider = await u.add.provider('Dr Busy', [twice, u.skin], { cap: 2 });
  await u.add.hours(provider);
  settled(
    await book(u.db, {
      slot: u.slot('2 09:00', { providerId: provider, serviceId: twice }),
      patientId: u.patients.Ann,
      by: BY_ANN,
    }),
  );
  const firstDay = async (serviceId: ServiceId) =>
    (await findTimes(u.db, { providers: [provider], services: [serviceId], fromDay: '2026-06-02' }))[0]?.day;
  expect(await firstDay(twice)).toBe('2026-06-03');
  expect(await firstDay(u.skin)).toBe('2026-06-02');
  settled(
    await book(u.db, { slot: u.slot('2 11:00', { providerId: provider }), patientId: u.patients.Bob, by: BY_ANN }),
  );
  expect(await firstDay(u.skin)).toBe('2026-06-03');
});

test('a room of the kind must be free, and another of the kind will do', async () => {
  const scan = await u.add.service({ room: 'scanner', grid: 30 });
  const [first, second] = [await u.add.provider('Dr One', [scan]), await u.add.provider('Dr Two', [scan])];
  for (const provider of [first, second]) await u.add.hours(provider);
  const ask = { services: [scan], providers: [second], fromDay: '2026-06-02', toDay: '2026-06-02' };
  expect(await findAllTimes(u.db, ask)).toEqual([]);
  await u.add.room('scanner', 'A');
  settled(
    await book(u.db, {
      slot: u.slot('2 09:00', { providerId: first, serviceId: scan }),
      patientId: u.patients.Ann,
      by: BY_ANN,
    }),
  );
  expect(localTimes(await findAllTimes(u.db, ask))[0]).toBe('02 09:30');
  await u.add.room('scanner', 'B');
  expect(localTimes(await findAllTimes(u.db, ask))[0]).toBe('02 09:00');
});

describe('notice and horizon', () => {
  test('bind patients, and not the desk', async () => {
    await u.setClock('2026-06-01T10:00:00+03:00');
    const first = async (staff: boolean) => localTimes(await findAllTimes(u.db, { providers: [u.okafor], staff }))[0];
    expect(await first(false)).toBe('01 11:00');
    expect(await first(true)).toBe('01 10:00');
  });

  test('the horizon moves on at the clinic’s midnight, not at Greenwich', async () => {
    const near = await u.add.service({ horizon: 2 });
    const provider = await u.add.provider('Dr Near', [near]);
    await u.add.hours(provider);
    const last = async () =>
      localTimes(await findAllTimes(u.db, { services: [near] }))
        .at(-1)
        ?.slice(0, 2);
    await u.setClock('2026-06-01T23:59:59+03:00');
    expect(await last()).toBe('03');
    await u.setClock('2026-06-02T00:00:00+03:00');
    expect(await last()).toBe('04');
  });

  test('notice is counted in hours that really pass, across a change of the clocks', async () => {
    const clinic = await u.add.clinic({ zone: 'America/New_York' });
    const service = await u.add.service({ clinic, notice: 24 * 60, grid: 60, minutes: 60 });
    const provider = await u.add.provider('Dr Change', [service]);
    await u.setClock('2026-10-31T10:00:00-04:00');
    await u.add.hours(provider, { clinic, days: [7], starts: '08:00', pause: null });
    const [first] = await findAllTimes(u.db, { services: [service] });
    expect(first?.starts).toEqual(new Date('2026-11-01T09:00:00-05:00')); // nine by the new clock is 24 hours later
  });
});

describe('three good times', () => {
  test('of one provider differ by part of the day or by day', async () => {
    expect(localTimes(await findTimes(u.db, { providers: [u.okafor] }))).toEqual(['01 09:00', '01 13:00', '02 09:00']);
  });

  test('of a specialty are not all with one provider', async () => {
    const times = await findTimes(u.db, { specialty: DENTISTRY, clinics: [u.clinic] });
    expect(new Set(times.map((time) => time.providerId)).size).toBeGreaterThan(1);
    expect(new Set(times.map((time) => +time.starts)).size).toBe(3);
  });

  test('of one long morning and one later day are not three in a row of the morning', async () => {
    const provider = await u.add.provider('Dr Rare', [u.skin]);
    await u.add.hours(provider, { days: [2], pause: null, fromDay: '2026-06-01', toDay: '2026-06-09' });
    expect(localTimes(await findTimes(u.db, { providers: [provider] }))).toEqual(['02 09:00', '02 12:00', '09 09:00']);
  });

  test('of one day are spread over it', async () => {
    const provider = await u.add.provider('Dr Once', [u.skin]);
    await u.add.hours(provider, { days: [2], pause: null, fromDay: '2026-06-01', toDay: '2026-06-02' });
    const times = localTimes(await findTimes(u.db, { providers: [provider] }));
    expect(times[0]).toBe('02 09:00');
    expect(times).toContain('02 12:00');
    expect(times).toHaveLength(3);
  });

  test('are three in a row when that is all there is', async () => {
    const provider = await u.add.provider('Dr Short', [u.skin]);
    await u.add.hours(provider, {
      days: [2],
      starts: '09:00',
      ends: '10:00',
      pause: null,
      fromDay: '2026-06-01',
      toDay: '2026-06-02',
    });
    expect(localTimes(await findTimes(u.db, { providers: [provider] }))).toEqual(['02 09:00', '02 09:15', '02 09:30']);
  });
});

test('hours that overlap do not hide a time behind its double', async () => {
  const provider = await u.add.provider('Dr Double', [u.skin]);
  const hours = { days: [2], starts: '09:00', ends: '10:00', pause: null, fromDay: '2026-06-01', toDay: '2026-06-02' };
  for (let i = 0; i < 2; i++) await u.add.hours(provider, hours);
  await remakeShifts(u.db, provider, '2026-06-01');
  expect(localTimes(await findTimes(u.db, { providers: [provider] }))).toEqual(['02 09:00', '02 09:15', '02 09:30']);
});

describe('what somebody else looks at this moment', () => {
  test('comes last, and is offered all the same when nothing else is left', async () => {
    const mine = { providers: [u.okafor], contactId: u.contacts.Bob };
    await noteShown(u.db, u.contacts.Ann, await findTimes(u.db, { providers: [u.okafor] }));
    expect(localTimes(await findTimes(u.db, mine))).toEqual(['01 09:30', '01 13:30', '02 09:30']);
    const provider = await u.add.provider('Dr Short', [u.skin]);
    await u.add.hours(provider, {
      days: [2],
      starts: '09:00',
      ends: '10:15',
      pause: null,
      fromDay: '2026-06-01',
      toDay: '2026-06-02',
    });
    const four = await findAllTimes(u.db, { providers: [provider] });
    await noteShown(u.db, u.contacts.Ann, four.slice(0, 1));
    const forBob = { providers: [provider], contactId: u.contacts.Bob };
    expect(localTimes(await findTimes(u.db, forBob, 1))).toEqual(['02 09:30']);
    expect(localTimes(await findTimes(u.db, forBob, 2))).toEqual(['02 09:30', '02 09:45']);
    expect(await findTimes(u.db, forBob, 4)).toHaveLength(4);
  });

  test('is theirs to see, is forgotten after three minutes, and is replaced by what they see next', async () => {
    const ask = (contactId = u.contacts.Bob) =>
      findTimes(u.db, { providers: [u.okafor], contactId }, 1).then((t) => localTimes(t)[0]);
    await noteShown(u.db, u.contacts.Ann, await findTimes(u.db, { providers: [u.okafor] }, 1));
    expect([await ask(u.contacts.Ann), await ask()]).toEqual(['01 09:00', '01 09:30']);
    await noteShown(u.db, u.contacts.Ann, await findTimes(u.db, { providers: [u.okafor], fromDay: '2026-06-02' }, 1));
    expect(await ask()).toBe('01 09:00');
    await noteShown(u.db, u.contacts.Ann, await findTimes(u.db, { providers: [u.okafor] }, 1));
    await u.setClock('2026-06-01T08:03:00+03:00');
    expect(await ask()).toBe('01 09:15'); // an hour's notice, and nobody looks at it any more
  });

  test('can be booked by anybody: it is shown, not held', async () => {
    await noteShown(u.db, u.contacts.Ann, await findTimes(u.db, { providers: [u.okafor] }));
    settled(await book(u.db, { slot: u.slot('1 09:00'), patientId: u.patients.Bob, by: 'patient:2' }));
  });
});

test('leave, and what is taken back of it', async () => {
  await blockTime(u.db, {
    providerId: u.okafor,
    during: { from: +u.slot('2 00:00').starts, to: +u.slot('3 00:00').starts },
    by: BY_STAFF,
  });
  expect(await okaforOn({})).toEqual([]);
});

test('a clinic that has closed for good and a provider who has left are not found', async () => {
  await u.db.query('update clinic set closed_at = clock_now() where id = $1', [york]);
  await u.db.query('update provider set left_at = clock_now() where id = $1', [benoit]);
  expect(await providersOf({ specialty: DENTISTRY, toDay: '2026-06-02' })).toEqual(new Set([amani]));
  await u.db.query('update clinic set closed_at = null; update provider set left_at = null');
});

test('an evening in New York has its own day, wherever the machine or the reader stands', async () => {
  const provider = await u.add.provider('Dr Night', [dentalYork]);
  await u.add.hours(provider, { clinic: york, starts: '20:00', ends: '23:00', pause: null });
  const [time] = await findTimes(u.db, { providers: [provider], fromDay: '2026-06-02' });
  expect(time).toMatchObject({ day: '2026-06-02', zone: 'America/New_York', starts: new Date('2026-06-03T00:00:00Z') });
});
