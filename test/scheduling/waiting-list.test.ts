import type { OpeningId, SpecialtyCode } from '../../src/database/ids';
import { book } from '../../src/scheduling/book';
import { cancel } from '../../src/scheduling/cancel';
import { acceptOffer, declineOffer } from '../../src/scheduling/answer-offer';
import { offerFreed } from '../../src/scheduling/offer-freed';
import { joinWaitingList, leaveWaitingList, type Wish } from '../../src/scheduling/waiting-list';
import { findAllTimes } from '../../src/scheduling/find-times';
import type { Visit } from '../../src/scheduling/types';
import { makeUniverse, type Name, type Universe } from '../universe';
import { BY_ANN, BY_STAFF, EMPTY, rulesOf, settled } from './people';

let u: Universe;
beforeAll(async () => {
  u = await makeUniverse();
});
beforeEach(async () => {
  await u.db.query(
    `${EMPTY}; update contact set stopped_at = null, unreachable_at = null; update provider set daily_cap = null`,
  );
  await u.setClock('2026-06-01T08:00:00+03:00');
});
afterAll(() => u.close());

const SKIN = 'dermatology' as SpecialtyCode;
const join = (name: Name, change: Partial<Wish> = {}) =>
  joinWaitingList(u.db, {
    clinicId: u.clinic,
    patientId: u.patients[name],
    contactId: u.contacts[name],
    specialty: SKIN,
    fromDay: '2026-06-01',
    toDay: '2026-06-30',
    ...change,
  });

async function freed(when = '3 10:00', name: Name = 'Dan'): Promise<OpeningId> {
  const visit = settled(await book(u.db, { slot: u.slot(when), patientId: u.patients[name], by: BY_STAFF }));
  settled(await cancel(u.db, visit, { by: BY_STAFF }));
  const [opening] = await u.db.query<{ id: OpeningId }[]>('select id from opening where freed_visit_id = $1', [
    visit.id,
  ]);
  return opening!.id;
}
const asked = async (opening: OpeningId, wave = { people: 3, minutes: 30 }) =>
  (await offerFreed(u.db, opening, wave)).offers.map((offer) => offer.patientId);
const statusOf = (table: string, id: number) =>
  u.db.query<{ status: string }[]>(`select status from ${table} where id = $1`, [id]).then(([row]) => row?.status);

test('a freed time is held while those who wait are asked, the longest waiting first', async () => {
  await join('Ann');
  await u.setClock('2026-06-01T08:01:00+03:00');
  await join('Bob');
  const opening = await freed();
  const { visit, offers } = await offerFreed(u.db, opening, { people: 1, minutes: 30 });
  expect(offers.map(({ patientId }) => patientId)).toEqual([u.patients.Ann]);
  expect(visit).toMatchObject({ status: 'held', patientId: null });
  expect(
    (await findAllTimes(u.db, { providers: [u.okafor], earliest: visit!.starts, latest: visit!.ends })).map(
      ({ starts }) => +starts,
    ),
  ).not.toContain(+visit!.starts);
  expect(rulesOf(await book(u.db, { slot: u.slot('3 10:00'), patientId: u.patients.Cat, by: BY_ANN }))).toEqual([
    'taken',
  ]);
});

test('why somebody was chosen is written down', async () => {
  await join('Ann', { providerId: u.okafor });
  await asked(await freed());
  const [row] = await u.db.query<{ reason: object }[]>('select reason from waiting_offer');
  expect(row?.reason).toMatchObject({ place: 1, of: 1, offers_before: 0, asked_for_this_provider: true });
});

test('the first yes gets it; the others are told that it is taken', async () => {
  await join('Ann');
  await join('Bob');
  const { offers } = await offerFreed(u.db, await freed());
  const won = settled(await acceptOffer(u.db, offers[1]!.id, { by: BY_ANN }));
  expect(won).toMatchObject({ status: 'booked', patientId: u.patients.Bob });
  expect(rulesOf(await acceptOffer(u.db, offers[0]!.id, { by: BY_ANN }))).toEqual(['taken']);
  expect(await statusOf('waiting_offer', offers[0]!.id)).toBe('lost');
});

test('a timer that rings twice does not take the time from those who are thinking', async () => {
  await join('Ann');
  await join('Bob');
  const opening = await freed();
  const first = await offerFreed(u.db, opening, { people: 1, minutes: 30 });
  expect(await asked(opening)).toEqual([]);
  settled(await acceptOffer(u.db, first.offers[0]!.id, { by: BY_ANN }));
});

test('the next wave is asked when the first has let it pass, and nobody twice', async () => {
  await join('Ann');
  await u.setClock('2026-06-01T08:01:00+03:00');
  await join('Bob');
  const opening = await freed();
  const first = await offerFreed(u.db, opening, { people: 1, minutes: 30 });
  await u.setClock('2026-06-01T08:31:00+03:00');
  expect(await asked(opening, { people: 1, minutes: 30 })).toEqual([u.patients.Bob]);
  expect(rulesOf(await acceptOffer(u.db, first.offers[0]!.id, { by: BY_ANN }))).toEqual(['taken']);
  await u.setClock('2026-06-01T09:02:00+03:00');
  expect(await asked(opening)).toEqual([]);
  expect(await statusOf('opening', opening)).toBe('unfilled');
  settled(await book(u.db, { slot: u.slot('3 10:00'), patientId: u.patients.Cat, by: BY_ANN }));
});

test('a no from everybody lets the next be asked at once', async () => {
  await join('Ann');
  await u.setClock('2026-06-01T08:01:00+03:00');
  await join('Bob');
  const opening = await freed();
  const { offers } = await offerFreed(u.db, opening, { people: 1, minutes: 30 });
  expect(await declineOffer(u.db, offers[0]!.id)).toBe(true);
  expect(await asked(opening, { people: 1, minutes: 30 })).toEqual([u.patients.Bob]);
});

test('a time that somebody took meanwhile is gone', async () => {
  await join('Ann');
  const opening = await freed();
  settled(await book(u.db, { slot: u.slot('3 10:00'), patientId: u.patients.Cat, by: BY_ANN }));
  expect(await asked(opening)).toEqual([]);
  expect(await statusOf('opening', opening)).toBe('gone');
});

describe('nobody is asked in vain', () => {
  test.each<[string, Partial<Wish>]>([
    ['the day is too late', { fromDay: '2026-06-01', toDay: '2026-06-02' }],
    ['the day is too early', { fromDay: '2026-06-04' }],
    ['the weekday is another', { weekdays: [1, 2] }],
    ['the hour is too late', { latest: '09:59' }],
    ['the hour is too early', { earliest: '10:01' }],
    ['the mode is another', { modes: ['video'] }],
    ['there is too little notice', { noticeMinutes: 3 * 24 * 60 }],
  ])('when %s', async (_, wish) => {
    await join('Ann', wish);
    expect(await asked(await freed())).toEqual([]);
  });

  test('who has said stop, or cannot be reached, or has left the list', async () => {
    await join('Ann');
    await join('Bob');
    const cat = await join('Cat');
    await u.db.query('update contact set stopped_at = clock_now() where id = $1', [u.contacts.Ann]);
    await u.db.query('update contact set unreachable_at = clock_now() where id = $1', [u.contacts.Bob]);
    expect(await leaveWaitingList(u.db, cat)).toBe(true);
    expect(await asked(await freed())).toEqual([]);
  });

  test('who is elsewhere at that time', async () => {
    await join('Ann');
    const opening = await freed();
    const other = await u.add.provider('Dr Moyo', [u.skin]);
    await u.add.hours(other);
    settled(
      await book(u.db, { slot: u.slot('3 10:15', { providerId: other }), patientId: u.patients.Ann, by: BY_ANN }),
    );
    expect(await asked(opening)).toEqual([]);
  });

  test('nor twice, who waits for one provider and for anybody', async () => {
    await join('Ann');
    await join('Ann', { providerId: u.okafor });
    await join('Bob');
    expect((await asked(await freed(), { people: 2, minutes: 30 })).sort()).toEqual(
      [u.patients.Ann, u.patients.Bob].sort(),
    );
  });
});

test('the hour is the clinic’s, on both sides of a change of the clocks', async () => {
  const clinic = await u.add.clinic({ zone: 'America/New_York' });
  const service = await u.add.service({ clinic, specialty: 'dermatology' });
  const provider = await u.add.provider('Dr York', [service]);
  await u.setClock('2026-10-30T12:00:00Z');
  await u.add.hours(provider, { clinic, days: [6, 7] });
  const at = async (starts: string) => {
    const slot = {
      ...u.slot('2 09:00', { providerId: provider, serviceId: service, clinicId: clinic }),
      starts: new Date(starts),
    };
    const visit: Visit = settled(await book(u.db, { slot, patientId: u.patients.Dan, by: BY_STAFF }));
    settled(await cancel(u.db, visit, { by: BY_STAFF }));
    const [row] = await u.db.query<{ id: OpeningId }[]>('select id from opening where freed_visit_id = $1', [visit.id]);
    return row!.id;
  };
  await join('Ann', {
    clinicId: clinic,
    fromDay: '2026-10-30',
    toDay: '2026-11-02',
    earliest: '10:00',
    latest: '10:00',
  });
  expect(await asked(await at('2026-10-31T10:00:00-04:00'))).toEqual([u.patients.Ann]);
  await u.db.query('update waiting_offer set status = $1', ['lapsed']);
  expect(await asked(await at('2026-11-01T10:00:00-05:00'))).toEqual([u.patients.Ann]);
});

describe('giving up a later visit for an earlier time', () => {
  const later = async (when: string) =>
    settled(await book(u.db, { slot: u.slot(when), patientId: u.patients.Ann, by: BY_ANN }));

  test('frees the later one for the next who waits', async () => {
    const visit = await later('10 10:00');
    await join('Ann', { insteadOf: visit.id });
    const { offers } = await offerFreed(u.db, await freed());
    settled(await acceptOffer(u.db, offers[0]!.id, { by: BY_ANN }));
    expect(await statusOf('visit', visit.id)).toBe('moved');
    expect(await u.db.query('select from opening where freed_visit_id = $1', [visit.id])).toHaveLength(1);
  });

  test('works when the two overlap', async () => {
    const opening = await freed('3 10:00');
    const other = await u.add.provider('Dr Late', [u.skin]);
    await u.add.hours(other);
    const visit = settled(
      await book(u.db, { slot: u.slot('3 10:15', { providerId: other }), patientId: u.patients.Ann, by: BY_ANN }),
    );
    await join('Ann', { insteadOf: visit.id });
    const { offers } = await offerFreed(u.db, opening);
    settled(await acceptOffer(u.db, offers[0]!.id, { by: BY_ANN }));
  });

  test('works on a day that is full', async () => {
    const opening = await freed('3 10:00');
    const visit = await later('3 14:00');
    await u.db.query('update provider set daily_cap = 2 where id = $1', [u.okafor]);
    await join('Ann', { insteadOf: visit.id });
    const { offers } = await offerFreed(u.db, opening);
    settled(await acceptOffer(u.db, offers[0]!.id, { by: BY_ANN }));
  });

  test('is not asked of somebody whose visit is earlier anyway', async () => {
    await join('Ann', { insteadOf: (await later('2 10:00')).id });
    expect(await asked(await freed())).toEqual([]);
  });
});

test('who joins twice for the same keeps the place and gets the new wishes', async () => {
  const first = await join('Ann', { toDay: '2026-06-02' });
  expect(await join('Ann')).toBe(first);
  expect(await asked(await freed())).toEqual([u.patients.Ann]);
});

test.each([
  ['backwards', '2026-06-30', '2026-06-01'],
  ['on a day that is none', '2026-02-30', '2026-06-01'],
])('nobody waits %s', async (_, fromDay, toDay) => {
  await expect(join('Ann', { fromDay, toDay })).rejects.toThrow(RangeError);
});
