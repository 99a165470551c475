import crypto from 'node:crypto';
import type { OpeningId, SpecialtyCode } from '../../src/database/ids';
import { book, hold } from '../../src/scheduling/book';
import { cancel } from '../../src/scheduling/cancel';
import { lockVisit, markArrived, markDone } from '../../src/scheduling/change-status';
import { insertVisit } from '../../src/scheduling/claim';
import { confirm } from '../../src/scheduling/confirm';
import { makeRoom } from '../../src/scheduling/make-room';
import { extendShifts } from '../../src/scheduling/make-shifts';
import type { WorkingHours } from '../../src/scheduling/shifts';
import type { Outcome, Slot, Visit } from '../../src/scheduling/types';
import { acceptOffer } from '../../src/scheduling/answer-offer';
import { offerFreed } from '../../src/scheduling/offer-freed';
import { joinWaitingList } from '../../src/scheduling/waiting-list';
import { planSession } from '../../src/scheduling/group-sessions';
import { blockTime, setWorkingHours } from '../../src/scheduling/work-time';
import { makeUniverse, type Name, type Universe } from '../universe';

// Two people in the same moment, one step at a time. What only shows in a crowd is in test/prove/calendar.

let u: Universe;
beforeEach(async () => {
  u = await makeUniverse();
});
afterEach(() => u.close());

const BY_STAFF = 'staff:1' as const;

function settled(outcome: Outcome): Visit {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.rules.join(', ')}`);
  return outcome.visit;
}
const rulesOf = (outcome: Outcome): string[] => (outcome.kind === 'refused' ? outcome.rules : []);
const bookFor = (name: Name, when: string, change?: Partial<Slot>): Promise<Outcome> =>
  book(u.db, { slot: u.slot(when, change), patientId: u.patients[name], by: `patient:${u.patients[name]}` });
const holdFor = async (name: Name, when: string, change?: Partial<Slot>) => {
  const held = await hold(u.db, { slot: u.slot(when, change), contactId: u.contacts[name], by: 'patient:1' });
  return {
    ...held,
    yes: { visitId: settled(held).id, token: held.token!, patientId: u.patients[name], by: 'patient:1' as const },
  };
};
const statusOf = async ({ id }: Visit): Promise<string | undefined> => {
  const [row] = await u.db.query<{ status: string }[]>('select status from visit where id = $1', [id]);
  return row?.status;
};
const hour = (from: string, to: string) => ({ from: +u.slot(from).starts, to: +u.slot(to).starts });

/** Does the first without committing it, starts the second, lets it run into the first, and only then commits. */
async function meanwhile<A, B>(first: (tx: Universe['db']) => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  let other: Promise<B> | undefined;
  const one = await u.db.transaction(async (tx) => {
    const done = await first(tx);
    other = second();
    other.catch(() => undefined); // awaited below, after the commit
    await new Promise((resume) => setTimeout(resume, 200));
    return done;
  });
  return [one, await other!];
}

/** Somebody's statement stands before a lock of somebody else's. */
async function untilSomebodyWaits(): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 20) {
    const [{ n } = { n: 0 }] = await u.db.query<{ n: number }[]>(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (n > 0) return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
  throw new Error('Nobody waits');
}

describe('holds', () => {
  test('a hold that is being confirmed is not let go because its owner takes a third', async () => {
    const first = await holdFor('Ann', '2 09:00');
    await holdFor('Ann', '2 10:00');
    const [confirmed] = await meanwhile(
      (tx) => confirm(tx, first.yes),
      () => hold(u.db, { slot: u.slot('2 11:00'), contactId: u.contacts.Ann, by: 'patient:1' }),
    );
    expect(await statusOf(settled(confirmed))).toBe('booked');
  });

  test('a third hold that is refused costs nobody an older one', async () => {
    await bookFor('Bob', '2 11:00');
    const first = await holdFor('Ann', '2 09:00');
    await holdFor('Ann', '2 10:00');
    const third = await hold(u.db, { slot: u.slot('2 11:00'), contactId: u.contacts.Ann, by: 'patient:1' });
    expect(rulesOf(third)).toEqual(['taken']);
    expect(settled(await confirm(u.db, first.yes)).status).toBe('booked');
  });

  test('nobody holds three times, however quickly they ask', async () => {
    await holdFor('Ann', '2 09:00');
    const take = (db: Universe['db'], when: string) =>
      hold(db, { slot: u.slot(when), contactId: u.contacts.Ann, by: 'patient:1' });
    await meanwhile(
      (tx) => take(tx, '2 10:00'),
      () => take(u.db, '2 11:00'),
    );
    expect(await u.db.query(`select count(*)::int as n from visit where status = 'held'`)).toEqual([{ n: 2 }]);
  });

  test('a hold that ran out and is confirmed twice at once becomes one visit', async () => {
    const held = await holdFor('Ann', '2 09:00');
    await u.setClock('2026-06-01T08:11:00+03:00');
    const answers = await Promise.all([confirm(u.db, held.yes), confirm(u.db, held.yes)]);
    expect(answers.filter(({ kind }) => kind === 'settled')).toHaveLength(1);
  });

  test('a hold that has not run out stays, also when somebody has just found the time free', async () => {
    const held = await holdFor('Ann', '2 09:00');
    const claim = { slot: u.slot('2 09:00'), patientId: u.patients.Bob, by: BY_STAFF };
    const got = await u.db.transaction(async (tx) => {
      await makeRoom(tx, claim);
      return insertVisit(tx, { ...claim, attempt: 2 });
    });
    expect(got).toBeUndefined();
    settled(await confirm(u.db, held.yes));
  });

  test('a hold that ran out is not confirmed into leave that was entered since', async () => {
    const held = await holdFor('Ann', '2 09:00');
    await u.setClock('2026-06-01T08:11:00+03:00');
    const { affected } = await blockTime(u.db, {
      providerId: u.okafor,
      during: hour('2 09:00', '2 10:00'),
      by: BY_STAFF,
    });
    expect(affected).toEqual([]);
    expect(rulesOf(await confirm(u.db, held.yes))).toContain('on_leave');
  });

  test('a hold that ran out is not confirmed into a day that has filled since', async () => {
    const provider = await u.add.provider('Dr Cap', [u.skin], { cap: 1 });
    await u.add.hours(provider);
    const held = await holdFor('Ann', '2 09:00', { providerId: provider });
    await u.setClock('2026-06-01T08:11:00+03:00');
    settled(await bookFor('Bob', '2 11:00', { providerId: provider }));
    expect(rulesOf(await confirm(u.db, held.yes))).toEqual(['day_full']);
  });
});

describe('leave', () => {
  test('a hold that is confirmed in its last moment is known to the leave entered in that moment', async () => {
    const held = await holdFor('Ann', '2 09:00');
    const [confirmed, blocked] = await meanwhile(
      async (tx) => {
        const outcome = await confirm(tx, held.yes);
        await u.setClock('2026-06-01T08:11:00+03:00');
        return outcome;
      },
      () => blockTime(u.db, { providerId: u.okafor, during: hour('2 09:00', '2 10:00'), by: BY_STAFF }),
    );
    expect(blocked.affected.map(({ id }) => id)).toEqual([settled(confirmed).id]);
  });

  test('a visit that is being booked is known to the leave entered in that moment', async () => {
    const [booked, blocked] = await meanwhile(
      (tx) => book(tx, { slot: u.slot('2 09:00'), patientId: u.patients.Ann, by: BY_STAFF }),
      () => blockTime(u.db, { providerId: u.okafor, during: hour('2 09:00', '2 10:00'), by: BY_STAFF }),
    );
    expect(blocked.affected.map(({ id }) => id)).toEqual([settled(booked).id]);
  });

  test('a seat that is being taken is known to the leave entered in that moment', async () => {
    const { slot } = await session('2 09:00', 8);
    const [seat, blocked] = await meanwhile(
      (tx) => book(tx, { slot, patientId: u.patients.Ann, by: BY_STAFF }),
      () => blockTime(u.db, { providerId: u.okafor, during: hour('2 09:00', '2 10:00'), by: BY_STAFF }),
    );
    expect(blocked.affected.map(({ id }) => id)).toEqual([settled(seat).id]);
  });

  test('nobody takes a seat in a session while the leave over it is entered', async () => {
    const { slot } = await session('2 09:00', 8);
    const [, seat] = await meanwhile(
      (tx) => blockTime(tx, { providerId: u.okafor, during: hour('2 09:00', '2 11:00'), by: BY_STAFF }),
      () => book(u.db, { slot, patientId: u.patients.Ann, by: BY_STAFF }),
    );
    expect(rulesOf(seat)).toContain('on_leave');
  });

  test('leave beyond the horizon is kept when the horizon reaches it in the same moment', async () => {
    const during = { from: Date.parse('2026-08-10T00:00:00Z'), to: Date.parse('2026-08-15T00:00:00Z') };
    await meanwhile(
      async (tx) => {
        await blockTime(tx, { providerId: u.okafor, during, by: BY_STAFF });
        await u.setClock('2026-06-20T08:00:00+03:00');
      },
      () => u.db.transaction((tx) => extendShifts(tx)),
    );
    const inLeave = await u.db.query('select day from shift where during && tstzrange($1, $2)', [
      new Date(during.from),
      new Date(during.to),
    ]);
    expect(inLeave).toEqual([]);
  });

  test('hours set by two people at once are not there twice', async () => {
    const tuesday: WorkingHours = {
      weekday: 2,
      starts: '09:00',
      ends: '12:00',
      everyWeeks: 1,
      fromDay: '2026-01-01',
      toDay: null,
      modes: ['in_person'],
      onlyServiceId: null,
      breaks: [],
    };
    const set = (tx: Universe['db']): Promise<void> => setWorkingHours(tx, u.okafor, u.clinic, [tuesday]);
    await meanwhile(set, () => set(u.db));
    expect(await u.db.query('select weekday from working_hours')).toEqual([{ weekday: 2 }]);
  });
});

async function session(when: string, seats: number, roomId?: number) {
  const service = await u.add.service({ seats, minutes: 60, grid: 60, specialty: 'therapy' });
  await u.db.query('insert into provider_service (provider_id, service_id) values ($1, $2)', [u.okafor, service]);
  const slot = u.slot(when, { serviceId: service });
  const ends = new Date(+slot.starts + 3_600_000);
  const planned = await planSession(u.db, { ...slot, ends, seats, by: BY_STAFF, ...(roomId && { roomId }) });
  return { slot, planned: planned! };
}

describe('sessions', () => {
  test('somebody who has a seat does not get a second one through a hold', async () => {
    const { slot } = await session('2 09:00', 8);
    const held = await holdFor('Ann', '2 09:00', { serviceId: slot.serviceId });
    settled(await book(u.db, { slot, patientId: u.patients.Ann, by: BY_STAFF }));
    expect(rulesOf(await confirm(u.db, held.yes))).toEqual(['patient_elsewhere']);
  });

  test('nobody has two seats, however they ask', async () => {
    const { slot } = await session('2 09:00', 8);
    const ask = () => book(u.db, { slot, patientId: u.patients.Ann, by: BY_STAFF });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.filter(({ kind }) => kind === 'settled')).toHaveLength(1);
  });

  test('planning a session tells who has its room, whichever doctor they see', async () => {
    const room = await u.add.room('hall', 'Hall');
    const inHall = await u.add.service({ room: 'hall' });
    const silva = await u.add.provider('Dr Silva', [inHall]);
    await u.add.hours(silva);
    const visit = settled(await bookFor('Ann', '2 09:30', { providerId: silva, serviceId: inHall }));
    const { planned } = await session('2 09:00', 8, room);
    expect(planned.affected.map(({ id }) => id)).toEqual([visit.id]);
  });

  test('a room does not hold two sessions at once', async () => {
    const room = await u.add.room('hall', 'Hall');
    await session('2 09:00', 8, room);
    const silva = await u.add.provider('Dr Silva', [u.skin]);
    const slot = u.slot('2 09:30', { providerId: silva });
    const ends = new Date(+slot.starts + 3_600_000);
    expect(await planSession(u.db, { ...slot, ends, seats: 8, roomId: room, by: BY_STAFF })).toBeUndefined();
  });

  test('a doctor does not lead two sessions at once', async () => {
    await session('2 09:00', 8);
    const { planned } = await session('2 09:30', 8);
    expect(planned).toBeUndefined();
  });
});

describe('the waiting list', () => {
  const waits = (name: Name) =>
    joinWaitingList(u.db, {
      clinicId: u.clinic,
      patientId: u.patients[name],
      contactId: u.contacts[name],
      specialty: 'dermatology' as SpecialtyCode,
      fromDay: '2026-06-01',
      toDay: '2026-06-30',
    });

  async function freed(when: string): Promise<OpeningId> {
    const visit = settled(await bookFor('Dan', when));
    settled(await cancel(u.db, visit, { by: BY_STAFF }));
    const [opening] = await u.db.query<{ id: OpeningId }[]>('select id from opening where freed_visit_id = $1', [
      visit.id,
    ]);
    return opening!.id;
  }

  test('somebody who says yes to two freed times gets the first, for the wish was one', async () => {
    await waits('Ann');
    const offers = [];
    for (const when of ['3 09:00', '3 11:00']) offers.push(...(await offerFreed(u.db, await freed(when))).offers);
    expect(offers).toHaveLength(2);
    const answers = await Promise.all(offers.map(({ id }) => acceptOffer(u.db, id, { by: 'patient:1' })));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['refused', 'settled']);
  });

  test('a time that went into leave between two waves is offered to nobody', async () => {
    await waits('Ann');
    const opening = await freed('3 09:00');
    await offerFreed(u.db, opening);
    await waits('Bob');
    await blockTime(u.db, { providerId: u.okafor, during: hour('3 09:00', '3 10:00'), by: BY_STAFF });
    await u.setClock('2026-06-01T08:31:00+03:00');
    expect((await offerFreed(u.db, opening)).offers).toEqual([]);
  });

  test('a yes and the next wave do not wait for each other', async () => {
    const later = settled(await bookFor('Ann', '4 09:00'));
    const opening = await freed('3 09:00');
    await waits('Ann');
    await u.db.query('update waiting set instead_of = $1', [later.id]);
    const { offers } = await offerFreed(u.db, opening);
    const wave = () => u.db.transaction((tx) => offerFreed(tx, opening)); // in a transaction of ours nothing is tried again
    // Whoever keeps the later visit stops the yes half-way, after it has made sure of its offer.
    const [, [yes, next]] = await meanwhile(
      (tx) => lockVisit(tx, later),
      async () => {
        const accepted = acceptOffer(u.db, offers[0]!.id, { by: 'patient:1' });
        await untilSomebodyWaits();
        await u.setClock('2026-06-01T08:31:00+03:00');
        return Promise.all([accepted, wave()]);
      },
    );
    expect([yes.kind, next.offers]).toEqual(['settled', []]);
  });

  test('a yes in the last moment stands when the next wave begins in that moment', async () => {
    await waits('Ann');
    const opening = await freed('3 09:00');
    const { offers } = await offerFreed(u.db, opening);
    const [yes] = await meanwhile(
      async (tx) => {
        const outcome = await acceptOffer(tx, offers[0]!.id, { by: 'patient:1' });
        await u.setClock('2026-06-01T08:31:00+03:00');
        return outcome;
      },
      () => offerFreed(u.db, opening),
    );
    expect(await statusOf(settled(yes))).toBe('booked');
    expect(await u.db.query('select status from opening where id = $1', [opening])).toEqual([{ status: 'filled' }]);
  });

  test('an earlier time may overlap the later visit that is given up for it', async () => {
    const silva = await u.add.provider('Dr Silva', [u.skin]);
    await u.add.hours(silva);
    const later = settled(await bookFor('Ann', '3 09:15', { providerId: silva }));
    const opening = await freed('3 09:00');
    await waits('Ann');
    await u.db.query('update waiting set instead_of = $1', [later.id]);
    const { offers } = await offerFreed(u.db, opening);
    const earlier = settled(await acceptOffer(u.db, offers[0]!.id, { by: 'patient:1' }));
    expect([await statusOf(later), await statusOf(earlier)]).toEqual(['moved', 'booked']);
  });

  test('two freed times are offered to different people first', async () => {
    for (const name of ['Ann', 'Bob'] as const) await waits(name);
    const openings = [await freed('3 09:00'), await freed('3 11:00')];
    const wave = { people: 1, minutes: 30 };
    const [one, two] = await meanwhile(
      (tx) => offerFreed(tx, openings[0]!, wave),
      () => offerFreed(u.db, openings[1]!, wave),
    );
    expect(one.offers[0]!.patientId).not.toBe(two.offers[0]!.patientId);
  });
});

test('a look from before changes nothing, even where the change would still be allowed', async () => {
  const seen = settled(await bookFor('Ann', '2 09:00'));
  settled(await markArrived(u.db, seen, { by: BY_STAFF }));
  expect(rulesOf(await markDone(u.db, seen, { by: BY_STAFF }))).toEqual(['changed_meanwhile']);
});

test('when short references run out, longer ones are taken', async () => {
  const dice = jest.spyOn(crypto, 'randomInt').mockImplementation(() => 0);
  const references = [];
  for (const when of ['2 09:00', '2 10:00', '2 11:00']) references.push(settled(await bookFor('Ann', when)).reference);
  dice.mockRestore();
  expect(references).toEqual(['AAAA', 'AAAAA', 'AAAAAA']);
});
