import fc from 'fast-check';
import type { Offer, Remembered, VisitCard } from '../../flows/vocabulary';
import type { Grant } from '../../src/conversation/advance';
import { converse } from '../../src/conversation/converse';
import { EMPTY, type Envelope, type Prompt } from '../../src/conversation/envelope';
import type { Heard } from '../../src/conversation/heard';

/**
 * A mother and her son on one telephone, each with a visit, and a clinic in memory where a kept time may run out and be
 * taken by somebody else. Wishes, digits, a yes that comes at once or days later, taps on old buttons, reminders of either
 * visit and slow answers to "who comes?" arrive in any order. Whatever is done must be what its answer was read under.
 */
const starts = (n: number): string => new Date(Date.UTC(2026, 5, 2, 6) + n * 900_000).toISOString();
const place = { zone: 'Africa/Nairobi', provider: 'Dr Okafor', clinic: 'Uhuru Clinic', serviceId: 1, providerId: 1 };
const visitOf = (id: number, patient: string): VisitCard => ({
  ...{ ...place, id, patient, version: 1, reference: 'K7QM', starts: starts(90 + id), status: 'booked' },
});
const VISITS = [visitOf(7, 'Ann'), visitOf(8, 'Tom')];
const PEOPLE = [
  { id: 1, name: 'Ann', self: true },
  { id: 2, name: 'Tom', self: false },
];

type Deed = { wish: 'cancel_visit' | 'confirm_visit' | 'move_visit' | 'book_held_time'; remembered: Remembered };

class Clinic {
  lists = 0;
  holds = 0;
  heldUntil = 0;
  now = 0;
  deeds: Deed[] = [];

  grant: Grant = (wish, remembered) => Promise.resolve(this.outcome(wish, remembered));

  private outcome(...[wish, remembered]: Parameters<Grant>): Awaited<ReturnType<Grant>> {
    switch (wish) {
      case 'find_times':
      case 'find_later_times': {
        const first = this.lists++ * 3;
        const offers = [0, 1, 2].map((i): Offer => ({
          ...place,
          clinicId: 1,
          mode: 'in_person',
          starts: starts(first + i),
        }));
        return { type: 'times.found', facts: { offers } };
      }
      case 'hold_time':
        this.heldUntil = this.now + 10 * 60_000;
        return { type: 'time.held', facts: { hold: { visitId: 9, token: String(++this.holds) } } };
      case 'book_held_time':
        // A hold that has run out is somebody else's by now, and so is one that was given up for another.
        if (this.now > this.heldUntil || remembered.hold?.token !== String(this.holds)) return { type: 'time.gone' };
        this.deeds.push({ wish, remembered });
        return {
          type: 'visit.booked',
          facts: { visit: { ...visitOf(9, 'Eve'), starts: remembered.chosen?.starts ?? '' } },
        };
      case 'register_patient':
        return {
          type: 'patient.registered',
          facts: { patient: { id: 3, name: 'Eve' }, verified: true, openFor: [1, 2, 3] },
        };
      case 'find_visits':
        return { type: 'visits.found', facts: { visits: VISITS } };
      case 'cancel_visit':
        this.deeds.push({ wish, remembered });
        return { type: 'visit.cancelled', facts: remembered.visit && { visit: remembered.visit } };
      case 'confirm_visit':
        this.deeds.push({ wish, remembered });
        return { type: 'visit.confirmed' };
      case 'move_visit':
        this.deeds.push({ wish, remembered });
        return { type: 'visit.moved', facts: remembered.visit && { visit: remembered.visit } };
      case 'restore_visit':
        return { type: 'time.gone' };
      default:
        return { type: 'wish.granted' };
    }
  }
}

/** What stood on the screen under a number, and what it was about. */
interface Seen {
  prompt: Prompt;
  remembered: Remembered;
}

type Step =
  | { does: 'wishes'; flow: 'cancelling' | 'moving' | 'booking' }
  | { does: 'is_reminded'; of: number }
  | { does: 'writes'; digit: number }
  | { does: 'agrees' }
  | { does: 'declines' }
  | { does: 'undoes' }
  | { does: 'taps'; prompt: number; digit: number }
  | { does: 'says_who' }
  | { does: 'waits'; minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('wishes' as const),
    flow: fc.constantFrom('cancelling' as const, 'moving' as const, 'booking' as const),
  }),
  fc.record({ does: fc.constant('is_reminded' as const), of: fc.nat(1) }),
  { weight: 4, arbitrary: fc.record({ does: fc.constant('writes' as const), digit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.constant<Step>({ does: 'agrees' }) },
  fc.constant<Step>({ does: 'declines' }),
  fc.constant<Step>({ does: 'undoes' }),
  fc.record({ does: fc.constant('taps' as const), prompt: fc.nat(8), digit: fc.integer({ min: 1, max: 4 }) }),
  { weight: 2, arbitrary: fc.constant<Step>({ does: 'says_who' }) },
  fc.record({ does: fc.constant('waits' as const), minutes: fc.constantFrom(5, 30, 24 * 60, 3 * 24 * 60) }),
);

class Phone {
  readonly clinic = new Clinic();
  envelope: Envelope = { ...structuredClone(EMPTY), people: PEOPLE, trusted: true };
  readonly seen = new Map<number, Seen>();
  private message = 0;

  constructor() {
    this.clinic.now = Date.UTC(2026, 5, 1, 5);
  }

  async send(heard: Heard): Promise<Deed[]> {
    this.clinic.now += 60_000;
    this.clinic.deeds = [];
    const how = {
      now: new Date(this.clinic.now),
      message: ++this.message,
      newest: this.message,
      grant: this.clinic.grant,
    };
    const turn = await converse(this.envelope, heard, how);
    this.envelope = { ...(JSON.parse(JSON.stringify(turn.envelope)) as Envelope), people: PEOPLE, trusted: true };
    const { running } = this.envelope;
    if (running?.prompt) this.seen.set(running.prompt.id, { prompt: running.prompt, remembered: running.context });
    return this.clinic.deeds;
  }
}

const WHO: Heard = {
  kind: 'happened',
  event: { type: 'patient.told', facts: { name: 'Eve Juma', birthDate: '2021-06-03' } },
};

function heardOf(one: Exclude<Step, { does: 'waits' }>, phone: Phone): Heard {
  switch (one.does) {
    case 'wishes':
      return {
        kind: 'wants',
        flow: one.flow,
        facts: one.flow === 'booking' ? { wanted: { specialty: 'dentistry' } } : {},
      };
    case 'is_reminded':
      return { kind: 'due', flow: 'reminder', facts: { visit: VISITS[one.of] as VisitCard } };
    case 'writes':
      return { kind: 'chose', choice: one.digit };
    case 'taps':
      return { kind: 'chose', choice: one.digit, prompt: tapped(one, phone) };
    case 'says_who':
      return WHO;
    case 'undoes':
      return { kind: 'undo' };
    default:
      return { kind: 'happened', event: { type: one.does === 'agrees' ? 'patient.agreed' : 'patient.declined' } };
  }
}

const tapped = ({ prompt }: { prompt: number }, phone: Phone): number => [...phone.seen.keys()][prompt] ?? 1;

/** The question that an answer belonged to: the tapped one, the one a digit was traced back to, or the one that was open. */
function answered(one: Step, before: Prompt | undefined, phone: Phone): Seen | undefined {
  const digit = 'digit' in one ? one.digit : 1;
  const id = one.does === 'taps' ? tapped(one, phone) : before?.id;
  const asked = id === undefined ? undefined : phone.seen.get(id);
  const traced = asked?.prompt.choices[digit - 1]?.answers;
  return traced ? phone.seen.get(traced.prompt) : asked;
}

const HALF_A_DAY = 12 * 60 * 60_000;

function check({ wish, remembered }: Deed, asked: Seen | undefined, phone: Phone): void {
  if (wish === 'book_held_time') {
    expect(remembered.hold?.token).toBe(String(phone.clinic.holds));
    return;
  }
  // The visit that is touched stood in the question that was answered, by name and hour.
  expect(remembered.visit?.id).toBe(asked?.remembered.visit?.id);
  // What takes something away is never done by a yes that comes half a day later.
  const waited = phone.clinic.now - Date.parse(asked?.prompt.askedAt ?? '');
  if (wish === 'cancel_visit') expect(waited).toBeLessThanOrEqual(HALF_A_DAY);
}

test('two people on one telephone: whatever comes in whatever order, only the visit that was asked about is touched', async () => {
  const done: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 16 }), async (steps) => {
      const phone = new Phone();
      for (const one of steps) {
        if (one.does === 'waits') {
          phone.clinic.now += one.minutes * 60_000;
          continue;
        }
        const asked = answered(one, phone.envelope.running?.prompt, phone);
        for (const deed of await phone.send(heardOf(one, phone))) {
          check(deed, asked, phone);
          done[deed.wish] = (done[deed.wish] ?? 0) + 1;
        }
      }
    }),
    { numRuns: 500, seed: 7 },
  );
  // A property that is never put to the test proves nothing.
  for (const wish of ['cancel_visit', 'confirm_visit', 'move_visit', 'book_held_time'])
    expect(done[wish]).toBeGreaterThan(5);
});
