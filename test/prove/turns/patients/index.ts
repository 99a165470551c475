import type { EntityManager } from 'typeorm';
import { countOf, LOOKS } from '../../calendar/invariants';
import type { Finding, Stage } from '../../proof';
import { type Random, seeded } from '../../random';
import { Story } from './story';
import { Tally } from './tally';
import { makeTown } from './town';

/** As many towns at once as keep two cores busy. Each is told by dice of its own, so how they mingle changes nothing. */
const AT_ONCE = 4;
const FULL = { towns: 24, people: 40 };
const QUICK = { towns: 4, people: 12 };

/** Seeded people write to a real clinic, each with something in mind, and in their own way. */
export async function patients({ quick, random }: Stage): Promise<Finding> {
  const { towns, people } = quick ? QUICK : FULL;
  const tally = new Tally();
  const began = performance.now();
  const seeds = Array.from({ length: towns }, () => random.below(2 ** 31));
  // The first town makes the clinic that the others are copied from.
  await playTown(seeds.shift() ?? 0, people, tally);
  await Promise.all(Array.from({ length: AT_ONCE }, () => playTowns(seeds, people, tally)));
  return tally.finding((performance.now() - began) / 60_000);
}

async function playTowns(seeds: number[], people: number, tally: Tally): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await playTown(seed, people, tally);
}

async function playTown(seed: number, people: number, tally: Tally): Promise<void> {
  const random: Random = seeded(seed);
  const town = await makeTown(random, people);
  try {
    const story = new Story(town, random);
    await story.tell();
    const looks = await lookOver(town.stage.db);
    tally.add(seed, story, { ...looks, 'every STOP is kept': await story.stopsNotKept() });
  } finally {
    await town.stage.close();
  }
}

const CALENDAR = [
  'no provider is in two places',
  'no patient is in two places',
  'no two live visits share a sitting',
  'at most two live holds for a contact',
  'a hold has an end and a booking has none',
  'every change is in the audit log, once',
];

const CONVERSATION: Record<string, string> = {
  'every message is handled': 'select count(*)::int as n from inbox where handled_at is null',
  'no turn fails': 'select count(*)::int as n from inbox where attempts > 0',
  'every message is exactly one turn': `
    select count(*)::int as n from conversation c
     where c.version <> (select count(*) from inbox i where i.contact_id = c.contact_id and i.handled_at is not null)`,
  'no two answers to one message': `
    select count(*)::int as n from contact k
     where (select count(*) from outbox o where o.contact_id = k.id and o.kind = 'reply')
         > (select count(*) from inbox i where i.contact_id = k.id and i.source <> 'timer')`,
  'every conversation ends, asks, or has a person': `
    select count(*)::int as n from conversation c
     where c.envelope->'running' is not null and c.envelope->'running'->'prompt' is null and c.owner <> 'desk'`,
};

async function lookOver(db: EntityManager): Promise<Record<string, number>> {
  const looks = { ...CONVERSATION, ...Object.fromEntries(CALENDAR.map((name) => [name, LOOKS[name] ?? ''])) };
  const found: Record<string, number> = {};
  for (const [invariant, look] of Object.entries(looks)) found[invariant] = await countOf(db, look);
  return found;
}
