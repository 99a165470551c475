import type { ClinicId, ProviderId } from '../../src/database/ids';
import { book } from '../../src/scheduling/book';
import { checkZone, EntryError } from '../../src/scheduling/entered';
import { findAllTimes } from '../../src/scheduling/find-times';
import { extendShifts } from '../../src/scheduling/make-shifts';
import type { WorkingHours } from '../../src/scheduling/shifts';
import { whyNot } from '../../src/scheduling/why-not';
import { planSession } from '../../src/scheduling/group-sessions';
import { blockTime, closeClinic, setWorkingHours, unblockTime, visitsDuring } from '../../src/scheduling/work-time';
import { makeUniverse, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, localTimes, rulesOf, settled } from './people';

let u: Universe;
let moyo: ProviderId;
beforeAll(async () => {
  u = await makeUniverse();
});
beforeEach(async () => {
  await u.db.query(`${EMPTY}; delete from leave; delete from closure`);
  await u.setClock('2026-06-01T08:00:00+03:00');
  moyo = await u.add.provider('Dr Moyo', [u.skin]);
  await u.add.hours(moyo);
});
afterAll(() => u.close());

const HOURS: WorkingHours = {
  weekday: 2,
  starts: '09:00',
  ends: '11:00',
  everyWeeks: 1,
  fromDay: '2026-06-01',
  toDay: null,
  breaks: [],
  modes: ['in_person'],
  onlyServiceId: null,
};
const set = (...hours: Partial<WorkingHours>[]) =>
  setWorkingHours(
    u.db,
    moyo,
    u.clinic,
    hours.map((each) => ({ ...HOURS, ...each })),
  );
const times = async (fromDay = '2026-06-02', toDay = fromDay) =>
  localTimes(await findAllTimes(u.db, { providers: [moyo], fromDay, toDay }));
const during = (from: string, to: string) => ({ from: +u.slot(from).starts, to: +u.slot(to).starts });
const slot = (when: string) => u.slot(when, { providerId: moyo });

describe('hours', () => {
  test('take the place of those there were, at once and as far as the calendar goes', async () => {
    await set({ breaks: [{ starts: '09:30', ends: '10:00' }] });
    expect(await times()).toEqual(['02 09:00', '02 10:00', '02 10:15', '02 10:30']);
    expect(await times('2026-06-03')).toEqual([]);
    expect(await times('2026-07-28')).toEqual(['28 09:00', '28 10:00', '28 10:15', '28 10:30']);
  });

  test('leave visits that are already made where they are', async () => {
    const visit = settled(await book(u.db, { slot: slot('3 15:00'), patientId: u.patients.Ann, by: BY_ANN }));
    await set({});
    expect((await visitsDuring(u.db, { providerId: moyo }, during('3 00:00', '4 00:00'))).map(({ id }) => id)).toEqual([
      visit.id,
    ]);
  });

  test('every third week, from a day and to a day', async () => {
    await set({ everyWeeks: 3, fromDay: '2026-06-08', toDay: '2026-06-30' });
    expect(new Set((await times('2026-06-01', '2026-07-31')).map((time) => time.slice(0, 2)))).toEqual(
      new Set(['09', '30']),
    );
  });

  test('can be for one service only, and in one mode', async () => {
    const vaccine = await u.add.service({});
    await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [moyo, vaccine]);
    await set({ onlyServiceId: vaccine });
    expect(await times()).toHaveLength(7);
    expect(await findAllTimes(u.db, { providers: [moyo], services: [u.skin], toDay: '2026-06-02' })).toEqual([]);
    expect(await whyNot(u.db, slot('2 09:00'), { by: BY_ANN })).toEqual(['not_working']);
    expect(await whyNot(u.db, { ...slot('2 09:00'), serviceId: vaccine, mode: 'video' }, { by: BY_ANN })).toEqual([
      'wrong_mode',
    ]);
  });

  test('in one mode for the morning and another for the whole day: a visit fits in one of them, or not at all', async () => {
    await set({ ends: '12:00' }, { ends: '17:00', modes: ['video'] });
    expect(await whyNot(u.db, slot('2 11:45'), { by: BY_ANN })).toEqual(['does_not_fit']);
    expect(rulesOf(await book(u.db, { slot: slot('2 11:45'), patientId: u.patients.Ann, by: BY_ANN }))).toEqual([
      'does_not_fit',
    ]);
    settled(await book(u.db, { slot: { ...slot('2 11:45'), mode: 'video' }, patientId: u.patients.Ann, by: BY_ANN }));
  });

  test('until midnight and from midnight', async () => {
    await set({ starts: '23:00', ends: '24:00' }, { weekday: 3, starts: '00:00', ends: '01:00' });
    expect(await times('2026-06-02', '2026-06-03')).toEqual([
      '02 23:00',
      '02 23:15',
      '02 23:30',
      '03 00:00',
      '03 00:15',
      '03 00:30',
    ]);
  });

  test('in two clinics with two clocks', async () => {
    const york = await u.add.clinic({ zone: 'America/New_York' });
    const service = await u.add.service({ clinic: york });
    await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [moyo, service]);
    await setWorkingHours(u.db, moyo, york, [HOURS]);
    const there = await findAllTimes(u.db, { services: [service], fromDay: '2026-06-02', toDay: '2026-06-02' });
    expect(localTimes(there, 'America/New_York')[0]).toBe('02 09:00');
    await blockTime(u.db, { providerId: moyo, during: { from: +there[0]!.starts, to: +there[0]!.ends }, by: BY_STAFF });
    expect(
      localTimes(await findAllTimes(u.db, { services: [service], fromDay: '2026-06-02' }), 'America/New_York')[0],
    ).toBe('02 09:30');
  });
});

describe('leave', () => {
  test('tells who is affected, soonest first, and lets nobody else in', async () => {
    for (const [name, when] of [
      ['Bob', '2 10:00'],
      ['Ann', '2 09:00'],
      ['Cat', '2 11:00'],
    ] as const)
      settled(await book(u.db, { slot: slot(when), patientId: u.patients[name], by: BY_STAFF }));
    const { affected } = await blockTime(u.db, {
      providerId: moyo,
      during: during('2 09:15', '2 10:45'),
      by: BY_STAFF,
    });
    expect(affected.map(({ patientId }) => patientId)).toEqual([u.patients.Ann, u.patients.Bob]);
    expect(rulesOf(await book(u.db, { slot: slot('2 09:30'), patientId: u.patients.Dan, by: BY_STAFF }))).toContain(
      'on_leave',
    );
    expect(localTimes(affected)).toEqual(['02 09:00', '02 10:00']);
  });

  test('is asked about before it is entered, and nothing changes', async () => {
    settled(await book(u.db, { slot: slot('2 09:00'), patientId: u.patients.Ann, by: BY_ANN }));
    expect(await visitsDuring(u.db, { providerId: moyo }, during('2 09:00', '2 10:00'))).toHaveLength(1);
    expect(await times()).toContain('02 10:00');
  });

  test('can be taken back, once', async () => {
    const { leaveId } = await blockTime(u.db, { providerId: moyo, during: during('2 00:00', '3 00:00'), by: BY_STAFF });
    expect(await times()).toEqual([]);
    expect(await unblockTime(u.db, leaveId, BY_STAFF)).toBe(true);
    expect(await times()).toContain('02 09:00');
    expect(await unblockTime(u.db, leaveId, BY_STAFF)).toBe(false);
  });

  test('cuts the night shift it falls in, in whatever zone', async () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu']) {
      const clinic = await u.add.clinic({ zone });
      const service = await u.add.service({ clinic, grid: 60, minutes: 60 });
      const provider = await u.add.provider('Dr Night', [service]);
      await u.add.hours(provider, { clinic, starts: '22:00', ends: '06:00', days: [2], pause: null });
      const before = await findAllTimes(u.db, {
        services: [service],
        weekdays: [2, 3],
        fromDay: '2026-06-09',
        toDay: '2026-06-10',
      });
      const fourth = before.find((time) => localTimes([time], zone)[0] === '10 02:00')!;
      await blockTime(u.db, { providerId: provider, during: { from: +fourth.starts, to: +fourth.ends }, by: BY_STAFF });
      const after = await findAllTimes(u.db, { services: [service], fromDay: '2026-06-09', toDay: '2026-06-10' });
      expect([before.length, after.length]).toEqual([8, 7]);
    }
  });

  test('is written into the audit', async () => {
    const { leaveId } = await blockTime(u.db, { providerId: moyo, during: during('2 09:00', '2 10:00'), by: BY_STAFF });
    expect(await u.db.query('select actor, action from audit where subject = $1', [`leave:${leaveId}`])).toEqual([
      { actor: BY_STAFF, action: 'time_blocked' },
    ]);
  });
});

test('a closed clinic is closed for everybody in it, and tells who is affected', async () => {
  settled(await book(u.db, { slot: slot('2 09:00'), patientId: u.patients.Ann, by: BY_ANN }));
  settled(await book(u.db, { slot: u.slot('2 09:00'), patientId: u.patients.Bob, by: BY_ANN }));
  const { affected } = await closeClinic(u.db, {
    clinicId: u.clinic,
    during: during('2 00:00', '3 00:00'),
    name: 'Madaraka Day',
    by: BY_STAFF,
  });
  expect(affected).toHaveLength(2);
  expect(await findAllTimes(u.db, { clinics: [u.clinic], fromDay: '2026-06-02', toDay: '2026-06-02' })).toEqual([]);
  expect((await whyNot(u.db, slot('2 10:00'), { by: BY_ANN }))[0]).toBe('clinic_closed');
});

describe('the calendar is worked out ahead', () => {
  test('as far as the longest horizon, a day at a time, and no day twice', async () => {
    await u.setClock('2026-06-02T08:00:00+03:00');
    expect(await extendShifts(u.db)).toBeGreaterThan(0);
    expect(await extendShifts(u.db)).toBe(0);
    const twice = await u.db.query(`select provider_id, starts from shift group by 1, 2, modes having count(*) > 1`);
    expect(twice).toEqual([]);
    expect(await times('2026-08-01', '2026-08-31')).toEqual([]); // 60 days from 2 June is 1 August, a Saturday
  });

  test('and the desk is told when it asks for a day beyond', async () => {
    const far = { ...slot('2 09:00'), starts: new Date('2026-10-06T09:00:00+03:00') };
    expect((await whyNot(u.db, far, { by: BY_STAFF }))[0]).toBe('too_far_ahead');
  });
});

describe('what nobody can have meant is refused in words, and nothing changes', () => {
  test.each<[string, Partial<WorkingHours>, RegExp]>([
    ['a ninth weekday', { weekday: 9 }, /no weekday 9: Monday is 1/],
    ['half a weekday', { weekday: 1.5 }, /no weekday 1.5/],
    ['hours of no length', { ends: '09:00' }, /09:00 to 09:00 have no length/],
    ['25 o’clock', { ends: '25:00' }, /25:00 is no time of day/],
    ['30 February', { fromDay: '2026-02-30' }, /2026-02-30 is not in the calendar/],
    ['an end before the beginning', { toDay: '2026-05-01' }, /2026-05-01, is before the first, 2026-06-01/],
    ['every no weeks', { everyWeeks: 0 }, /every 1 to 52 weeks, not every 0/],
    ['a mode that is none', { modes: ['letter'] }, /not "letter"/],
    ['no mode', { modes: [] }, /in_person, video or both/],
    [
      'a break of no length',
      { breaks: [{ starts: '10:00', ends: '10:00' }] },
      /break from 10:00 to 10:00 has no length/,
    ],
    [
      'a break after work',
      { breaks: [{ starts: '11:00', ends: '12:00' }] },
      /not inside the hours from 09:00 to 11:00/,
    ],
    ['a break before work', { breaks: [{ starts: '08:00', ends: '08:30' }] }, /not inside the hours/],
  ])('%s', async (_, wrong, words) => {
    const before = await times();
    await expect(set({}, wrong)).rejects.toThrow(EntryError);
    await expect(set({}, wrong)).rejects.toThrow(words);
    expect(await times()).toEqual(before);
  });

  test('a break in a night shift is inside it', async () => {
    await set({
      starts: '22:00',
      ends: '06:00',
      breaks: [
        { starts: '23:30', ends: '00:30' },
        { starts: '02:00', ends: '02:30' },
      ],
    });
  });

  test('an unknown zone', async () => {
    const mars = await u.add.clinic({ zone: 'Mars/Olympus' });
    await expect(setWorkingHours(u.db, moyo, mars, [HOURS])).rejects.toThrow(
      '"Mars/Olympus" is no time zone that we know',
    );
    await u.db.query('delete from clinic where id = $1', [mars]);
    expect(() => checkZone('Africa/Nairobi')).not.toThrow();
  });

  test('somebody or somewhere that is not there', async () => {
    const nobody = 999_999 as ProviderId;
    await expect(setWorkingHours(u.db, nobody, u.clinic, [HOURS])).rejects.toThrow('There is no provider 999999.');
    await expect(setWorkingHours(u.db, moyo, 999_999 as ClinicId, [HOURS])).rejects.toThrow(
      'There is no clinic 999999.',
    );
    await expect(
      blockTime(u.db, { providerId: nobody, during: during('2 09:00', '2 10:00'), by: BY_STAFF }),
    ).rejects.toThrow('There is no provider');
  });

  test.each([
    ['no length', '2 09:00', '2 09:00'],
    ['an end before the beginning', '2 10:00', '2 09:00'],
  ])('leave, a closure or a session of %s', async (_, from, to) => {
    const words = 'The end must be after the beginning.';
    await expect(blockTime(u.db, { providerId: moyo, during: during(from, to), by: BY_STAFF })).rejects.toThrow(words);
    await expect(
      closeClinic(u.db, { clinicId: u.clinic, during: during(from, to), name: '', by: BY_STAFF }),
    ).rejects.toThrow(words);
    await expect(planSession(u.db, { ...slot(from), ends: u.slot(to).starts, seats: 3, by: BY_STAFF })).rejects.toThrow(
      words,
    );
  });

  test('leave on a date that is none, and a session without seats', async () => {
    await expect(blockTime(u.db, { providerId: moyo, during: { from: NaN, to: 5 }, by: BY_STAFF })).rejects.toThrow(
      'That is no date',
    );
    await expect(
      planSession(u.db, { ...slot('2 09:00'), ends: u.slot('2 10:00').starts, seats: 0, by: BY_STAFF }),
    ).rejects.toThrow('1 to 200 seats, not 0');
  });
});
