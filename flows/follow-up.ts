import { ask, frame, NO, say, then, YES } from './flow';

/** Somebody did not come. No blame: things happen, and another time is easily found. */
export const followUp = frame.createMachine({
  id: 'follow_up',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('follow_up.ask', [YES, NO, { label: 'choice.talk', start: 'person' }]),
      on: { 'patient.agreed': 'booking_again', 'patient.declined': 'left', 'patient.gave_up': 'left' },
    },
    booking_again: { type: 'final', entry: then('booking') },
    left: { type: 'final', entry: say('feedback.thanked') },
  },
});
