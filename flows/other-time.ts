import { ask, frame, NO, say, then, wish, YES } from './flow';

/** The time that was asked for cannot be, and another is kept for a day. A yes takes it; otherwise one looks further. */
export const otherTime = frame.createMachine({
  id: 'other_time',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('other_time.ask', [YES, { label: 'choice.other_times', means: 'patient.wanted_others' }, NO]),
      on: {
        'patient.agreed': 'taking',
        'patient.wanted_others': 'letting_go',
        'patient.declined': 'declining',
        'patient.gave_up': 'declining',
      },
    },
    taking: {
      entry: wish('book_held_time'),
      on: {
        'visit.booked': { target: 'booked', actions: 'remember' },
        // Answered after a day: what is free then must be accepted like any other.
        'visit.requested': { target: 'requested', actions: 'remember' },
        'time.gone': { target: 'looking_further', actions: say('booking.just_taken') },
        'patient.elsewhere': { target: 'looking_further', actions: say('booking.you_are_elsewhere') },
      },
    },
    letting_go: { entry: wish('release_kept_time'), on: { 'wish.granted': 'looking_further' } },
    declining: { entry: wish('release_kept_time'), on: { 'wish.granted': 'left' } },
    looking_further: { type: 'final', entry: then('booking') },
    booked: { type: 'final', entry: say('booking.booked') },
    requested: { type: 'final', entry: say('booking.requested') },
    left: { type: 'final', entry: say('booking.left') },
  },
});
