import { ask, because, frame, NO, say, wish, YES } from './flow';
import { recogniseFirst } from './pick-a-visit';

/** "What do you have about me?" and "delete it". What a program may do happens at once; the rest is for the desk. */
export const myData = frame.createMachine({
  id: 'my_data',
  context: ({ input }) => ({ ...input, birthDate: undefined }),
  initial: 'recognising',
  on: { 'patient.gave_up': '.left' },
  states: {
    ...recogniseFirst,
    recognised: {
      tags: 'waiting',
      entry: ask('data.ask', [
        { label: 'choice.get_data', means: 'patient.chose' },
        { label: 'choice.erase_data', means: 'patient.wanted_others' },
        { label: 'choice.neither', means: 'patient.declined' },
      ]),
      on: {
        'patient.chose': { target: 'sending', actions: because('data_copy') },
        'patient.wanted_others': 'asking_if_sure',
        'patient.declined': 'left',
      },
    },
    sending: { entry: wish('send_my_data'), on: { 'wish.granted': { target: 'sent', actions: 'remember' } } },
    asking_if_sure: {
      tags: 'waiting',
      entry: ask('data.sure', [YES, NO], 'yes_no'),
      on: { 'patient.agreed': { target: 'erasing', actions: because('data_erasure') }, 'patient.declined': 'left' },
    },
    erasing: { entry: wish('erase_my_data'), on: { 'wish.granted': 'erased' } },
    sent: { type: 'final', entry: say('data.sent') },
    erased: { type: 'final', entry: say('data.erased') },
  },
});
