import type { ContactId, OpeningId, PatientId } from '../../../src/database/ids';
import type { Outcome, Visit } from '../../../src/scheduling/types';
import { type Offer } from '../../../src/scheduling/offer-freed';
import { joinWaitingList } from '../../../src/scheduling/waiting-list';
import type { Answer } from '../client';
import type { Finding, Stage } from '../proof';
import type { Task } from './deeds';
import { countOf, faults, lookOver, refusals, settledIn } from './invariants';
import { moreProviders, onScene, type Scene, skip, startClock, startsOn } from './scene';

type Offered = { offers: Offer[] };

/** A freed time and two hundred people waiting; then several freed times at once, wave after wave, with others booking directly. */
export async function waiting(stage: Stage): Promise<Finding> {
  const one = await onScene(stage, { people: stage.quick ? 60 : 200 }, (scene) => oneFreedTime(stage, scene));
  const many = await onScene(stage, { people: 80 }, (scene) => manyFreedTimes(stage, scene));
  return { counts: { ...one.counts, ...many.counts }, invariants: merged(one.invariants, many.invariants) };
}

const merged = (a: Finding['invariants'], b: Finding['invariants']): Finding['invariants'] =>
  Object.fromEntries(Object.keys({ ...a, ...b }).map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));

async function oneFreedTime(stage: Stage, scene: Scene): Promise<Finding> {
  const rounds = stage.quick ? 3 : 50;
  const { patients, contacts } = scene.crowd;
  const answers: Answer<Outcome>[] = [];
  let unlucky = 0;
  for (let round = 0; round < rounds; round++) {
    await scene.db.query(`update waiting set status = 'left'`);
    await everybodyWaits(scene, patients, contacts);
    const [freed] = await freeTimes(stage, scene, 1);
    const [offered] = await stage.crew.all<Offered>([offer(freed!, patients.length)]);
    const accepts = stage.random.shuffled(offered!.value?.offers ?? []).map(accept);
    const said = await stage.crew.all<Outcome>(accepts);
    answers.push(...said);
    if (settledIn(said) !== 1) unlucky++;
  }
  return {
    counts: { rounds, 'yeses to one time': answers.length, told: refusals(answers), faults: faults(answers) },
    invariants: {
      'of all who say yes to one time, one gets it': unlucky,
      'everybody else is told': answers.filter(({ value }) => !value).length,
      ...(await settledOffers(scene)),
      ...(await lookOver(stage, scene)),
    },
  };
}

/** Ten times are freed at once and offered by several workers, three people a wave, to people who may say yes to any. */
async function manyFreedTimes(stage: Stage, scene: Scene): Promise<Finding> {
  const { patients, contacts } = scene.crowd;
  await startClock(scene.db);
  await everybodyWaits(scene, patients, contacts);
  const openings = await freeTimes(stage, scene, 10);
  const all: Answer<unknown>[] = [];
  for (let wave = 0; wave < (stage.quick ? 4 : 12); wave++) {
    const offered = await stage.crew.all<Offered>(openings.map((id) => offer(id, 3)));
    const offers = offered.flatMap(({ value }) => value?.offers ?? []);
    // The hold of the wave runs out while people are still answering, and others take the time directly.
    if (wave % 2 === 1) await skip(scene.db, 29.99);
    all.push(
      ...offered,
      ...(await stage.crew.all<Outcome>(
        stage.random.shuffled([...replies(stage, offers), ...(await walkIns(stage, scene, openings))]),
      )),
    );
    await skip(scene.db, 31);
  }
  const [row] = await scene.db.query<{ n: number }[]>(`select count(*)::int as n from opening where status = 'filled'`);
  return {
    counts: { openings: openings.length, 'filled from the list': row?.n ?? NaN, 'faults in the waves': faults(all) },
    invariants: {
      'a wish is granted once': await grantedTwice(scene),
      'nobody is asked about two times at once': await askedTwice(scene),
      'everybody else is told': all.filter(({ error }) => error).length,
      ...(await settledOffers(scene)),
      ...(await lookOver(stage, scene)),
    },
  };
}

async function everybodyWaits(scene: Scene, patients: PatientId[], contacts: ContactId[]): Promise<void> {
  for (const [i, patientId] of patients.entries())
    await joinWaitingList(scene.db, {
      clinicId: scene.clinic,
      patientId,
      contactId: contacts[i]!,
      specialty: 'dermatology' as Parameters<typeof joinWaitingList>[1]['specialty'],
      fromDay: '2026-06-01',
      toDay: '2026-06-30',
    });
}

/** Booked by people who do not wait, and cancelled again. */
async function freeTimes({ crew }: Stage, scene: Scene, count: number): Promise<OpeningId[]> {
  const providers = await moreProviders(scene, Math.ceil(count / 5));
  const slots = providers.flatMap((providerId) =>
    startsOn(scene, 3, 60, 5).map((starts) => scene.slot('3 09:00', { providerId, starts })),
  );
  const by = 'staff:1' as const;
  const booked = await Promise.all(
    slots.slice(0, count).map(async (slot) => ({ slot, patientId: await scene.add.patient('Goes away') })),
  );
  const made = await crew.all<Outcome>(booked.map((each): Task => ({ do: 'book', with: { ...each, by } })));
  const visits = made.flatMap(({ value }): Visit[] => (value?.kind === 'settled' ? [value.visit] : []));
  await crew.all(visits.map((seen): Task => ({ do: 'cancel', with: { seen, by } })));
  const rows = await scene.db.query<{ id: OpeningId }[]>(
    'select id from opening where freed_visit_id = any($1) order by id',
    [visits.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}

const offer = (openingId: OpeningId, people: number): Task => ({
  do: 'offerFreed',
  with: { openingId, wave: { people, minutes: 30 } },
});
const accept = ({ id, patientId }: Offer): Task => ({
  do: 'acceptOffer',
  with: { offerId: id, by: `patient:${patientId}` },
});

// One in four says yes, some of them twice; one in four says no; the rest let it lapse.
const replies = ({ random }: Stage, offers: Offer[]): Task[] =>
  offers.flatMap((each): Task[] => {
    const dice = random.below(8);
    if (dice < 2) return dice === 0 ? [accept(each), accept(each)] : [accept(each)];
    if (dice < 4) return [{ do: 'declineOffer', with: { offerId: each.id } }];
    return dice === 4 ? [accept(each), { do: 'declineOffer', with: { offerId: each.id } }] : [];
  });

async function walkIns({ random }: Stage, { db, crowd, slot }: Scene, openings: OpeningId[]): Promise<Task[]> {
  const freed = await db.query<{ providerId: Visit['providerId']; starts: Date }[]>(
    `select v.provider_id as "providerId", v.starts from opening o join visit v on v.id = o.freed_visit_id where o.id = any($1)`,
    [openings],
  );
  return random
    .shuffled(freed)
    .slice(0, 3)
    .map((place): Task => {
      const patientId = random.pick(crowd.patients);
      return { do: 'book', with: { slot: slot('3 09:00', place), patientId, by: `patient:${patientId}` } };
    });
}

async function settledOffers({ db }: Scene): Promise<Finding['invariants']> {
  const [row] = await db.query<{ winners: number; open: number; promised: number }[]>(`
    select (select count(*)::int from opening o where (o.status = 'filled')::int <>
              (select count(*) from waiting_offer f where f.opening_id = o.id and f.status = 'accepted')) as winners,
           (select count(*)::int from opening o join waiting_offer f on f.opening_id = o.id
             where o.status <> 'offered' and f.status = 'open') as open,
           (select count(*)::int from waiting_offer f join waiting w on w.id = f.waiting_id join opening o on o.id = f.opening_id
             where f.status = 'accepted' and not exists (select from visit v where v.moved_from = o.hold_visit_id
               and v.patient_id = w.patient_id and v.status = 'booked')) as promised`);
  return {
    'a filled opening has one winner, and the others none': row?.winners ?? NaN,
    'no offer stays open when its opening is settled': row?.open ?? NaN,
    'whoever was told yes has the visit': row?.promised ?? NaN,
  };
}

async function grantedTwice({ db }: Scene): Promise<number> {
  return countOf(
    db,
    `select count(*)::int as n from (
       select from waiting_offer where status = 'accepted' group by waiting_id having count(*) > 1) twice`,
  );
}

async function askedTwice({ db }: Scene): Promise<number> {
  return countOf(
    db,
    `select count(*)::int as n from waiting_offer a join waiting_offer b on a.waiting_id = b.waiting_id and a.id < b.id
      where a.created_at < least(b.expires_at, coalesce(b.answered_at, 'infinity'))
        and b.created_at < least(a.expires_at, coalesce(a.answered_at, 'infinity'))`,
  );
}
