import fc from 'fast-check';
import { converse } from '../../src/conversation/converse';
import { EMPTY, type Envelope } from '../../src/conversation/envelope';
import type { Offer, Remembered, VisitCard } from '../../flows/vocabulary';
import type { Grant, Said } from '../../src/conversation/advance';

/**
 * A clinic in memory that shows another list each time it is asked, notes which time is held, and which visit is given up.
 * Against it lists, digits, delays, reminders and taps come in any order: what happens must be what the patient read.
 */
interface Read {
  list: Offer[];
  prompt: number;
}

const offerAt = (n: number): Offer => ({
  ...{ providerId: 1, serviceId: 1, clinicId: 1, mode: 'in_person', zone: 'Africa/Nairobi', provider: 'Dr Okafor' },
  ...{ clinic: 'Uhuru Clinic', starts: new Date(Date.UTC(2026, 5, 2, 6) + n * 900_000).toISOString() },
});

class Clinic {
  lists = 0;
  held: Offer | undefined;
  cancelled: number[] = [];

  grant: Grant = (wish, remembered: Remembered) => {
    if (wish === 'find_times' || wish === 'find_later_times') {
      const offers = [0, 1, 2].map((i) => offerAt(this.lists * 3 + i));
      this.lists++;
      return Promise.resolve({ type: 'times.found', facts: { offers } });
    }
    if (wish === 'hold_time') {
      this.held = remembered.chosen;
      return Promise.resolve({ type: 'time.held', facts: { hold: { visitId: 1, token: 't' } } });
    }
    if (wish === 'cancel_visit') this.cancelled.push(remembered.visit?.id ?? 0);
    if (wish === 'cancel_visit') return Promise.resolve({ type: 'visit.cancelled' });
    if (wish === 'find_visits') return Promise.resolve({ type: 'visits.found', facts: { visits: [visit(7)] } });
    if (wish === 'confirm_visit') return Promise.resolve({ type: 'visit.confirmed' });
    return Promise.resolve({ type: 'wish.granted' });
  };
}

const visit = (id: number): VisitCard => ({
  ...{ id, version: 1, reference: 'K7QM', starts: offerAt(90).starts, zone: 'Africa/Nairobi', provider: 'Dr Okafor' },
  ...{ clinic: 'Uhuru Clinic', patient: 'Ann', status: 'booked', serviceId: 1, providerId: 1 },
});

type Step =
  | { does: 'asks_again' } // a new search: the list is replaced
  | { does: 'writes_digit'; digit: number; late: boolean; crossing: boolean }
  | { does: 'taps'; list: number; digit: number }
  | { does: 'is_reminded' }
  | { does: 'says_no' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ does: 'asks_again' }),
  fc.record({
    does: fc.constant('writes_digit' as const),
    digit: fc.integer({ min: 1, max: 4 }),
    late: fc.boolean(),
    crossing: fc.boolean(),
  }),
  fc.record({ does: fc.constant('taps' as const), list: fc.nat(5), digit: fc.integer({ min: 1, max: 3 }) }),
  fc.constant<Step>({ does: 'is_reminded' }),
  fc.constant<Step>({ does: 'says_no' }),
);

class Patient {
  envelope: Envelope = { ...structuredClone(EMPTY), people: [], trusted: false };
  read: Read[] = [];
  /** The question that stood last on the screen, when the digit was typed. */
  clinic = new Clinic();
  message = 0;
  now = Date.UTC(2026, 5, 1, 5);

  async send(heard: Parameters<typeof converse>[1], crossing = false): Promise<Said[]> {
    this.message++;
    this.now += 60_000;
    // What crosses with our last message was stored before we asked.
    const message = crossing ? (this.envelope.running?.prompt?.after ?? this.message) : this.message;
    const how = { now: new Date(this.now), message, newest: this.message, grant: this.clinic.grant };
    const turn = await converse(this.envelope, heard, how);
    this.envelope = JSON.parse(JSON.stringify(turn.envelope)) as Envelope;
    const prompt = this.envelope.running?.prompt;
    if (prompt?.phrase === 'booking.offer' && !this.read.some((one) => one.prompt === prompt.id))
      this.read.push({ list: this.envelope.running?.context.offers ?? [], prompt: prompt.id });
    return turn.said;
  }
}

async function live(patient: Patient, one: Step): Promise<void> {
  const { clinic, envelope } = patient;
  clinic.held = undefined;
  switch (one.does) {
    case 'asks_again':
      await patient.send({
        kind: 'happened',
        event: { type: 'patient.told', facts: { wanted: { specialty: 'dentistry' } } },
      });
      return;
    case 'is_reminded':
      await patient.send({ kind: 'due', flow: 'reminder', facts: { visit: visit(7) } });
      return;
    case 'says_no':
      await patient.send({ kind: 'happened', event: { type: 'patient.declined' } });
      return;
    case 'taps': {
      const tapped = patient.read[one.list];
      if (!tapped) return;
      await patient.send({ kind: 'chose', choice: one.digit, prompt: tapped.prompt });
      if (clinic.held) expect(clinic.held).toEqual(tapped.list[one.digit - 1]);
      return;
    }
    case 'writes_digit': {
      const open = envelope.running?.prompt;
      if (one.late) patient.now += 3 * 24 * 3600_000;
      await patient.send({ kind: 'chose', choice: one.digit }, one.crossing);
      if (!clinic.held) return;
      expect(one.crossing).toBe(false);
      const meant = open?.choices[one.digit - 1];
      const bound = meant?.answers ? patient.read.find(({ prompt }) => prompt === meant.answers?.prompt) : undefined;
      expect(clinic.held).toEqual(bound ? bound.list[(meant?.answers?.choice ?? 0) - 1] : meant?.facts?.chosen);
    }
  }
}

test('whatever is asked, answered, tapped or reminded of in whatever order, only a time that was read under its digit is held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const patient = new Patient();
      await patient.send({ kind: 'wants', flow: 'booking', facts: { wanted: { specialty: 'dentistry' } } });
      for (const one of steps) await live(patient, one);
      expect(patient.clinic.cancelled).toEqual([]); // nobody has said so
    }),
    { numRuns: 400 },
  );
});

test('a conversation never waits without a question, and never forgets whom it may speak for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const patient = new Patient();
      for (const one of steps) await live(patient, one);
      expect(patient.envelope.running === undefined || patient.envelope.running.prompt !== undefined).toBe(true);
      expect(patient.envelope.under.length).toBeLessThanOrEqual(5);
    }),
    { numRuns: 200 },
  );
});
