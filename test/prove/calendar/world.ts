import fc from 'fast-check';
import type { Mode } from '../../../src/scheduling/types';

/** A clinic with all its rules, as plain data. Times of the calendar are minutes from the change of the clocks. */
export interface World {
  /** Where the clock stands, before the change; half a minute past it, so that nothing falls on it by luck. */
  clockMinutesBefore: number;
  services: ServiceRules[];
  providers: ProviderPlan[];
  closure: Away | null;
  session: { afterMinutes: number; minutes: number; seats: number; inRoom: boolean } | null;
  deeds: Deed[];
}

export interface ServiceRules {
  minutes: number;
  before: number;
  after: number;
  grid: number;
  notice: number;
  horizon: number;
  cap: number | null;
  approval: boolean;
  modes: Mode[];
  room: boolean;
}

export interface ProviderPlan {
  cap: number | null;
  hours: HoursPlan[];
  extra: (Away & { modes: Mode[] }) | null;
  leave: Away | null;
}

export interface HoursPlan {
  weekdays: number[];
  starts: number;
  minutes: number; // less than a day
  breakAfter: number | null;
  breakMinutes: number;
  everyWeeks: number;
  fromDaysBefore: number;
  toDaysAfter: number | null;
  modes: Mode[];
  onlyFirstService: boolean;
}

export interface Away {
  afterMinutes: number;
  minutes: number;
}

/** What happens in the world between two comparisons. `pick` chooses among what is there. */
export interface Deed {
  kind: 'book' | 'hold' | 'hold_runs_out' | 'cancel' | 'move' | 'block' | 'staff_books';
  pick: number;
  who: 0 | 1;
}

const modes = fc.constantFrom<Mode[]>(['in_person'], ['video'], ['in_person', 'video']);
const quarter = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min / 15, max: max / 15 }).map((n) => n * 15);
const DAY = 24 * 60;

const service = fc.record<ServiceRules>({
  minutes: fc.constantFrom(5, 10, 20, 30, 45, 60, 90),
  before: fc.constantFrom(0, 0, 5, 15, 30),
  after: fc.constantFrom(0, 0, 5, 10, 30),
  grid: fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 90),
  notice: fc.constantFrom(0, 30, 60, 240, DAY, 2 * DAY),
  horizon: fc.integer({ min: 1, max: 4 }),
  cap: fc.constantFrom(null, null, 1, 3),
  approval: fc.boolean(),
  modes,
  room: fc.boolean(),
});

const hours = fc.record<HoursPlan>({
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 4 }),
  starts: quarter(0, DAY - 15),
  minutes: quarter(60, 14 * 60),
  breakAfter: fc.option(quarter(15, 8 * 60)),
  breakMinutes: quarter(15, 90),
  everyWeeks: fc.constantFrom(1, 1, 1, 2),
  fromDaysBefore: fc.integer({ min: -1, max: 40 }),
  toDaysAfter: fc.option(fc.integer({ min: -1, max: 3 })),
  modes,
  onlyFirstService: fc.constantFrom(false, false, false, true),
});

const away = fc.record<Away>({ afterMinutes: quarter(-2 * DAY, 2 * DAY), minutes: quarter(15, 10 * 60) });

const provider = fc.record<ProviderPlan>({
  cap: fc.constantFrom(null, null, null, 2),
  hours: fc.array(hours, { minLength: 1, maxLength: 3 }),
  extra: fc.option(fc.record({ afterMinutes: quarter(-DAY, DAY), minutes: quarter(60, 30 * 60), modes })),
  leave: fc.option(away),
});

const deed = fc.record<Deed>({
  kind: fc.constantFrom('book', 'book', 'hold', 'hold_runs_out', 'cancel', 'move', 'block', 'staff_books'),
  pick: fc.nat(10_000),
  who: fc.constantFrom(0, 1),
});

export const world: fc.Arbitrary<World> = fc.record({
  clockMinutesBefore: fc.integer({ min: -6 * 60, max: 3 * DAY }),
  services: fc.array(service, { minLength: 1, maxLength: 2 }),
  providers: fc.array(provider, { minLength: 1, maxLength: 2 }),
  closure: fc.option(away),
  session: fc.option(
    fc.record({
      afterMinutes: quarter(-DAY, DAY),
      minutes: quarter(15, 120),
      seats: fc.integer({ min: 1, max: 3 }),
      inRoom: fc.boolean(),
    }),
  ),
  deeds: fc.array(deed, { minLength: 2, maxLength: 4 }),
});
