import type { ProviderId, ServiceId } from '../../src/database/ids';
import { book, hold } from '../../src/scheduling/book';
import { BLOCKING } from '../../src/scheduling/bookable';
import { cancel, release } from '../../src/scheduling/cancel';
import { markArrived, markDone, markMissed } from '../../src/scheduling/change-status';
import { confirm } from '../../src/scheduling/confirm';
import { findAllTimes } from '../../src/scheduling/find-times';
import { move } from '../../src/scheduling/move';
import { accept, decline } from '../../src/scheduling/requests';
import { bookSeries, previewSeries } from '../../src/scheduling/series';
import type { Outcome, Slot, Visit } from '../../src/scheduling/types';
import { planSession } from '../../src/scheduling/group-sessions';
import { visitsDuring } from '../../src/scheduling/work-time';
import { whyNot } from '../../src/scheduling/why-not';
import { makeUniverse, type Name, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, localTimes, rulesOf, settled } from './people';

// What others learned the hard way, as tests. The comments name the public reports.
let u: Universe;
beforeAll(async () => {
  u = await makeUniverse();
});
beforeEach(async () => {
  await u.db.query(EMPTY);
  await u.setClock('2026-06-01T08:00:00+03:00');
});
afterAll(() => u.close());

const bookFor = (name: Name, when: string, change: Partial<Slot> = {}) =>
  book(u.db, { slot: u.slot(when, change), patientId: u.patients[name], by: 'patient:1' });
const okaforOn2 = async () =>
  localTimes(await findAllTimes(u.db, { providers: [u.okafor], fromDay: '2026-06-02', toDay: '2026-06-02' }));
const countOf = (outcomes: Outcome[]) => outcomes.filter(({ kind }) => kind === 'settled').length;

describe('double booking', () => {
  // calcom/cal.diy#13397, #5820; alextselegidis/easyappointments#31, #845, #1783; LibreBooking#147 (a random sleep as a cure)
  test('looking and taking are one act: of ten requests in the same moment one gets the time', async () => {
    const names: Name[] = ['Ann', 'Bob', 'Cat', 'Dan'];
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => bookFor(names[i % 4]!, '2 09:00')));
    expect(countOf(outcomes)).toBe(1);
    expect(new Set(outcomes.flatMap(rulesOf))).toContain('taken');
  });

  describe('a request that waits for an answer keeps the time', () => {
    let asks: ServiceId;
    let silva: ProviderId;
    beforeAll(async () => {
      asks = await u.add.service({ approval: true });
      silva = await u.add.provider('Dr Silva', [asks]);
      await u.add.hours(silva);
    });
    const ask = (name: Name, when: string) => bookFor(name, when, { providerId: silva, serviceId: asks });

    // calcom/cal.diy#10789, #29958
    test('so two of them can never both be accepted', async () => {
      const both = await Promise.all([ask('Ann', '2 09:00'), ask('Bob', '2 09:00')]);
      expect(countOf(both)).toBe(1);
    });

    // calcom/cal.diy#29968: the key was of exact times, and empty for what was pending
    test('also from a time that merely overlaps', async () => {
      settled(await ask('Ann', '2 09:00'));
      expect(rulesOf(await ask('Bob', '2 09:15'))).toEqual(['taken']);
    });

    test('until it is declined', async () => {
      const request = settled(await ask('Ann', '2 09:00'));
      settled(await decline(u.db, request, { by: BY_STAFF }));
      settled(await accept(u.db, settled(await ask('Bob', '2 09:00')), { by: BY_STAFF }));
    });
  });

  // calcom/cal.diy#23938, #23974; SergeyMosin/Appointments#689
  test('what somebody holds is theirs: nobody books over it, and two cannot hold one time', async () => {
    const held = await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN });
    expect(rulesOf(await bookFor('Bob', '2 09:15'))).toEqual(['taken']);
    expect(rulesOf(await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Bob, by: 'patient:2' }))).toEqual([
      'taken',
    ]);
    const visit = settled(
      await confirm(u.db, { visitId: settled(held).id, token: held.token!, patientId: u.patients.Ann, by: BY_ANN }),
    );
    expect(visit.id).toBe(settled(held).id); // the very row that was held, and no second one beside it
  });

  // calcom/cal.diy#21589, PR#21710
  describe('every way out of a time gives it back', () => {
    const booked = async () => settled(await bookFor('Ann', '2 09:00'));
    test.each<[string, () => Promise<unknown>]>([
      ['moved away', async () => settled(await move(u.db, await booked(), u.slot('3 09:00'), { by: BY_STAFF }))],
      ['cancelled', async () => settled(await cancel(u.db, await booked(), { by: BY_STAFF }))],
      ['missed', async () => settled(await markMissed(u.db, await booked(), { by: BY_STAFF }))],
      [
        'done',
        async () =>
          settled(
            await markDone(u.db, settled(await markArrived(u.db, await booked(), { by: BY_STAFF })), { by: BY_STAFF }),
          ),
      ],
      [
        'a hold that was let go',
        async () => {
          const held = settled(await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN }));
          settled(await release(u.db, held.id, { by: BY_ANN }));
        },
      ],
      [
        'a hold that ran out',
        async () => {
          settled(await hold(u.db, { slot: u.slot('2 09:00'), contactId: u.contacts.Ann, by: BY_ANN }));
          await u.setClock('2026-06-01T08:10:00+03:00');
        },
      ],
    ])('%s', async (_, leave) => {
      await leave();
      expect(await okaforOn2()).toContain('02 09:00');
      settled(await bookFor('Bob', '2 09:00'));
    });
  });

  // calcom/cal.diy#13360
  test('the first two in a group come into the same session', async () => {
    const group = await u.add.service({ seats: 8, minutes: 60 });
    const teacher = await u.add.provider('Sam Teacher', [group]);
    const at = u.slot('2 10:00', { providerId: teacher, serviceId: group });
    await planSession(u.db, { ...at, ends: u.slot('2 11:00').starts, seats: 8, by: BY_STAFF });
    const both = await Promise.all([bookFor('Ann', '2 10:00', at), bookFor('Bob', '2 10:00', at)]);
    expect(new Set(both.map((outcome) => settled(outcome).sessionId)).size).toBe(1);
    expect(new Set(both.map((outcome) => settled(outcome).sitting)).size).toBe(1);
  });

  // calcom/cal.diy#15997, #25287, #11654
  test('a series is looked at to its last date, not only at its first two', async () => {
    await bookFor('Bob', '23 09:00');
    const repeat = { repeats: 'weekly', every: 1, times: 4 } as const;
    const planned = await previewSeries(u.db, u.slot('2 09:00'), repeat, { patientId: u.patients.Ann, by: BY_ANN });
    expect(planned.map(({ against }) => against.length)).toEqual([0, 0, 0, 1]);
  });

  // calcom/cal.diy#10673
  test('a series that failed has booked nothing', async () => {
    await bookFor('Bob', '23 09:00');
    const slots = ['2 09:00', '9 09:00', '16 09:00', '23 09:00'].map((when) => u.slot(when));
    const outcome = await bookSeries(
      u.db,
      slots,
      { repeats: 'weekly', every: 1, times: 4 },
      { patientId: u.patients.Ann, by: BY_ANN },
    );
    expect(outcome.kind).toBe('refused');
    expect(await u.db.query('select patient_id from visit')).toEqual([{ patient_id: u.patients.Bob }]);
  });

  // medplum#9995, #9998: a filter was mended, and old rows stopped blocking
  test('the constraints and the search mean the same states', async () => {
    const guards = await u.db.query<{ says: string }[]>(
      `select pg_get_constraintdef(oid) as says from pg_constraint where conrelid = 'visit'::regclass and contype = 'x'
       union all select indexdef from pg_indexes where tablename = 'visit' and indexname like 'visit_one_seat%'`,
    );
    const states = (text: string) =>
      [...text.matchAll(/'(held|requested|booked|arrived|done|missed|cancelled|declined|moved|expired|released)'/g)]
        .map(([, state]) => state)
        .sort();
    expect(guards).toHaveLength(5);
    for (const { says } of guards) expect(states(says)).toEqual(states(BLOCKING));
  });

  // masslight/ottehr#2167
  test('what is booked is taken off what is shown, at once', async () => {
    expect(await okaforOn2()).toContain('02 09:15');
    await bookFor('Ann', '2 09:00');
    expect((await okaforOn2())[0]).toBe('02 09:30');
  });

  // Read in masslight/ottehr: only visits that begin inside the wanted time were looked at
  test('a long visit that began earlier is in the way, and so is a short one strictly inside', async () => {
    const long = await u.add.service({ minutes: 120 });
    await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [u.okafor, long]);
    settled(await bookFor('Ann', '2 09:00', { serviceId: long }));
    expect(rulesOf(await bookFor('Bob', '2 10:00'))).toEqual(['taken']);
    settled(await bookFor('Bob', '2 14:00'));
    expect(rulesOf(await bookFor('Cat', '2 13:15', { serviceId: long }))).toEqual(['taken']);
  });

  // Read in masslight/ottehr: a time that had been stored once was not looked at again when moving to it
  test('a move is checked like a booking, and a visit is not in the way of its own move', async () => {
    const visit = settled(await bookFor('Ann', '2 09:00'));
    await bookFor('Bob', '3 09:00');
    expect(rulesOf(await move(u.db, visit, u.slot('3 09:15'), { by: BY_ANN }))).toEqual(['taken']);
    settled(await move(u.db, visit, u.slot('2 09:15'), { by: BY_ANN }));
  });

  // redguava/cliniko-api#108: the desk may choose to collide, but never in silence
  test('an overbooked visit is in the way of others and is listed', async () => {
    const ann = settled(await bookFor('Ann', '2 09:00'));
    await u.db.query(`update visit set overbooked_by = 'staff:1' where id = $1`, [ann.id]);
    expect(rulesOf(await bookFor('Bob', '2 09:00'))).toEqual(['taken']);
    expect(await okaforOn2()).not.toContain('02 09:00');
    const listed: Visit[] = await visitsDuring(u.db, { providerId: u.okafor }, { from: +ann.starts, to: +ann.ends });
    expect(listed.map(({ id }) => id)).toEqual([ann.id]);
  });

  // openemr#2632, Bahmni: advice is no guard
  test('a patient in two places is stopped by the database, not by a warning', async () => {
    const other = await u.add.provider('Dr Moyo', [u.skin]);
    await u.add.hours(other);
    const both = await Promise.all([bookFor('Ann', '2 09:00'), bookFor('Ann', '2 09:15', { providerId: other })]);
    expect(countOf(both)).toBe(1);
  });

  // Read in openemr: the portal asked whether the provider has any free slot in the next year, not whether this one is free
  test('it is the time that was asked for that is checked', async () => {
    await bookFor('Bob', '2 09:00');
    expect(await findAllTimes(u.db, { providers: [u.okafor] })).not.toEqual([]);
    expect(rulesOf(await bookFor('Ann', '2 09:00'))).toEqual(['taken']);
  });
});

describe('time zones and changes of the clocks', () => {
  async function place(
    zone: string,
    service: Parameters<Universe['add']['service']>[0] = {},
    hours: Parameters<Universe['add']['hours']>[1] = {},
  ) {
    const clinic = await u.add.clinic({ zone });
    const id = await u.add.service({ ...service, clinic });
    const provider = await u.add.provider(`Dr ${zone}`, [id]);
    await u.add.hours(provider, { days: [1, 2, 3, 4, 5, 6, 7], pause: null, ...hours, clinic });
    const made = { clinic, service: id, provider };
    return { ...made, times: (day: string) => findAllTimes(u.db, { services: [id], fromDay: day, toDay: day }) };
  }
  const bookAt = (at: Awaited<ReturnType<typeof place>>, starts: Date) =>
    book(u.db, {
      slot: { providerId: at.provider, serviceId: at.service, clinicId: at.clinic, starts, mode: 'in_person' },
      patientId: u.patients.Ann,
      by: BY_ANN,
    });

  // calcom/cal.diy#10517, #6217, #6622; va.gov-team#102262
  test.each([
    ['America/New_York', '2026-10-30T12:00:00Z', '2026-11-02'],
    ['America/New_York', '2027-03-12T12:00:00Z', '2027-03-15'],
    ['Europe/Lisbon', '2026-10-23T12:00:00Z', '2026-10-26'],
    ['Australia/Lord_Howe', '2026-10-02T00:00:00Z', '2026-10-05'],
  ])(
    '%s: times after the change are shown as they will be on the wall, and are had as shown',
    async (zone, now, day) => {
      await u.setClock(now);
      const at = await place(zone);
      const [first] = await at.times(day);
      expect(localTimes([first!], zone)[0]?.slice(3)).toBe('09:00');
      expect(settled(await bookAt(at, first!.starts)).starts).toEqual(first!.starts);
    },
  );

  // calcom/cal.diy#12137
  test('notice that ends on the day of the change does not shift what comes after', async () => {
    await u.setClock('2026-10-31T18:00:00Z'); // 14:00 in New York; 24 hours later it is 13:00
    const at = await place('America/New_York', { notice: 24 * 60, grid: 60, minutes: 60 });
    expect(localTimes(await at.times('2026-11-01'), 'America/New_York')).toEqual([
      '01 13:00',
      '01 14:00',
      '01 15:00',
      '01 16:00',
    ]);
    expect(localTimes(await at.times('2026-11-02'), 'America/New_York')[0]).toBe('02 09:00');
  });

  // calcom/cal.diy#1092, PR#3376
  test('what is confirmed is the clinic’s hour, whatever the zone of the patient', async () => {
    const at = await place('America/New_York');
    await u.db.query(`update contact set time_zone = 'Asia/Tokyo'`);
    const [time] = await at.times('2026-06-03');
    expect(time).toMatchObject({ zone: 'America/New_York', day: '2026-06-03' });
    expect(settled(await bookAt(at, time!.starts))).toMatchObject({
      day: '2026-06-03',
      starts: new Date('2026-06-03T13:00:00Z'),
    });
  });

  // calcom/cal.diy#19589
  test('a series is right on the Sunday of the change too', async () => {
    await u.setClock('2026-10-24T12:00:00Z');
    const at = await place('America/New_York');
    const first = {
      providerId: at.provider,
      serviceId: at.service,
      clinicId: at.clinic,
      starts: new Date('2026-10-25T09:00:00-04:00'),
      mode: 'in_person' as const,
    };
    const planned = await previewSeries(
      u.db,
      first,
      { repeats: 'weekly', every: 1, times: 3 },
      { patientId: u.patients.Ann, by: BY_ANN },
    );
    expect(planned.map(({ against }) => against)).toEqual([[], [], []]);
    expect(
      localTimes(
        planned.map(({ slot }) => slot),
        'America/New_York',
      ),
    ).toEqual(['25 09:00', '01 09:00', '08 09:00']);
  });

  // calcom/cal.diy#2102
  test.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/St_Johns'])(
    '%s: half and quarter hours are no trouble',
    async (zone) => {
      const at = await place(zone, { grid: 30 });
      const times = await at.times('2026-06-03');
      expect(localTimes(times.slice(0, 2), zone).map((time) => time.slice(3))).toEqual(['09:00', '09:30']);
      settled(await bookAt(at, times[0]!.starts));
    },
  );

  // medplum#8417: the day of Greenwich was taken for the local one, and evenings were empty
  test('an evening is found on its own day, west and east', async () => {
    for (const zone of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      const at = await place(zone, {}, { starts: '19:00', ends: '22:00' });
      const times = await at.times('2026-06-03');
      expect(localTimes(times, zone).every((time) => time.startsWith('03 '))).toBe(true);
      expect(times).toHaveLength(11);
    }
  });

  // medplum PR#9488: a grid of 90 minutes moved with the window of the search
  test('the grid hangs on local midnight, wherever the search begins', async () => {
    const at = await place('America/New_York', { grid: 90 });
    const from = (earliest: Date) =>
      findAllTimes(u.db, { services: [at.service], fromDay: '2026-06-03', toDay: '2026-06-03', earliest });
    const whole = localTimes(await at.times('2026-06-03'), 'America/New_York');
    expect(whole).toEqual(['03 09:00', '03 10:30', '03 12:00', '03 13:30', '03 15:00', '03 16:30']);
    expect(localTimes(await from(new Date('2026-06-03T14:07:00Z')), 'America/New_York')).toEqual(whole.slice(1));
  });

  // nextcloud/calendar#6407; easyappointments#961
  test('a day stays a day: it is text on its way in and out, and never an instant', async () => {
    const at = await place('Pacific/Kiritimati');
    const [time] = await at.times('2026-06-03');
    expect(time?.day).toBe('2026-06-03');
    expect(settled(await bookAt(at, time!.starts)).day).toBe('2026-06-03');
  });

  // Read in masslight/ottehr
  test('an instant is an instant, however it is written', async () => {
    const at = await place('America/New_York');
    const slot = { providerId: at.provider, serviceId: at.service, clinicId: at.clinic, mode: 'in_person' as const };
    for (const written of ['2026-06-03T09:00:00-04:00', '2026-06-03T13:00:00Z', '2026-06-03T18:30:00+05:30'])
      expect(await whyNot(u.db, { ...slot, starts: new Date(written) }, { by: BY_ANN })).toEqual([]);
  });

  // Bahmni BAH-4154; `npm run test:zones` runs all of this under five zones of the machine
  test('the zone of the machine does not matter to the database either', async () => {
    expect(await u.db.query('show timezone')).toEqual([{ TimeZone: 'UTC' }]);
  });
});
