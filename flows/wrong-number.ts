import { ask, because, frame, NO, say, wish, YES } from './flow';

/** "You have the wrong number." Nothing is said about whose it was; the desk looks for the right one. */
export const wrongNumber = frame.createMachine({
  id: 'wrong_number',
  context: ({ input }) => input,
  initial: 'asking',
  on: { 'patient.gave_up': '.left' },
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('wrong_number.sure', [YES, NO], 'yes_no'),
      on: { 'patient.agreed': { target: 'forgetting', actions: because('wrong_number') }, 'patient.declined': 'left' },
    },
    forgetting: { entry: wish('forget_number'), on: { 'wish.granted': 'forgotten' } },
    forgotten: { type: 'final', entry: say('wrong_number.done') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});
